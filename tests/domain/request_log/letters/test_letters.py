"""Letters put together for real requests, and kept as they went out."""

import re
from datetime import date
from importlib import import_module
from itertools import combinations

import pytest
from django.apps import apps
from django.db import transaction

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Contact
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.deadlines.rules import AS_BUILT
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.event_kinds import EventKind, Status
from requests_app.domain.request_log.letters.citations import WHAT_IT_SAYS
from requests_app.domain.request_log.letters.documents import file_name
from requests_app.domain.request_log.letters.drafts import (
    MOST_OWED,
    campaign_text,
    draft,
    owed_draft,
    with_cases,
)
from requests_app.domain.request_log.letters.fields import FIELDS, Sender, address_lines, gap
from requests_app.domain.request_log.letters.kinds import LETTERS, LetterKind
from requests_app.domain.request_log.letters.mail import mailto
from requests_app.domain.request_log.letters.merging import UnknownField
from requests_app.domain.request_log.letters.operations import LetterHasGaps, record_letter
from requests_app.domain.request_log.letters.permitted import NotYet
from requests_app.domain.request_log.letters.texts import MISSING, STARTING_TEXT, TEXTS
from requests_app.domain.request_log.models import Campaign, Event, Letter, RecordsRequest
from requests_app.domain.request_log.models.letters import LetterIsKept
from requests_app.domain.request_log.operations import CannotDiscard, discard_request
from requests_app.domain.request_log.timeline import Happening, correct_event
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event

pytestmark = pytest.mark.django_db
K, L = EventKind, LetterKind
SENDER = Sender("Jo Ramirez", "Open Records Project", ("1455 Market Street",))
OLD = date(2026, 5, 1)  # received then, a determination was due on Mon 11 May 2026


def a_campaign(text: str = STARTING_TEXT, **values: object) -> Campaign:
    by = a_person(Role.LEAD)
    details = {"campaign": None, "name": "Round", "reporting_year": 2025, "lead": by, **values}
    return save_campaign(**details, text=text, by=by, at=NOW)


def drafted(kind: L, request: RecordsRequest):
    found = with_cases().get(pk=request.pk)
    return draft(kind, found, sender=SENDER, on=TODAY, rules=AS_BUILT)


def recorded(kind: L, *requests: RecordsRequest, body: str = "Words.", **values: object) -> Letter:
    details = {"subject": "Subject", "sender": SENDER, "by": a_person(), "at": NOW, **values}
    return record_letter(kind=kind, requests=requests, body=body, **details)


def ready_for(kind: L) -> RecordsRequest:
    """A request about which that letter may be written."""
    request = a_request(sent_on=None if kind == L.REQUEST else OLD)
    happened = {
        L.EXTENSION_CONTESTED: {"kind": K.EXTENSION_NOTICE, "names_on": date(2026, 6, 25)},
        L.FEE_CONTESTED: {"kind": K.FEE_ASKED, "amount": "$214.50"},
        L.REASONS_MISSING: {"kind": K.DETERMINATION_IN_PART},
        L.PORTAL_CLOSED: {"kind": K.PORTAL_CLOSED},
    }.get(kind)
    if happened:
        an_event(request, on=date(2026, 5, 20), **happened)
    return request


@pytest.mark.parametrize("kind", [kind for kind in L if kind != L.STILL_OWED])
def test_every_letter_is_whole(kind: L) -> None:
    letter = drafted(kind, ready_for(kind))
    text = f"{letter.subject}\n{letter.body}"
    assert not re.search(r"[{}]|\[.*not known\]|\n\n\n| {2}|None", text)
    assert text.endswith("Sincerely,\n\nJo Ramirez\nOpen Records Project")
    assert letter.requests[0][0].number in text


@pytest.mark.parametrize("kind", L)
def test_what_a_letter_cites_is_listed_beside_it(kind: L) -> None:
    """Every section in its words, but that of the Act itself, and nothing that it does not cite."""
    words = TEXTS[kind].body
    if "{missing}" in words:
        words += "".join(MISSING.values())
    for field, cites in {
        "duty": "§ 7922.535(a)",
        "law_citation": "§ 7922.535(a)",
        "awaited": "§ 7922.535(a)",
        "findings": "§ 7922.535(b)",
        "remedies": "§ 7923.000 § 7923.115",
    }.items():
        words += cites if f"{{{field}}}" in words else ""
    cited = set(re.findall(r"§ (79\d\d\.\d{3}(?:\([a-z]\))?)", words)) - {"7920.000"}
    cited |= {"NLG v. Hayward"} if "Hayward" in words else set()
    assert cited == set(LETTERS[kind].cites) <= set(WHAT_IT_SAYS)


