"""The clock statement: everything in it is the clock's, and it says what it leaves out."""

import io
from datetime import date
from typing import Any

import pdfplumber
import pytest

from requests_app.domain.case_files.statement import ClockStatement, clock_statement
from requests_app.domain.case_files.statement_data import as_data, as_pdf
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.models import Attachment, RecordsRequest
from requests_app.domain.request_log.recompute import clock_of
from requests_app.domain.request_log.timeline import Happening, correct_event
from requests_app.domain.statute_book.rules import rules_in_force
from tests.builders import NOW, TODAY, a_request, an_agency, an_attachment, an_event

pytestmark = pytest.mark.django_db


def june(day: int) -> date:
    return date(2026, 6, day)


def told(*story: tuple[K, int], **values: Any) -> RecordsRequest:
    request = a_request(**values)
    for kind, day in story:
        an_event(request, kind, june(day))
    return request


def stated(request: RecordsRequest, on: date = TODAY) -> ClockStatement:
    return clock_statement(request, on=on, made_at=NOW, rules=rules_in_force())


def what(statement: ClockStatement) -> list[str]:
    return [line.what for line in statement.chronology]


def text_of(statement: ClockStatement) -> str:
    with pdfplumber.open(io.BytesIO(as_pdf(statement))) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


WAITED = ((K.CLARIFICATION_ASKED, 12), (K.CLARIFICATION_ANSWERED, 16))


def test_the_days_of_both_sides_are_the_clocks() -> None:
    request = told(*WAITED, (K.FEE_ASKED, 18), (K.FEE_PAID, 19))
    found = stated(request)
    assert [(one.who, one.days, one.why) for one in found.held] == [
        ("The agency", 3, "Received"),
        ("The requester", 4, "Clarification asked"),
        ("The agency", 2, "Clarification answered"),
        ("The requester", 1, "Fee asked"),
        ("The agency", 3, "Fee paid"),
    ]
    clock = clock_of(request, on=TODAY, rules=rules_in_force())
    for who, days in (
        ("The agency", clock.days_with_agency),
        ("The requester", clock.days_with_us),
    ):
        assert sum(one.days for one in found.held if one.who == who) == days


def test_until_the_determination_the_days_are_counted_apart() -> None:
    found = stated(told(*WAITED, (K.DETERMINATION_IN_PART, 19), (K.FEE_ASKED, 20)))
    assert found.until_determined == (6, 4)
    assert (found.clock.days_with_agency, found.clock.days_with_us) == (7, 6)
    assert as_data(found)["totals"] == [
        ["With the agency, until it determined", 6],
        ["With the requester, until the agency determined", 4],
        ["With the agency, altogether", 7],
        ["With the requester, altogether", 6],
    ]


VERDICTS = [
    ([], 15, "No determination is recorded up to Mon 15 Jun 2026, day 6; it was not overdue yet."),
    ([], 22, "No determination is recorded up to Mon 22 Jun 2026, day 13; it was not overdue yet."),
    ([], 24, "No determination is recorded up to Wed 24 Jun 2026, day 15: 2 days late, on every "
             "reading."),
    ([(K.DETERMINATION_DENIED, 19)], 24,
     "The agency determined on Fri 19 Jun 2026, day 10: in time."),
    ([(K.FULL_RELEASE, 22)], 24, "The agency determined on Mon 22 Jun 2026, day 13: in time."),
]  # fmt: skip


@pytest.mark.parametrize(("story", "day", "sentence"), VERDICTS)
def test_in_time_or_late_as_of_a_day(story: list, day: int, sentence: str) -> None:
    assert stated(told(*story), june(day)).verdict == (sentence,)


@pytest.mark.parametrize(
    ("day", "ending"),
    [
        (23, "1 day late, though not on the reading that gives Thu 25 Jun 2026."),
        (25, "3 days late, though not on the reading that gives Thu 25 Jun 2026."),
        (27, "5 days late, and 2 days beyond the latest arguable date."),
    ],
)
def test_late_on_which_reading(day: int, ending: str) -> None:
    found = stated(a_request(claimed_received_on=june(15)), june(day))
    assert found.verdict[0].endswith(ending)
    assert "as the agency claims" in found.latest.name
    assert found.earliest == found.due.readings[0]


