"""Lists on the review site: found along an index, told in full, taken out on record."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.file_states import set_file_state
from requests_app.domain.request_log.models import Attachment, RecordsRequest
from requests_app.domain.sheets import writing
from requests_app.templatetags.dates import day, stamp
from tests.admin.pages import MODELS, address, change
from tests.builders import NOW, a_request, an_agency, an_attachment
from tests.staff_site.doors import a_world, signed_in, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(db: None) -> Client:
    return signed_in(Role.LEAD)


def taken_out(client: Client, model: type, query: str = "") -> list[list[str]]:
    """The lines of the list as CSV."""
    response = client.get(address(model, "csv") + query)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def listed(client: Client, query: str) -> list[Any]:
    page = client.get(address(RecordsRequest, "changelist"), {"q": query})
    return list(page.context["cl"].result_list)


def test_a_request_is_found_by_its_number_a_portal_number_and_its_words(lead: Client) -> None:
    one = a_request(agency=an_agency("Fresno Police Department"), portal_number="R00-1234")
    other = a_request(agency=an_agency("Clovis Police Department"), subject="Audit of queries")
    assert listed(lead, one.number.lower()) == [one]
    assert listed(lead, one.number[:7]) == [other, one]
    assert listed(lead, "r00-1234") == [one]
    assert listed(lead, "clovis queries") == [other]
    assert listed(lead, "clovis fresno") == listed(lead, "%") == []


def test_days_are_written_as_on_every_other_page(lead: Client) -> None:
    attachment = an_attachment(a_request(), "a,b\n1,2\n")
    pages = {
        m: lead.get(address(m, "changelist")).content.decode() for m in (Attachment, AuditEntry)
    }
    assert day(attachment.came_on) in pages[Attachment]
    assert stamp(AuditEntry.objects.latest("pk").at) in pages[AuditEntry]


def test_the_words_of_a_file_in_quarantine_find_nothing_for_a_reviewer(lead: Client) -> None:
    file = an_attachment(a_request(), "a,b\n1,2\n", "clawback.csv")
    assert listed(signed_in(Role.REVIEWER), "clawback") == [file.records_request]
    words = {"state": "quarantined", "was": "normal", "reason": "Clawed back."}
    set_file_state(attachment=file, **words, by=lead.person, at=NOW)
    assert listed(signed_in(Role.REVIEWER), "clawback") == []


def test_every_list_goes_out_as_a_table_and_a_workbook_each_on_record() -> None:
    a_world()
    lead = signed_in(Role.LEAD)
    for model in MODELS:
        before = AuditEntry.objects.count()
        rows = taken_out(lead, model)
        shown = lead.get(address(model, "changelist")).context["cl"].result_count
        assert len(rows) - 1 == shown or model is AuditEntry, model  # which has grown by this one
        book = lead.get(address(model, "xlsx"))
        content = io.BytesIO(b"".join(book.streaming_content))
        sheet = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
        assert sheet[0] == rows[0], model
        made = AuditEntry.objects.order_by("pk")[before:]
        assert [(one.verb, one.details["format"]) for one in made] == [
            ("exported list", "csv"), ("exported list", "xlsx"),
        ]  # fmt: skip


def test_a_file_has_what_the_filters_show_in_the_columns_of_the_page(lead: Client) -> None:
    one = a_request(agency=an_agency("Fresno Police Department"))
    a_request(sent_on=None)
    rows = taken_out(lead, RecordsRequest, f"?status__exact={one.status}")
    assert rows == [
        ["number", "agency", "reporting year", "status", "due on", "assignee"],
        [
            one.number,
            "Fresno Police Department",
            "2025",
            one.get_status_display(),
            "2026-06-22",
            str(one.assignee),
        ],
    ]
    entry = AuditEntry.objects.get(verb="exported list")
    assert entry.details["query"] == f"status__exact={one.status}"
    assert entry.details["what"] == "review site: Records requests"


def test_a_formula_in_a_cell_is_none_in_the_file(lead: Client) -> None:
    an_agency('=HYPERLINK("https://example.org")')
    [_, row] = taken_out(lead, Agency)
    assert row[0].startswith("'=")


def test_a_file_that_nobody_here_may_know_of_is_not_in_the_file() -> None:
    file = an_attachment(a_request(), "a,b\n1,2\n", "clawback.csv")
    Attachment.objects.filter(pk=file.pk).update(state="quarantined")
    assert len(taken_out(signed_in(Role.REVIEWER), Attachment)) == 1
    assert taken_out(signed_in(Role.LEAD), Attachment)[1][0] == "clawback.csv"


def test_more_rows_than_a_workbook_takes_are_refused_and_the_table_has_them(
    lead: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 1)
    an_agency(), an_agency()
    refused = lead.get(address(Agency, "xlsx"), follow=True)
    assert "take the CSV" in texts(refused)
    assert len(taken_out(lead, Agency)) == 3


@pytest.mark.parametrize("query", ["?kind__exact=\x00", "?id__exact=x", "?nothing=1", "?p=999"])
def test_an_address_that_asks_for_what_cannot_be_leads_to_the_list(
    lead: Client, query: str
) -> None:
    assert lead.get(address(Agency, "csv") + query).status_code in (200, 302)
    assert lead.post(address(Agency, "csv")).status_code == 403


def test_who_may_not_see_a_list_takes_none_out() -> None:
    for role in (Role.READER, Role.STAFF):
        assert signed_in(role).get(address(Agency, "csv")).status_code in (302, 403)
    assert signed_in(Role.REVIEWER).get(address(AuditEntry, "csv")).status_code == 403
    assert not AuditEntry.objects.filter(verb="exported list").exists()


def test_history_says_who_changed_what_from_what_to_what() -> None:
    administrator = signed_in(Role.ADMINISTRATOR)
    agency = an_agency("Fresno Police Dept", county="Kern")
    change(administrator, agency, name="Fresno Police Department", county="Fresno")
    page = texts(administrator.get(address(Agency, "history", agency.pk)))
    assert "<strong>Name</strong>: Fresno Police Dept → Fresno Police Department" in page
    assert "<strong>County</strong>: Kern → Fresno" in page
    assert str(administrator.person) in page and "style=" not in page


def test_history_of_a_person_tells_the_roles_and_no_password() -> None:
    administrator = signed_in(Role.ADMINISTRATOR)
    person = Person.objects.create(username="kim", email="kim@example.org", role=Role.STAFF)
    change(administrator, person, role="reviewer")
    page = texts(administrator.get(address(Person, "history", person.pk)))
    assert "<strong>Role</strong>: Staff → Reviewer" in page
    assert "assword" not in page.partition("change-history")[2]