def test_an_overdue_letter_takes_its_dates_from_the_clock() -> None:
    request = a_request(sent_on=OLD, claimed_received_on=date(2026, 5, 4))
    body = drafted(L.OVERDUE, request).body
    assert "was due on Monday 11 May 2026 (Gov. Code § 7922.535(a))." in body
    assert "gives you the most time ended on Thursday 14 May 2026." in body
    assert "Today, Monday 22 June 2026, it is 42 days late." in body


def test_silence_is_no_response_and_never_a_denial() -> None:
    body = drafted(L.OVERDUE, a_request(sent_on=OLD)).body
    assert "We have had no response." in body
    assert not re.search("denied|denial|refus", body)


def test_an_agency_that_was_heard_from_is_told_when() -> None:
    request = a_request(sent_on=OLD)
    an_event(request, K.ACKNOWLEDGED, date(2026, 5, 4))
    body = drafted(L.OVERDUE, request).body
    assert "We last heard from you on Monday 4 May 2026, without a determination." in body


def test_what_is_wrong_with_an_extension_is_said_in_the_words_of_the_clock() -> None:
    request = ready_for(L.EXTENSION_CONTESTED)
    letter = drafted(L.EXTENSION_CONTESTED, request)
    flags = letter.requests[0][1].clock.flags
    assert len(flags) > 1
    for number, flag in enumerate(flags, start=1):
        assert f"{number}. {flag.what} ({flag.citation})" in letter.body
    assert "the determination was due on Monday 11 May 2026." in letter.body


def test_a_fee_is_contested_as_it_was_asked() -> None:
    body = drafted(L.FEE_CONTESTED, ready_for(L.FEE_CONTESTED)).body
    assert "You asked for a fee ($214.50) on Wednesday 20 May 2026." in body


LACKING = {"in_writing": "Yours was not", "exemptions": "which exemption", "deciders": "name them"}


@pytest.mark.parametrize(
    "lacks", [set(some) for n in (1, 2, 3) for some in combinations(LACKING, n)]
)
def test_only_what_the_denial_lacks_is_asked_for(lacks: set[str]) -> None:
    request = a_request(sent_on=OLD)
    whole = {"in_writing": True, "exemptions": "§ 7923.600", "deciders": "Capt. Ana Ruiz"}
    given = {name: value for name, value in whole.items() if name not in lacks}
    an_event(request, K.DETERMINATION_DENIED, OLD, **{"in_writing": False} | given)
    body = drafted(L.REASONS_MISSING, request).body
    assert {name for name, words in LACKING.items() if words in body} == lacks


def test_the_request_letter_is_the_campaigns_text() -> None:
    text = "To {agency} about {year}: {{all}} records. {number}, {law}, {today}. {signer}"
    request = a_request(sent_on=None, campaign=a_campaign(text), agency=an_agency("Fresno PD"))
    assert drafted(L.REQUEST, request).body == (
        f"To Fresno PD about 2025: {{all}} records. {request.number}, California Public Records "
        "Act, Monday 22 June 2026. Jo Ramirez"
    )


def test_without_a_campaign_the_usual_words_go_out() -> None:
    body = drafted(L.REQUEST, a_request(sent_on=None)).body
    assert "Open Records Project requests these records" in body


def test_a_value_that_is_not_known_is_a_gap_that_keeps_the_letter_here() -> None:
    campaign = a_campaign("Received {received}, portal {portal_number}.{organisation_address}")
    request = a_request(sent_on=None, campaign=campaign)
    body = drafted(L.REQUEST, request).body
    assert body == f"Received {gap('received')}, portal {gap('portal_number')}.1455 Market Street"
    with pytest.raises(LetterHasGaps, match="Fill in what is not known yet"):
        recorded(L.REQUEST, request, body=body)
    assert not Letter.objects.exists()


def test_later_letters_repeat_what_was_asked_as_it_went_out() -> None:
    request = a_request(sent_on=OLD, campaign=a_campaign("For {year}:\n1. One\n2. Two\n\nBye"))
    assert "for:\n\n1. One\n2. Two\n\n" in drafted(L.FOLLOW_UP, request).body
    other = a_request(sent_on=None)
    recorded(L.REQUEST, other, body="Please send:\n1. What was written by hand")
    assert "1. What was written by hand" in drafted(L.FOLLOW_UP, other).body


def test_a_letter_that_was_taken_back_is_not_what_was_asked() -> None:
    request = a_request(sent_on=None, campaign=a_campaign("For {year}:\n1. One\n\nBye"))
    letter = recorded(L.REQUEST, request, body="Please send:\n1. What was written by hand")
    sent, by = letter.events.get(), request.created_by
    moved = correct_event(event=sent, happening=Happening(K.SENT, OLD), by=by, at=NOW)
    assert "1. What was written by hand" in drafted(L.FOLLOW_UP, request).body
    correct_event(event=moved, happening=Happening(K.CORRECTION, OLD), by=by, at=NOW)
    an_event(request, K.SENT, OLD)
    assert "for:\n\n1. One\n\n" in drafted(L.FOLLOW_UP, request).body