@pytest.mark.parametrize(
    ("stated_on", "sentence"),
    [
        (25, "The agency itself stated Thu 25 Jun 2026 as its date: 3 days after the statute’s."),
        (19, "The agency itself stated Fri 19 Jun 2026 as its date: 3 days before the statute’s."),
        (22, "The agency itself stated Mon 22 Jun 2026 as its date, which is the statute’s."),
    ],
)
def test_the_agencys_own_clock_and_the_gap(stated_on: int, sentence: str) -> None:
    assert sentence in stated(a_request(agency_due_on=june(stated_on))).verdict


def test_waiting_for_the_requester_is_said_and_moves_nothing() -> None:
    found = stated(told((K.FEE_ASKED, 12)), june(24))
    assert "2 days late" in found.verdict[0]
    assert found.verdict[1].startswith("Since Fri 12 Jun 2026 the agency has been waiting")


def test_a_body_without_a_dated_law_and_a_request_without_receipt() -> None:
    tribe = stated(a_request(agency=an_agency(level="tribal", records_law="none")))
    assert tribe.due is None and tribe.earliest is None
    assert "a tribe is none" in tribe.verdict[0]
    posted = stated(a_request(method="post"))
    assert posted.held == () and posted.verdict[0].startswith("No receipt is recorded")
    unsent = stated(a_request(sent_on=None))
    assert unsent.chronology == ()
    for one in (tribe, posted, unsent):
        assert text_of(one).startswith("Clock statement")


def test_before_the_day_of_receipt_nothing_was_due() -> None:
    found = stated(a_request(), june(8))
    assert found.verdict == ("On Mon 8 Jun 2026 the request had not been received.",)
    assert (found.chronology, found.held) == ((), ())


def test_later_events_and_files_are_no_part_of_it() -> None:
    request = told((K.ACKNOWLEDGED, 12), (K.DETERMINATION_DENIED, 19))
    an_attachment(request, "a,b\n1,2\n")
    found = stated(request, june(15))
    assert what(found) == ["Sent", "Received: day 0", "Acknowledged"]
    assert found.originals == ()


def test_corrections_are_noted_as_such_and_notes_are_left_out() -> None:
    request = told((K.NOTE, 10))
    wrong = an_event(request, K.ACKNOWLEDGED, june(12))
    gone = an_event(request, K.FEE_ASKED, june(13))
    by = request.created_by
    right = Happening(kind=K.CLARIFICATION_ASKED, on=june(14))
    correct_event(event=wrong, happening=right, by=by, at=NOW)
    correct_event(event=gone, happening=Happening(kind=K.CORRECTION, on=june(13)), by=by, at=NOW)
    found = stated(request)
    assert what(found) == ["Sent", "Received: day 0", "Correction", "Clarification asked"]
    assert found.chronology[2].details == ("Takes back “Fee asked” of Sat 13 Jun 2026.",)
    assert found.chronology[3].details == (
        "Corrected on Mon 22 Jun 2026; until then recorded as “Acknowledged” of Fri 12 Jun 2026.",
    )
    assert found.held[1].why == "Clarification asked"
    assert found.notes_left_out == 1


@pytest.mark.parametrize(
    ("kind", "citation"),
    [
        (K.EXTENSION_NOTICE, "Gov. Code § 7922.535(b)"),
        (K.DETERMINATION_DENIED, "Gov. Code §§ 7922.000, 7922.540"),
        (K.DETERMINATION_NO_RECORDS, "Gov. Code § 7922.535(a)"),
        (K.FEE_ASKED, "Gov. Code §§ 7922.530, 7922.575"),
        (K.ACKNOWLEDGED, ""),
    ],
)
def test_each_event_cites_its_rule(kind: K, citation: str) -> None:
    assert stated(told((kind, 15))).chronology[-1].citation == citation


def test_a_rule_is_not_cited_by_the_number_it_did_not_have_yet() -> None:
    request = a_request(sent_on=date(2021, 6, 1))
    for kind in (K.FEE_ASKED, K.EXTENSION_NOTICE):
        an_event(request, kind, date(2021, 6, 5))
    asked, noticed = stated(request).chronology[-2:]
    assert (asked.citation, noticed.citation) == ("", "Gov. Code § 6253(c)")


