"""Writing a letter in the workspace: its words, its files, and recording it with one click."""

import io
from datetime import date, timedelta
from typing import Any

import docx
import pdfplumber
import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Contact
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.dates import shown
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.letters.kinds import LetterKind
from requests_app.domain.request_log.membership import restrict_campaign
from requests_app.domain.request_log.models import Letter, RecordsRequest
from requests_app.domain.request_log.timeline import Happening, correct_event
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event
from tests.staff_site.doors import a_letter, browser_of, errors, signed_in, texts
from tests.staff_site.restricted import a_campaign

pytestmark = pytest.mark.django_db
OLD = date(2026, 5, 1)
K = EventKind


@pytest.fixture(autouse=True)
def letterhead(settings: Any) -> None:
    settings.ORGANISATION_NAME = "Open Records Project"
    settings.ORGANISATION_ADDRESS = ("1455 Market Street", "San Francisco, CA 94103")


def address_of(request: RecordsRequest, kind: str = "overdue") -> str:
    return f"/staff/requests/{request.pk}/letters/{kind}/"


def as_shown(client: Client, address: str) -> dict[str, Any]:
    """What the form sends when nothing is changed."""
    form = client.get(address).context["form"]
    return {name: form[name].value() for name in form.fields}


def test_the_letter_is_shown_with_what_it_rests_on(staff: Client) -> None:
    request = a_request(sent_on=OLD, claimed_received_on=date(2026, 5, 4))
    page = texts(staff.get(address_of(request)))
    for words in (
        "it is 42 days late",  # the letter
        "How the date was reached",
        "day 10 is Monday 11 May 2026: due",
        "Gov. Code § 7923.000",
        "Any person may enforce",
        "No contact is known",
        str(staff.person),
    ):
        assert words in page, words


def test_not_now_says_why_and_from_when(staff: Client) -> None:
    request = a_request()  # due today
    response = staff.get(address_of(request))
    assert "May be written from Tue 23 Jun 2026" in texts(response)
    assert response.context["form"] is None


def test_there_is_no_such_letter(staff: Client) -> None:
    assert staff.get(address_of(a_request(), "angry")).status_code == 404


def test_all_that_is_owed_is_written_at_the_agency(staff: Client) -> None:
    request = a_request()
    response = staff.get(address_of(request, "owed"))
    assert response.url == f"/staff/agencies/{request.agency_id}/letter/"


def test_a_page_of_a_request_offers_what_can_be_written_and_says_why_not(staff: Client) -> None:
    request = a_request(sent_on=OLD)
    page = texts(staff.get(f"/staff/requests/{request.pk}/"))
    assert f'class="button primary" href="{address_of(request)}">Write the overdue letter' in page
    assert f'href="{address_of(request, "follow-up")}"' in page
    assert f'href="{address_of(request, "fee")}"' not in page
    assert "No fee is asked that is still open." in page
    assert f'href="/staff/agencies/{request.agency_id}/letter/"' in page


def test_a_notice_with_a_defect_leads_to_the_letter_that_contests_it(staff: Client) -> None:
    request = a_request()
    link = f'href="{address_of(request, "extension")}"'
    assert link not in texts(staff.get(f"/staff/requests/{request.pk}/"))
    an_event(request, K.EXTENSION_NOTICE, TODAY, names_on=date(2026, 7, 3))  # without a ground
    assert link in texts(staff.get(f"/staff/requests/{request.pk}/"))
    assert "no reason that the law knows" in texts(staff.get(address_of(request, "extension")))


def test_a_reader_is_offered_no_letter(db: None) -> None:
    page = texts(signed_in(Role.READER).get(f"/staff/requests/{a_request(sent_on=OLD).pk}/"))
    assert "letters/" not in page and "Write the" not in page


# --- recording it ---