def test_a_campaign_with_an_unknown_field_is_not_saved() -> None:
    with pytest.raises(UnknownField):
        a_campaign("Dear {agncy}")
    assert not Campaign.objects.exists()


def test_braces_of_texts_that_were_there_before_mean_themselves() -> None:
    migration = import_module("requests_app.migrations.0007_letters_as_they_went_out")
    campaign = a_campaign("Plain.")
    Campaign.objects.filter(pk=campaign.pk).update(text="All of {these}.")
    migration.keep_braces(apps, None)
    campaign.refresh_from_db()
    assert campaign.text == "All of {{these}}."
    assert drafted(L.REQUEST, a_request(sent_on=None, campaign=campaign)).body == "All of {these}."
    migration.one_brace(apps, None)
    campaign.refresh_from_db()
    assert campaign.text == "All of {these}."


def test_a_preview_is_of_the_request_or_of_one_not_made_yet() -> None:
    campaign = a_campaign("{agency} {number} {year}")
    request = a_request(campaign=campaign, sent_on=None, reporting_year=2024)
    show = {"sender": SENDER, "on": TODAY, "rules": AS_BUILT}
    assert campaign_text(campaign, request.agency, **show) == (
        f"{request.agency} {request.number} 2024"
    )
    other = an_agency("Kern Sheriff")
    assert campaign_text(campaign, other, **show) == "Kern Sheriff TD-2026-0000 2025"


def test_every_field_can_stand_in_a_campaigns_text() -> None:
    campaign = a_campaign(" | ".join(f"{{{name}}}" for name in FIELDS))
    request = a_request(sent_on=OLD, campaign=campaign, portal_number="R-1")
    merged = campaign_text(
        campaign, request.agency, sender=SENDER, on=TODAY, rules=AS_BUILT
    )  # fmt: skip
    assert "not known" not in merged and "42 days" in merged


def test_where_a_letter_goes() -> None:
    agency = an_agency("Fresno PD")
    assert address_lines(agency) == ("Fresno PD", "Custodian of Records")
    for value, confirmed in [("old@example.org", None), ("new@example.org", TODAY)]:
        Contact.objects.create(
            agency=agency, kind="email", value=value, last_confirmed_on=confirmed
        )
    assert address_lines(agency)[2:] == ("By e-mail: new@example.org",)
    Contact.objects.create(agency=agency, kind="post", value="PO Box 1, Fresno, CA 93721")
    assert address_lines(agency)[2:] == ("PO Box 1", "Fresno, CA 93721")


# --- what is still owed ---


def owed(agency):
    return owed_draft(agency, sender=SENDER, on=TODAY, rules=AS_BUILT)


def test_one_letter_names_everything_that_an_agency_owes() -> None:
    agency = an_agency("Fresno PD")
    silent = a_request(agency=agency, sent_on=OLD, portal_number="R-7")
    promised = a_request(agency=agency, sent_on=OLD, subject="Audit logs")
    an_event(promised, K.DETERMINATION_DISCLOSABLE, date(2026, 5, 8))
    an_event(promised, K.ESTIMATE_GIVEN, date(2026, 5, 8), names_on=date(2026, 6, 1))
    closed = a_request(agency=agency, sent_on=date(2026, 5, 4), subject="Policies, 2025")
    an_event(closed, K.PORTAL_CLOSED, date(2026, 5, 6))
    a_request(agency=agency, sent_on=date(2026, 6, 18))  # not due yet
    later = a_request(agency=agency, sent_on=OLD)
    an_event(later, K.DETERMINATION_DISCLOSABLE, date(2026, 5, 8))
    an_event(later, K.ESTIMATE_GIVEN, date(2026, 5, 8), names_on=date(2026, 7, 1))
    a_request(sent_on=OLD)  # another agency's
    letter = owed(agency)
    assert [one.pk for one, _ in letter.requests] == [silent.pk, promised.pk, closed.pk]
    assert letter.subject == "What is outstanding on our records requests to you (3 requests)"
    assert (
        f"1. Records of CLETS misuse, 2025 (our number {silent.number}, your number R-7), sent on "
        "Friday 1 May 2026 and received the same day. A determination was due on Monday 11 May "
        "2026 (Gov. Code § 7922.535(a)) and is 42 days late. We have had no response.\n"
    ) in letter.body
    assert "Your estimate, Monday 1 June 2026, is past." in letter.body
    assert "3. Policies, 2025 (" in letter.body and "although no record came." in letter.body


