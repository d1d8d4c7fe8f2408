"""A request and a campaign as one ZIP, read back as somebody would who gets it."""

import csv
import hashlib
import io
import json
import re
import subprocess
import zipfile
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pdfplumber
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.case_files import exports
from requests_app.domain.case_files.exports import TooMuchToPack, export_campaign, export_request
from requests_app.domain.case_files.facts import EVENT_COLUMNS
from requests_app.domain.case_files.statement import clock_statement
from requests_app.domain.request_log.attachments import attach_redacted_copy
from requests_app.domain.request_log.event_kinds import ASKED_BY
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.letters.fields import Sender
from requests_app.domain.request_log.letters.kinds import LetterKind
from requests_app.domain.request_log.letters.operations import record_letter
from requests_app.domain.request_log.membership import restrict_campaign
from requests_app.domain.request_log.models import Attachment, Campaign, Event, RecordsRequest
from requests_app.domain.request_log.timeline import Happening, correct_event
from requests_app.domain.statute_book.rules import rules_in_force
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_attachment, an_event
from tests.staff_site.doors import a_letter

pytestmark = pytest.mark.django_db
JUNE_15 = date(2026, 6, 15)


@pytest.fixture
def campaign() -> Campaign:
    return Campaign.objects.create(name="Round: 2026/27", reporting_year=2025)


@pytest.fixture
def person() -> Person:
    return a_person()


def zip_of(request: RecordsRequest, by: Person, at=NOW) -> zipfile.ZipFile:
    into = io.BytesIO()
    export_request(records_request=request, into=into, by=by, at=at)
    return zipfile.ZipFile(into)


def zip_of_campaign(campaign: Campaign, by: Person) -> zipfile.ZipFile:
    into = io.BytesIO()
    export_campaign(campaign=campaign, into=into, by=by, at=NOW)
    return zipfile.ZipFile(into)


def inside(zipped: zipfile.ZipFile) -> list[str]:
    """The paths below the one folder at the top."""
    assert len({name.partition("/")[0] for name in zipped.namelist()}) == 1
    return [name.partition("/")[2] for name in zipped.namelist()]


def text(zipped: zipfile.ZipFile, path: str) -> str:
    top = zipped.namelist()[0].partition("/")[0]
    return zipped.read(f"{top}/{path}").decode("utf-8-sig")


class Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]


def test_a_request_holds_its_story_its_facts_and_what_came_back(person: Person) -> None:
    request = a_request(agency=an_agency("Fresno Police"), portal_number="25-4471")
    wrong = an_event(request, K.ACKNOWLEDGED, JUNE_15, note="<b>Hello</b>\nthere")
    correct_event(event=wrong, happening=Happening(kind=K.FEE_ASKED, on=JUNE_15), by=person, at=NOW)
    an_attachment(request, "a,b\n1,2\n", "answer.csv")
    zipped = zip_of(request, person)
    assert inside(zipped) == [
        "files/answer.csv", "timeline.html", "facts.json", "facts.csv", "events.csv", "README.txt",
        "hashes.txt",
    ]  # fmt: skip
    assert zipped.namelist()[0].startswith(f"{request.number} Fresno Police/")
    assert text(zipped, "files/answer.csv") == "a,b\n1,2\n"
    page = text(zipped, "timeline.html")
    assert "&lt;b&gt;Hello&lt;/b&gt;<br>there" in page
    assert "<s>Acknowledged</s>" in page and "instead of no. 2" in page
    facts = json.loads(text(zipped, "facts.json"))
    assert (facts["number"], facts["due_on"], facts["as_of"]) == (
        request.number, "2026-06-22", "2026-06-22",
    )  # fmt: skip
    assert [(e["kind"], e["stands"], e["corrects"]) for e in facts["events"]] == [
        ("sent", True, None), ("acknowledged", False, None), ("fee_asked", True, 2),
    ]  # fmt: skip
    rows = dict(csv.reader(io.StringIO(text(zipped, "facts.csv"))))
    assert (rows["agency_name"], rows["portal_number"]) == ("Fresno Police", "25-4471")
    events = list(csv.DictReader(io.StringIO(text(zipped, "events.csv"))))
    assert [event["kind"] for event in events] == ["sent", "acknowledged", "fee_asked"]
    assert "1 file in this ZIP" in text(zipped, "README.txt")