def test_one_click_records_it_and_the_timeline_leads_to_its_words(staff: Client) -> None:
    request = a_request(sent_on=OLD)
    typed = as_shown(staff, address_of(request)) | {"body": "In other words.", "act": "record"}
    page = staff.post(address_of(request), typed, follow=True)
    letter = Letter.objects.get()
    assert "Recorded: Follow-up sent. The letter is kept as it went out." in texts(page)
    assert f'href="/staff/letters/{letter.pk}/"' in texts(page)
    read = texts(staff.get(f"/staff/letters/{letter.pk}/"))
    assert "In other words." in read and "Open Records Project" in read
    assert letter.made_by == staff.person


def test_one_that_names_a_kept_request_as_well_is_no_dead_link(staff: Client) -> None:
    lead = a_person(Role.LEAD)
    request, campaign = a_request(sent_on=OLD), a_campaign(lead)
    kept = a_request(agency=request.agency, sent_on=OLD, campaign=campaign, by=lead)
    letter = a_letter(request, also=[kept])
    restrict_campaign(campaign=campaign, by=lead, at=NOW)
    page, address = f"/staff/requests/{request.pk}/", f"/staff/letters/{letter.pk}/"
    for client, there in ((staff, False), (browser_of(lead), True)):
        shown = texts(client.get(page))
        assert "Follow-up sent" in shown
        assert (f'href="{address}"' in shown) is there
        assert client.get(address).status_code == (200 if there else 404)


def test_a_second_click_records_once(staff: Client) -> None:
    request = a_request(sent_on=None)
    address = address_of(request, "request")
    typed = as_shown(staff, address) | {"act": "record"}
    for _ in range(2):
        assert staff.post(address, typed).url == f"/staff/requests/{request.pk}/"
    assert Letter.objects.count() == 1
    assert [event.kind for event in request.events.all()] == [K.SENT]


def test_a_second_tab_is_told_that_it_went_out_already_and_asked(staff: Client) -> None:
    request = a_request(sent_on=OLD)
    address = address_of(request, "follow-up")
    first, second = (as_shown(staff, address) | {"act": "record"} for _ in range(2))
    staff.post(address, first)
    asked = staff.post(address, second | {"body": "My own words."})
    assert asked.status_code == 422
    assert (
        f"“Follow-up letter” went out already on Mon 22 Jun 2026, on {request.number}. Nothing was "
        "recorded: record it again all the same?"
    ) in texts(asked)
    assert "Record it again all the same</button>" in texts(asked)
    assert asked.context["form"]["body"].value() == "My own words."
    assert Letter.objects.count() == 1
    seen = asked.context["form"]["went_out_seen"].value()
    for _ in range(2):
        staff.post(address, second | {"went_out_seen": seen})
    assert Letter.objects.count() == 2


@pytest.mark.parametrize(
    ("since", "is_asked"),
    [(None, True), (EventKind.ACKNOWLEDGED, False), (EventKind.NOTE, False)],
)
def test_a_letter_is_asked_about_while_nothing_has_happened_since_it(
    staff: Client, since: EventKind | None, is_asked: bool
) -> None:
    request = a_request(sent_on=OLD)
    a_letter(request, at=NOW - timedelta(days=20))
    if since:
        an_event(request, since, TODAY - timedelta(days=5))
    address = address_of(request, "follow-up")
    answer = staff.post(address, as_shown(staff, address) | {"act": "record"})
    assert (answer.status_code == 422) is is_asked
    assert ("went out already on Tue 2 Jun 2026" in texts(answer)) is is_asked


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=3)])
def test_a_letter_whose_sending_was_set_right_is_asked_about_as_before(
    staff: Client, day: date
) -> None:
    request = a_request(sent_on=OLD)
    sent = a_letter(request).events.get()
    told = Happening(EventKind(sent.kind), day, note="By mail and by fax.")
    correct_event(event=sent, happening=told, by=staff.person, at=NOW)
    address = address_of(request, "follow-up")
    answer = staff.post(address, as_shown(staff, address) | {"act": "record"})
    assert f"went out already on {shown(day)}" in texts(answer)
    assert Letter.objects.count() == 1


def test_a_letter_that_was_taken_back_or_of_another_kind_is_not_asked_about(staff: Client) -> None:
    request = a_request(sent_on=OLD)
    staff.post(f"/staff/events/{a_letter(request).events.get().pk}/take-back/")
    for kind in ("follow-up", "overdue"):
        address = address_of(request, kind)
        typed = as_shown(staff, address) | {"act": "record"}
        assert staff.post(address, typed).status_code == 302