def test_nothing_owed_says_from_when_something_may_be() -> None:
    agency = an_agency()
    with pytest.raises(NotYet, match="owes us nothing"):
        owed(agency)
    a_request(agency=agency)  # due today, Mon 22 June
    with pytest.raises(NotYet, match="the next may be from Tue 23 Jun 2026"):
        owed(agency)
    with pytest.raises(NotYet, match="does not bind"):
        owed(an_agency(records_law="none", level="tribal"))


def test_a_letter_holds_so_many_and_says_that_there_are_more() -> None:
    agency, by = an_agency(), a_person()
    for _ in range(MOST_OWED + 1):
        a_request(agency=agency, sent_on=OLD, by=by)
    letter = owed(agency)
    assert (len(letter.requests), letter.more) == (MOST_OWED, True)


# --- recording it as sent ---


@pytest.mark.parametrize("kind", [kind for kind in L if kind != L.STILL_OWED])
def test_recording_keeps_the_words_and_the_event(kind: L) -> None:
    request = ready_for(kind)
    letter = recorded(kind, request, body="Words {kept} as typed.\r\n\r\nBye")
    event = request.events.get(letter=letter)
    assert (event.kind, event.on) == (LETTERS[kind].event, TODAY)
    assert letter.body == "Words {kept} as typed.\n\nBye"
    assert letter.letterhead == "Open Records Project\n1455 Market Street"
    assert letter.recipient.startswith(request.agency.name)
    assert AuditEntry.objects.filter(verb="recorded letter", subject_id=str(letter.pk)).exists()


def test_the_request_letter_sends_the_request() -> None:
    request = a_request(sent_on=None)
    recorded(L.REQUEST, request)
    request.refresh_from_db()
    assert (request.status, request.sent_on) == (Status.AWAITING, TODAY)
    assert request.due_on == date(2026, 7, 2)


def test_the_owed_letter_is_one_letter_with_an_event_on_each() -> None:
    agency = an_agency()
    requests = [a_request(agency=agency, sent_on=OLD) for _ in range(3)]
    letter = recorded(L.STILL_OWED, *requests)
    assert [event.records_request_id for event in letter.events.order_by("pk")] == [
        request.pk for request in requests
    ]


def test_one_that_stands_otherwise_by_now_stops_all_of_it() -> None:
    agency = an_agency()
    requests = [a_request(agency=agency, sent_on=OLD) for _ in range(2)]
    an_event(requests[1], K.FULL_RELEASE, TODAY)
    before = Event.objects.count()
    with pytest.raises(NotYet), transaction.atomic():
        recorded(L.STILL_OWED, *requests)
    assert (Letter.objects.count(), Event.objects.count()) == (0, before)


def test_a_second_click_keeps_one_letter_even_of_what_is_sent_by_then() -> None:
    request, key = a_request(sent_on=None), "8d9f4a52-7d8c-4a43-9a53-6f4b9f4c1f10"
    first = recorded(L.REQUEST, request, form_key=key)
    assert recorded(L.REQUEST, request, form_key=key) == first
    assert (Letter.objects.count(), request.events.count()) == (1, 1)
    with pytest.raises(NotYet):
        recorded(L.REQUEST, request, form_key="another")


def test_a_letter_that_went_out_is_never_changed() -> None:
    letter = recorded(L.FOLLOW_UP, a_request())
    letter.body = "Other words."
    with pytest.raises(LetterIsKept):
        letter.save()


def test_a_request_whose_letter_is_kept_is_not_discarded() -> None:
    request = a_request(sent_on=None)
    recorded(L.REQUEST, request)
    with pytest.raises(CannotDiscard):
        discard_request(records_request=request, by=a_person(), at=NOW)


# --- out of the house ---


def test_a_file_is_named_so_that_a_person_finds_it_again() -> None:
    name = file_name(about="TD-2026-0042", kind=L.OVERDUE, on=TODAY, ending="pdf")
    assert name == "TD-2026-0042 overdue letter 2026-06-22.pdf"
    odd = file_name(about="A/B: \\c\x00\u202e ?", kind=L.STILL_OWED, on=TODAY, ending="docx")
    assert odd == "A B c letter about all that is owed 2026-06-22.docx"
    assert len(file_name(about="x" * 500, kind=L.OVERDUE, on=TODAY, ending="pdf")) < 130


def test_a_mail_address_carries_everything_encoded() -> None:
    address = mailto(to="a b?&@example.org", subject="A & B = 50% #1", body="§ 1\r\nx\n\ny?é")
    assert address == (
        "mailto:a%20b%3F%26@example.org?subject=A%20%26%20B%20%3D%2050%25%20%231"
        "&body=%C2%A7%201%0D%0Ax%0D%0A%0D%0Ay%3F%C3%A9"
    )