def test_an_event_goes_out_with_all_that_its_kind_asks_for(person: Person) -> None:
    assert set(ASKED_BY) <= set(EVENT_COLUMNS)
    request = a_request()
    cited = {"exemptions": "§ 7923.600", "deciders": "Capt. Ana Ruiz"}
    an_event(request, K.DETERMINATION_DENIED, JUNE_15, **cited)
    zipped = zip_of(request, person)
    denial = json.loads(text(zipped, "facts.json"))["events"][-1]
    assert {name: denial[name] for name in cited} == cited
    for path in ("events.csv", "timeline.html"):
        assert all(value in text(zipped, path) for value in cited.values())


def test_what_we_wrote_goes_out_as_it_went(person: Person) -> None:
    request = a_request(agency=an_agency("Fresno Police"), sent_on=date(2026, 5, 1))
    sender = Sender("Jo Ramirez", "Open Records Project")
    for words in ("Where does it stand?", "It was never sent."):
        letter = record_letter(
            kind=LetterKind.FOLLOW_UP, requests=[request], subject="Our request", body=words,
            sender=sender, by=person, at=NOW,
        )  # fmt: skip
    mistake = Happening(kind=K.CORRECTION, on=NOW.date())
    correct_event(event=letter.events.get(), happening=mistake, by=person, at=NOW)
    zipped = zip_of(request, person)
    [path] = [path for path in inside(zipped) if path.startswith("letters/")]
    assert path == f"letters/{request.number} follow-up letter 2026-06-22.pdf"
    top = zipped.namelist()[0].partition("/")[0]
    content = zipped.read(f"{top}/{path}")
    with pdfplumber.open(io.BytesIO(content)) as page:
        assert "Where does it stand?" in page.pages[0].extract_text()
    assert f"{hashlib.sha256(content).hexdigest()}  {path}" in text(zipped, "hashes.txt")
    assert path in [unquote(link) for link in Page(text(zipped, "timeline.html")).links]
    assert json.loads(text(zipped, "facts.json"))["letters"][0]["path"] == path
    assert "(1 letter in this ZIP)" in text(zipped, "README.txt")


def test_notes_between_ourselves_stay_here_and_are_counted(person: Person) -> None:
    request = a_request()
    an_event(request, K.NOTE, JUNE_15, note="Between ourselves one")
    wrong = an_event(request, K.NOTE, JUNE_15, note="Between ourselves two")
    gone = an_event(request, K.FEE_ASKED, JUNE_15, amount="$5")
    mistake = Happening(kind=K.CORRECTION, on=JUNE_15, note="Between ourselves three")
    correct_event(event=wrong, happening=mistake, by=person, at=NOW)
    note = Happening(kind=K.NOTE, on=JUNE_15, note="Between ourselves four")
    correct_event(event=gone, happening=note, by=person, at=NOW)
    zipped = zip_of(request, person)
    every = b"".join(zipped.read(name) for name in zipped.namelist()).decode()
    assert "Between ourselves" not in every
    for path in ("timeline.html", "README.txt"):
        assert "3 internal notes left out" in text(zipped, path)
    facts = json.loads(text(zipped, "facts.json"))
    told = [(e["kind"], e["stands"], e["corrected_by"]) for e in facts["events"]]
    assert told == [("sent", True, None), ("fee_asked", False, None)]
    assert facts["events_left_out"] == 3


def test_the_timeline_needs_nothing_but_itself(person: Person) -> None:
    request = a_request()
    an_attachment(request, "a,b\n1,2\n", "100% #1 answer?.csv")
    zipped = zip_of(request, person)
    page = Page(text(zipped, "timeline.html"))
    assert not page.tags & {"script", "link", "img", "iframe"}
    assert [unquote(link) for link in page.links] == ["files/100% #1 answer_.csv"]
    assert set(map(unquote, page.links)) <= set(inside(zipped))