def test_flags_are_in_their_words() -> None:
    request = a_request()
    an_event(request, K.EXTENSION_NOTICE, june(15), in_writing=False)
    found = as_data(stated(request))
    words = [flag for flag, _ in found["flags"]]
    assert any("was not given in writing" in one for one in words)
    assert any("does not name the date" in one for one in words)
    assert ["Not in writing."] in [details for *_, details, _ in found["chronology"]]


def test_a_denial_is_told_with_what_it_cites_whom_it_names_and_what_it_lacks() -> None:
    request = a_request()
    cited = {"exemptions": "§ 7923.600", "deciders": "Capt. Ana Ruiz, Records"}
    an_event(request, K.DETERMINATION_IN_PART, june(17), **cited)
    an_event(request, K.DETERMINATION_DENIED, june(19))
    found = as_data(stated(request))
    details = [details for *_, details, _ in found["chronology"]]
    said = ["Exemptions cited: § 7923.600.", "Named as responsible: Capt. Ana Ruiz, Records."]
    assert said in details
    assert found["flags"] == [
        ["The determination of Fri 19 Jun 2026 cites no exemption.", "Gov. Code § 7922.000"],
        ["The determination of Fri 19 Jun 2026 names nobody as responsible for it.",
         "Gov. Code § 7922.540(b)"],
    ]  # fmt: skip
    assert as_data(stated(request, june(18)))["flags"] == []


def test_originals_are_named_with_their_hash_and_restricted_ones_only_counted() -> None:
    request = a_request()
    kept = an_attachment(request, "a,b\n1,2\n", "answer.csv")
    hidden = an_attachment(request, "c,d\n1,2\n", "secret.csv")
    Attachment.objects.filter(pk=hidden.pk).update(state=Attachment.State.RESTRICTED)
    found = stated(request)
    assert (found.originals, found.originals_left_out) == ((kept,), 1)
    text = text_of(found)
    assert kept.sha256 in text and "answer.csv" in text
    assert "secret.csv" not in text and hidden.sha256 not in text
    assert "Left out, restricted or with a redacted copy: 1" in text


def test_the_pdf_says_what_the_statement_says_and_its_text_can_be_selected() -> None:
    request = told(*WAITED, agency=an_agency("Fresno Police Department"), portal_number="25-4471")
    found = stated(request, june(24))
    text = " ".join(text_of(found).split())
    for words in (
        "Fresno Police Department", request.number, "25-4471", "as of Wed 24 Jun 2026",
        "2 days late", "Clarification answered", "Code Civ. Proc. § 12a", "The requester",
        "With the requester, altogether 4", "Made with Tenth Day", "Page 1 of",
        "judicial holidays",
    ):  # fmt: skip
        assert words.lower() in text.lower(), words


def test_what_people_wrote_is_text_and_no_markup() -> None:
    nasty = '#panic("x") $x^2$ *bold* _it_ `raw` \\ @ref <label> // end " \u202egnp.exe\x07 \x00'
    request = a_request(subject=nasty.replace("\x00", ""), agency=an_agency("#set text(1pt)"))
    an_event(request, K.ACKNOWLEDGED, june(12), note=nasty.replace("\x00", "") + "\n= Heading")
    found = stated(request)
    text = text_of(found)
    assert "#set text(1pt)" in text
    assert '#panic("x") $x^2$ *bold* _it_ `raw` \\ @ref <label> // end " gnp.exe' in text
    assert "= Heading" in text


def test_the_same_statement_is_the_same_file() -> None:
    found = stated(told(*WAITED))
    assert as_pdf(found) == as_pdf(found)


def test_a_long_story_goes_over_pages_with_its_head_on_each() -> None:
    request = a_request()
    an_event(request, K.ACKNOWLEDGED, june(11), note="A very long answer. " * 500)
    for number in range(40):
        an_event(request, K.FOLLOW_UP_SENT, june(12), note=f"Reminder {number}.")
    with pdfplumber.open(io.BytesIO(as_pdf(stated(request)))) as pdf:
        pages = [page.extract_text() for page in pdf.pages]
    assert len(pages) > 3
    assert all(f"Page {n} of {len(pages)}" in text for n, text in enumerate(pages, 1))
    assert all(request.number in text for text in pages)
    assert sum(text.count("answer.") for text in pages) == 500
    assert "Reminder 39." in "".join(pages)