def test_what_is_owed_is_asked_about_where_it_was_written_today(staff: Client) -> None:
    agency = an_agency()
    requests = [a_request(agency=agency, sent_on=OLD) for _ in range(2)]
    address = f"/staff/agencies/{agency.pk}/letter/"
    staff.post(address, as_shown(staff, address) | {"act": "record"})
    answer = staff.post(address, as_shown(staff, address) | {"act": "record"})
    assert f"on {requests[0].number} and 1 more" in texts(answer)
    assert Letter.objects.count() == 1


def test_nobody_writes_as_your_organisation_unwarned(staff: Client, settings: Any) -> None:
    request = a_request(sent_on=OLD)
    warning = "it says “Your organisation” in place of a name"
    assert warning not in texts(staff.get(address_of(request)))
    settings.ORGANISATION_NAME = "Your organisation"
    page = texts(staff.get(address_of(request)))
    assert warning in page and "ORGANISATION_NAME" in page


@pytest.mark.parametrize(
    ("said", "cited"),
    [
        ({"exemptions": "Gov. Code § 7923.600"}, ["7922.540", "7922.525"]),
        ({"deciders": "A. Chief"}, ["7922.000", "7922.525"]),
        ({}, ["7922.000", "7922.540", "7922.525"]),
    ],
)
def test_the_page_lists_what_the_letter_cites_and_no_more(
    staff: Client, said: dict[str, str], cited: list[str]
) -> None:
    request = a_request(sent_on=OLD)
    an_event(request, K.DETERMINATION_DENIED, TODAY, **said)
    shown = staff.get(address_of(request, "reasons")).context["citations"]
    assert [one.cite for one in shown] == [f"Gov. Code § {section}" for section in cited]


def test_one_request_that_is_owed_is_written_about_as_one(staff: Client) -> None:
    request = a_request(sent_on=OLD)
    form = staff.get(f"/staff/agencies/{request.agency_id}/letter/").context["form"]
    assert form["subject"].value() == (
        f"What is outstanding on our records request to you ({request.number})"
    )
    body = form["body"].value()
    assert "Please tell us whether you have" in body
    for plural in ("of each", "1. ", "some of them", "requests"):
        assert plural not in body, plural


def test_taking_it_back_leaves_the_letter_to_be_read(staff: Client) -> None:
    request = a_request(sent_on=OLD)
    letter = a_letter(request)
    staff.post(f"/staff/events/{letter.events.get().pk}/take-back/")
    assert "taken back or corrected since" in texts(staff.get(f"/staff/letters/{letter.pk}/"))


def test_what_changed_meanwhile_keeps_what_was_typed_and_records_nothing(staff: Client) -> None:
    request = a_request(sent_on=OLD)
    typed = as_shown(staff, address_of(request)) | {"body": "My own words.", "act": "record"}
    an_event(request, K.DETERMINATION_DISCLOSABLE, TODAY)
    response = staff.post(address_of(request), typed)
    assert response.status_code == 422
    assert "has made its determination: write a follow-up. Nothing was recorded." in texts(response)
    assert response.context["form"]["body"].value() == "My own words."
    assert not Letter.objects.exists()


def test_a_gap_is_filled_in_before_it_goes_out(staff: Client) -> None:
    request = a_request(sent_on=OLD)
    gap = "[the day it was received: not known]"
    typed = as_shown(staff, address_of(request)) | {"body": f"Since {gap}", "act": "record"}
    response = staff.post(address_of(request), typed)
    assert errors(response)["body"] == [f"Fill in what is not known yet: {gap}."]
    assert "To fill in before it goes out:" in texts(response)


@pytest.mark.parametrize("values", [{"requests": "1,x"}, {"requests": ""}, {"body": " "},
                                    {"subject": "x" * 401}, {"form_key": "x"}])  # fmt: skip