def test_sha256sum_accepts_the_hashes(person: Person, tmp_path: Path, campaign: Campaign) -> None:
    for name in ("answer.csv", "año 2025 (final).csv"):
        an_attachment(a_request(campaign=campaign), f"{name}\n", name)
    zipped = zip_of_campaign(campaign, person)
    zipped.extractall(tmp_path)
    [folder] = tmp_path.iterdir()
    checked = subprocess.run(
        ["sha256sum", "--strict", "-c", "hashes.txt"], cwd=folder, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count(": OK") == len(inside(zipped)) - 1


HOSTILE = ["../../../etc/passwd", "..\\..\\boot.ini", "a\nb.csv", "\u202egnp.csv", "nul", "A.csv",
           "a.csv", "x" * 400 + ".csv"]  # fmt: skip


def test_hostile_names_stay_inside_and_are_told_apart(person: Person, tmp_path: Path) -> None:
    request = a_request(agency=an_agency("../../Evil\u202e: Police"))
    for number, name in enumerate(HOSTILE):
        made = an_attachment(request, f"a,b\n1,{number}\n", "x.csv")
        # As a careless import might have left it.
        Attachment.objects.filter(pk=made.pk).update(original_name=name[:255])
    zipped = zip_of(request, person)
    names = [path for path in inside(zipped) if path.startswith("files/")]
    assert len({name.casefold() for name in names}) == len(HOSTILE)
    for name in zipped.namelist():
        assert ".." not in name.split("/")
        assert not re.search(r"[\x00-\x1f\\:\u202e]", name)
    zipped.extractall(tmp_path)
    checked = subprocess.run(
        ["sha256sum", "--strict", "-c", "hashes.txt"], cwd=next(tmp_path.iterdir())
    )
    assert checked.returncode == 0


@pytest.mark.parametrize("state", [Attachment.State.RESTRICTED, Attachment.State.QUARANTINED])
def test_what_may_not_leave_is_left_out_and_said(person: Person, state: str) -> None:
    request = a_request()
    hidden = an_attachment(request, "secret,content\n1,2\n", "secret.csv")
    Attachment.objects.filter(pk=hidden.pk).update(state=state)
    zipped = zip_of(request, person)
    every = b"".join(zipped.read(name) for name in zipped.namelist()).decode()
    assert not [path for path in inside(zipped) if path.startswith("files/")]
    assert "secret" not in every and hidden.sha256 not in every
    words = f"19 bytes) that came on Mon 22 Jun 2026: {Attachment.State(state).label.lower()}"
    assert words in text(zipped, "README.txt") and words in text(zipped, "timeline.html")
    assert AuditEntry.objects.latest("pk").details["left_out"] == 1


def a_pair(may_go_out: bool) -> tuple[Attachment, Attachment]:
    """An original and its redacted copy."""
    original = an_attachment(a_request(), "whole,content\n1,2\n", "whole.csv")
    upload = ContentFile(b"less,content\n1,\n", name="less.csv")
    copy = attach_redacted_copy(
        original=original, upload=upload, may_go_out=may_go_out, by=a_person(), at=NOW
    )
    return original, copy


def test_a_copy_that_is_not_to_go_out_yet_stays_and_its_original_goes(person: Person) -> None:
    original, copy = a_pair(may_go_out=False)
    zipped = zip_of(original.records_request, person)
    every = b"".join(zipped.read(name) for name in zipped.namelist()).decode()
    assert [path for path in inside(zipped) if "files/" in path] == ["files/whole.csv"]
    assert "less" not in every and copy.sha256 not in every
    assert "a redacted copy that is not to go out yet" in text(zipped, "README.txt")


@pytest.mark.parametrize("state", Attachment.State.values)
def test_a_copy_that_may_go_out_goes_in_place_of_its_original(person: Person, state: str) -> None:
    original, copy = a_pair(may_go_out=True)
    Attachment.objects.filter(pk=original.pk).update(state=state)
    request = original.records_request
    zipped = zip_of(request, person)
    every = b"".join(zipped.read(name) for name in zipped.namelist()).decode()
    assert [path for path in inside(zipped) if "files/" in path] == ["files/less.csv"]
    assert "whole" not in every and original.sha256 not in every and copy.sha256 in every
    why = "its redacted copy goes in its place"
    why = why if state == "normal" else Attachment.State(state).label.lower()
    assert f"that came on Mon 22 Jun 2026: {why}" in text(zipped, "README.txt")
    stated = clock_statement(request, on=TODAY, made_at=NOW, rules=rules_in_force())
    assert (stated.originals, stated.originals_left_out) == ((copy,), 1)


def test_an_original_goes_again_once_its_copy_is_closed_or_kept_in(person: Person) -> None:
    for values in ({"state": "restricted"}, {"may_go_out": False}):
        original, copy = a_pair(may_go_out=True)
        Attachment.objects.filter(pk=copy.pk).update(**values)
        assert "files/whole.csv" in inside(zip_of(original.records_request, person))


def test_a_file_that_is_gone_is_named_and_nothing_breaks(person: Person) -> None:
    request = a_request()
    gone = an_attachment(request, "a,b\n1,2\n", "gone.csv")
    an_attachment(request, "a,b\n3,4\n", "here.csv")
    default_storage.delete(gone.file.name)
    zipped = zip_of(request, person)
    assert "files/here.csv" in inside(zipped) and "files/gone.csv" not in inside(zipped)
    readme = text(zipped, "README.txt")
    assert f"- files/gone.csv: not in the file store (sha256 {gone.sha256})" in readme
    assert AuditEntry.objects.latest("pk").details["missing"] == 1


def test_a_file_that_was_changed_in_the_store_is_said(person: Person) -> None:
    request = a_request()
    changed = an_attachment(request, "a,b\n1,2\n", "changed.csv")
    Path(default_storage.path(changed.file.name)).write_bytes(b"a,b\n1,3\n")
    zipped = zip_of(request, person)
    assert "files/changed.csv: is not what came" in text(zipped, "README.txt")
    digest = hashlib.sha256(b"a,b\n1,3\n").hexdigest()
    assert f"{digest}  files/changed.csv" in text(zipped, "hashes.txt")


def test_the_same_record_is_the_same_zip(person: Person, campaign: Campaign) -> None:
    request = a_request(campaign=campaign)
    an_attachment(request, "a,b\n1,2\n")
    made = []
    for at in (NOW, NOW + timedelta(hours=3)):
        one, all_of_it = io.BytesIO(), io.BytesIO()
        export_request(records_request=request, into=one, by=person, at=at)
        export_campaign(campaign=campaign, into=all_of_it, by=person, at=at)
        made.append((one.getvalue(), all_of_it.getvalue()))
    assert made[0] == made[1]


def test_a_campaign_holds_a_folder_each_an_index_and_the_board(
    person: Person, campaign: Campaign
) -> None:
    silent = a_request(campaign=campaign, agency=an_agency("Zeta <Police>"))
    answered = a_request(campaign=campaign, agency=an_agency("Alpha #1 Police"))
    an_event(answered, K.DETERMINATION_DENIED, JUNE_15)
    an_attachment(answered, "a,b\n1,2\n")
    a_request()
    into = io.BytesIO()
    name = export_campaign(campaign=campaign, into=into, by=person, at=NOW)
    assert name == "Round_ 2026-27.zip"
    zipped = zipfile.ZipFile(into)
    folders = {path.partition("/")[0] for path in inside(zipped) if "/" in path}
    assert folders == {f"{silent.number} Zeta _Police_", f"{answered.number} Alpha #1 Police"}
    index = Page(text(zipped, "index.html"))
    assert set(map(unquote, index.links)) <= set(inside(zipped))
    assert len(index.links) == 3 and not index.tags & {"script", "link", "img"}
    rows = list(csv.DictReader(io.StringIO(text(zipped, "board.csv"))))
    assert [row["number"] for row in rows] == [silent.number, answered.number]
    assert "2 requests, a folder each; begin with index.html" in text(zipped, "README.txt")


def test_an_empty_campaign_is_an_empty_index(person: Person, campaign: Campaign) -> None:
    assert "Nobody is asked yet" in text(zip_of_campaign(campaign, person), "index.html")


def test_who_exported_what_is_on_record(person: Person, campaign: Campaign) -> None:
    request = a_request(campaign=campaign)
    zip_of(request, person)
    zip_of_campaign(campaign, person)
    entries = AuditEntry.objects.order_by("-pk")[:2]
    assert [(e.verb, e.actor, e.subject_id) for e in entries] == [
        ("exported campaign", person, str(campaign.pk)),
        ("exported request", person, str(request.pk)),
    ]  # fmt: skip


def test_a_letter_that_names_what_is_kept_from_whoever_exports_stays(
    person: Person, campaign: Campaign
) -> None:
    lead, request = a_person(Role.LEAD), a_request(agency=an_agency("Fresno PD"))
    letter = a_letter(request, body="Where are the records of both?")
    other = an_event(a_request(campaign=campaign), K.FOLLOW_UP_SENT, TODAY)
    Event.objects.filter(pk=other.pk).update(letter=letter)
    restrict_campaign(campaign=campaign, by=lead, at=NOW)
    for by, is_there in ((person, False), (lead, True)):
        zipped = zip_of(request, by)
        assert any(path.startswith("letters/") for path in inside(zipped)) == is_there
        assert ("it names other requests" in text(zipped, "README.txt")) != is_there


def test_more_than_fits_is_refused_before_anything_is_written(
    person: Person, campaign: Campaign, settings
) -> None:
    request = a_request(campaign=campaign)
    an_attachment(request, "a,b\n1,2\n" * 10)
    settings.MAX_EXPORT_BYTES = 10
    into = io.BytesIO()
    with pytest.raises(TooMuchToPack, match="MAX_EXPORT_MB"):
        export_request(records_request=request, into=into, by=person, at=NOW)
    with pytest.raises(TooMuchToPack):
        export_campaign(campaign=campaign, into=into, by=person, at=NOW)
    assert into.getvalue() == b""
    assert not AuditEntry.objects.filter(verb__startswith="exported").exists()


def test_more_letters_than_are_set_while_one_waits_are_refused(
    person: Person, campaign: Campaign, monkeypatch
) -> None:
    request = a_request(campaign=campaign, sent_on=date(2026, 5, 1))
    told = {"subject": "Records", "body": "Words.", "sender": Sender("Jo", "Us"), "by": person}
    record_letter(kind=LetterKind.FOLLOW_UP, requests=[request], at=NOW, **told)
    zip_of_campaign(campaign, person)
    longest = exports.LONGEST
    monkeypatch.setattr(exports, "SECONDS_A_LETTER", longest + 1)
    with pytest.raises(TooMuchToPack, match=r"1 requests with 1 letters .* in 30 seconds"):
        zip_of_campaign(campaign, person)
    monkeypatch.setattr(exports, "SECONDS_A_LETTER", longest - 1)
    monkeypatch.setattr(exports, "SECONDS_A_REQUEST", 2)
    with pytest.raises(TooMuchToPack):
        zip_of_campaign(campaign, person)
    assert zip_of(request, person).testzip() is None


def test_more_requests_are_no_more_queries(person: Person, campaign: Campaign) -> None:
    counts = []
    for number in (2, 10):
        for _ in range(number):
            request = a_request(campaign=campaign)
            an_event(request, K.ACKNOWLEDGED, JUNE_15)
            an_attachment(request, f"a,b\n1,{request.pk}\n")
        with CaptureQueriesContext(connection) as asked:
            zip_of_campaign(campaign, person)
        counts.append(len(asked))
    assert counts[0] == counts[1]
