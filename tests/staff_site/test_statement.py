"""The clock statement as a page with an address of its day, and as PDF."""

import io
from datetime import date

import pdfplumber
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requests_app.domain.agencies.models import Closure
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.event_kinds import EventKind as K
from tests.builders import a_request, an_attachment, an_event
from tests.staff_site.doors import texts

pytestmark = pytest.mark.django_db


def test_the_page_is_of_today_and_of_the_day_in_the_address(staff: Client) -> None:
    request = a_request()
    an_event(request, K.ACKNOWLEDGED, date(2026, 6, 15))
    page = texts(staff.get(f"/staff/requests/{request.pk}/statement/"))
    assert "as of Mon 22 Jun 2026." in page
    assert "Acknowledged" in page
    assert f'href="/staff/requests/{request.pk}/statement.pdf?on=2026-06-22"' in page
    before = texts(staff.get(f"/staff/requests/{request.pk}/statement/?on=12 June 2026"))
    assert "as of Fri 12 Jun 2026." in before
    assert "Acknowledged" not in before


@pytest.mark.parametrize(
    ("typed", "why"),
    [("2026-06-23", "is in the future"), ("owl", "is not a date"), ("0001-01-01", "outside 1990")],
)
def test_a_day_that_cannot_be_is_said(staff: Client, typed: str, why: str) -> None:
    request = a_request()
    page = staff.get(f"/staff/requests/{request.pk}/statement/?on={typed}")
    assert why in texts(page)
    assert "as of Mon 22 Jun 2026." in texts(page)
    pdf = staff.get(f"/staff/requests/{request.pk}/statement.pdf?on={typed}")
    assert pdf.status_code == 404


def test_the_pdf_is_of_the_day_in_the_address(staff: Client) -> None:
    request = a_request()
    response = staff.get(f"/staff/requests/{request.pk}/statement.pdf?on=2026-06-12")
    assert response["Content-Type"] == "application/pdf"
    assert f"clock-statement-{request.number}-2026-06-12.pdf" in response["Content-Disposition"]
    with pdfplumber.open(io.BytesIO(response.content)) as pdf:
        assert "as of Fri 12 Jun 2026" in pdf.pages[0].extract_text()


def test_who_takes_a_pdf_is_on_record(staff: Client) -> None:
    request = a_request()
    staff.get(f"/staff/requests/{request.pk}/statement/")
    staff.get(f"/staff/requests/{request.pk}/statement.pdf?on=2026-06-12")
    [taken] = AuditEntry.objects.filter(verb="exported statement", actor=staff.person)
    assert (taken.subject_id, taken.details) == (str(request.pk), {"as_of": "2026-06-12"})


def test_the_page_and_the_pdf_say_the_same(staff: Client) -> None:
    request = a_request()
    an_event(request, K.EXTENSION_NOTICE, date(2026, 6, 15), note="Voluminous *records*")
    page = staff.get(f"/staff/requests/{request.pk}/statement/")
    response = staff.get(f"/staff/requests/{request.pk}/statement.pdf")
    with pdfplumber.open(io.BytesIO(response.content)) as pdf:
        written = " ".join(" ".join(one.extract_text() for one in pdf.pages).split())
    shown = page.context["statement"]
    for sentence in (*shown["verdict"], "Voluminous *records*"):
        assert sentence in written
        assert sentence in texts(page)


def test_a_longer_story_is_no_more_queries(staff: Client) -> None:
    request = a_request()

    def more(number: int) -> None:
        an_event(request, K.ACKNOWLEDGED, date(2026, 6, 15))
        an_attachment(request, f"a,b\n1,{number}\n")
        day = date(2026, 7, 1 + number)
        Closure.objects.create(agency=request.agency, on=day, reason="x", source="y")

    def questions() -> list[int]:
        found = []
        for address in ("statement/", "statement.pdf"):
            with CaptureQueriesContext(connection) as asked:
                staff.get(f"/staff/requests/{request.pk}/{address}")
            found.append(len(asked))
        return found

    more(0)
    questions()
    few = questions()
    for number in range(1, 8):
        more(number)
    assert questions() == few