def test_an_odd_form_records_nothing(staff: Client, values: dict[str, str]) -> None:
    request = a_request(sent_on=OLD)
    typed = as_shown(staff, address_of(request)) | values | {"act": "record"}
    assert staff.post(address_of(request), typed).status_code == 422
    assert not Letter.objects.exists()


def test_a_letter_names_no_request_but_its_own(staff: Client) -> None:
    request, other = a_request(sent_on=OLD), a_request(sent_on=OLD)
    typed = as_shown(staff, address_of(request)) | {"act": "record"}
    for pks in (f"{other.pk}", f"{request.pk},{other.pk}"):
        response = staff.post(address_of(request), typed | {"requests": pks})
        assert "is not this agency's" in texts(response)
    assert not Letter.objects.exists()


def test_what_is_owed_is_recorded_on_each_request(staff: Client) -> None:
    agency = an_agency()
    requests = [a_request(agency=agency, sent_on=OLD) for _ in range(3)]
    address = f"/staff/agencies/{agency.pk}/letter/"
    assert "records “Follow-up sent” on each of the 3 requests" in texts(staff.get(address))
    typed = as_shown(staff, address) | {"act": "record"}
    for _ in range(2):
        page = staff.post(address, typed, follow=True)
        assert "Recorded on 3 requests." in texts(page)
    letter = Letter.objects.get()
    assert letter.kind == LetterKind.STILL_OWED
    for request in requests:
        assert request.events.get(kind=K.FOLLOW_UP_SENT).letter == letter


def test_what_is_owed_is_shown_again_with_what_it_lists(staff: Client) -> None:
    agency = an_agency()
    requests = [a_request(agency=agency, sent_on=OLD) for _ in range(2)]
    address = f"/staff/agencies/{agency.pk}/letter/"
    page = staff.post(address, as_shown(staff, address) | {"body": "Mine.", "act": "look"})
    assert [one for one, _ in page.context["desk"].cases] == requests
    assert "on each of the 2 requests" in texts(page)


# --- out of the house ---


def text_of_pdf(response: Any) -> str:
    with pdfplumber.open(io.BytesIO(response.getvalue())) as file:
        text = "\n".join(page.extract_text() for page in file.pages)
    return " ".join(text.replace("\xa0", " ").split())


def test_the_pdf_is_of_what_was_typed(staff: Client) -> None:
    request = a_request(sent_on=OLD, agency=an_agency("Fresno Police Department"))
    body = 'Dear all,\n\n1. #read("/etc/passwd")\n\n$x$ § 7922.535'
    typed = as_shown(staff, address_of(request)) | {"body": body, "act": "pdf"}
    response = staff.post(address_of(request), typed)
    assert response["Content-Type"] == "application/pdf"
    name = f"{request.number} overdue letter 2026-06-22.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    text = text_of_pdf(response)
    for words in (
        "Open Records Project",
        "1455 Market Street",
        "Monday 22 June 2026 Fresno Police Department Custodian of Records",
        f"Re: Overdue: determination on our records request ({request.number})",
        '1. #read("/etc/passwd") $x$ § 7922.535',
        f"{request.number} Page 1 of 1",
    ):
        assert words in text, words
    assert not Letter.objects.exists()


def test_the_word_file_says_the_same(staff: Client) -> None:
    request = a_request(sent_on=OLD)
    typed = as_shown(staff, address_of(request)) | {"act": "docx"}
    response = staff.post(address_of(request), typed)
    assert response["Content-Disposition"].endswith('overdue letter 2026-06-22.docx"')
    paragraphs = [one.text for one in docx.Document(io.BytesIO(response.getvalue())).paragraphs]
    text = "\n".join(paragraphs)
    assert "it is 42 days late" in text and typed["subject"] in text
    assert paragraphs[-1] == f"{staff.person}\nOpen Records Project"


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_letter_that_went_out_is_a_file_as_it_was(staff: Client, ending: str, settings) -> None:
    request = a_request(sent_on=OLD, agency=an_agency("Fresno PD"))
    letter = a_letter(request, body="As it was.")
    settings.ORGANISATION_NAME = "Another Name By Now"
    response = staff.get(f"/staff/letters/{letter.pk}/{ending}/")
    assert f"{request.number} follow-up letter 2026-06-22.{ending}" in str(response.headers)
    if ending == "pdf":
        text = text_of_pdf(response)
        assert "As it was." in text and "Another Name" not in text


def test_who_takes_a_letter_out_is_on_record(staff: Client) -> None:
    agency = an_agency("Fresno PD")
    request = a_request(sent_on=OLD, agency=agency)
    letter = a_letter(a_request(sent_on=OLD))
    staff.post(address_of(request), as_shown(staff, address_of(request)) | {"act": "pdf"})
    owed = f"/staff/agencies/{agency.pk}/letter/"
    staff.post(owed, as_shown(staff, owed) | {"act": "docx"})
    staff.get(f"/staff/letters/{letter.pk}/docx/")
    taken = AuditEntry.objects.filter(verb="exported letter", actor=staff.person).order_by("pk")
    assert [(e.subject_kind, e.subject_id, e.details) for e in taken] == [
        ("recordsrequest", str(request.pk), {"letter": "overdue", "format": "pdf"}),
        ("agency", str(agency.pk), {"letter": "owed", "format": "docx"}),
        ("letter", str(letter.pk), {"letter": "follow-up", "format": "docx"}),
    ]


def test_the_mail_is_addressed_and_a_long_one_is_warned_of(staff: Client) -> None:
    request = a_request(sent_on=None)
    Contact.objects.create(agency=request.agency, kind="email", value="records@example.org")
    address = address_of(request, "request")
    page = staff.get(address)
    assert page.context["mailto"].startswith("mailto:records@example.org?subject=Public%20rec")
    assert page.context["mailto_is_long"]
    assert 'id="mailto-is-long">' in page.content.decode()
    typed = as_shown(staff, address) | {"body": "Short.", "act": "look"}
    page = staff.post(address, typed)
    assert page.status_code == 200
    assert page.context["mailto"].endswith("&body=Short.")
    assert 'id="mailto-is-long" hidden>' in page.content.decode()


# --- the text of a campaign ---


@pytest.fixture
def lead(db: None) -> Client:
    return signed_in(Role.LEAD)


def test_a_new_campaign_begins_with_a_text(lead: Client) -> None:
    page = texts(lead.get("/staff/campaigns/new/"))
    assert "the misuse of CLETS" in page and "§ 7922.530" in page
    assert "{days_late}" in page  # one of the fields that are listed


def test_an_unknown_field_is_refused_beside_the_text(lead: Client) -> None:
    typed = {"name": "Round", "reporting_year": "2025", "text": "Dear {agncy}"}
    response = lead.post("/staff/campaigns/new/", typed)
    [refusal] = errors(response)["text"]
    assert "There is no field {agncy}." in refusal and "{agency}" in refusal
    lead.post("/staff/campaigns/new/", typed | {"text": "Dear {agency} {{all}}"})
    campaign, _ = lead.get("/staff/campaigns/").context["rows"][0]
    assert campaign.text == "Dear {agency} {{all}}"


def test_a_campaign_shows_its_text_as_one_agency_gets_it(lead: Client) -> None:
    typed = {"name": "Round", "reporting_year": "2025", "text": "Dear {agency}, {year} {{x}}"}
    page = lead.post("/staff/campaigns/new/", typed, follow=True)
    campaign = page.context["campaign"]
    assert "Dear {agency}" in texts(page)  # nobody is asked yet
    a_request(campaign=campaign, agency=an_agency("Alpha Police"), sent_on=None)
    assert "Dear Alpha Police, 2025 {x}" in texts(lead.get(f"/staff/campaigns/{campaign.pk}/"))
    address = f"/staff/campaigns/{campaign.pk}/text/"
    assert "Dear Alpha Police, 2025 {x}" in texts(lead.get(address))
    an_agency("Omega Sheriff")
    found = texts(lead.get(address, {"agency_text": "Omega"}))
    assert "Dear Omega Sheriff, 2025 {x}" in found
    assert "Which one?" in texts(lead.get(address, {"agency_text": "e"}))
