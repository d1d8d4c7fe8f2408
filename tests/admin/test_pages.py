"""Every noun has its pages: open to reviewers, closed to staff; nothing is deleted."""

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency, Closure
from requests_app.domain.misuse_data.denominators.models import SwornOfficers
from requests_app.domain.misuse_data.names.confirming import Confirmation, confirm_names
from requests_app.domain.misuse_data.quoting.models import Quote
from requests_app.domain.misuse_data.quoting.telling import record_telling
from requests_app.domain.misuse_data.reading.layouts import remember
from requests_app.domain.misuse_data.reading.remembered import Cells
from requests_app.domain.reporting.said.operations import ask_for_comment, enter_said
from requests_app.domain.request_log.models import (
    Attachment,
    Campaign,
    OldSheet,
    RecordsRequest,
)
from tests.admin.pages import MODELS, address
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_attachment
from tests.staff_site.doors import (
    A_CAUSE,
    World,
    a_correction,
    a_figure,
    a_found_answer,
    a_reminder,
    a_transcription,
    a_warning,
    a_world,
    signed_in,
    texts,
)

pytestmark = pytest.mark.django_db
by_name = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


@pytest.fixture
def world(db: None) -> World:
    return a_world()


@pytest.fixture
def lead(db: None) -> Client:
    return signed_in(Role.LEAD)


def one(model: type) -> Any:
    return model._default_manager.order_by("pk")[0]  # type: ignore[attr-defined]


@by_name
def test_list_page_and_history_open_and_say_who_may_do_what(
    world: World, lead: Client, model: type
) -> None:
    found = one(model)
    for page, args in (("changelist", []), ("change", [found.pk]), ("history", [found.pk])):
        response = lead.get(address(model, page, *args))
        assert response.status_code == 200
        assert "script-src 'self'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("model", [model for model in MODELS if model is not Closure])
def test_nothing_is_deleted(world: World, model: type) -> None:
    client, found = signed_in(Role.ADMINISTRATOR), one(model)
    before = model._default_manager.count()  # type: ignore[attr-defined]
    assert client.post(address(model, "delete", found.pk), {"post": "yes"}).status_code == 403
    assert "deletelink" not in texts(client.get(address(model, "change", found.pk)))
    action = {"action": "delete_selected", "_selected_action": [found.pk], "post": "yes"}
    client.post(address(model, "changelist"), action)
    assert model._default_manager.count() == before  # type: ignore[attr-defined]
    actions = admin.site._registry[model].get_actions(client.get("/admin/").wsgi_request)
    assert "delete_selected" not in actions


@by_name
def test_a_list_is_never_counted_to_its_end(world: World, lead: Client, model: type) -> None:
    for query in ("", "?q=a", "?_facets=True", "?all=", "?p=2", "?o=1"):
        with CaptureQueriesContext(connection) as queries:
            lead.get(address(model, "changelist") + query, follow=True)
        table = model._meta.db_table  # type: ignore[attr-defined]
        counts = [q["sql"] for q in queries if "COUNT(" in q["sql"] and table in q["sql"]]
        unbounded = [sql for sql in counts if "LIMIT" not in sql]
        assert unbounded == []


@by_name
def test_a_list_asks_no_more_for_more_rows(world: World, lead: Client, model: type) -> None:
    url = address(model, "changelist")
    lead.get(url)
    with CaptureQueriesContext(connection) as few:
        lead.get(url)
    a_second_world()
    with CaptureQueriesContext(connection) as more:
        lead.get(url)
    assert len(more) <= len(few)


def a_second_world() -> None:
    """More of everything but what there can be only one of."""
    for number in range(3):
        request = a_request(agency=an_agency(), by=a_person())
        a_reminder(request, recipient=a_person())
        an_attachment(request, f"a,b,c\n1,2,{number}\n")
        Campaign.objects.create(name=f"R {number}", reporting_year=2025, lead=a_person())
        more_returned_data(request, number)


def more_returned_data(request: RecordsRequest, number: int) -> None:
    """Of each kind of it one more, about another agency."""
    person, agency = a_person(), request.agency
    note = a_correction(f"Source {number}")
    a_warning(note.release, reason="Checked.", by=person)
    a_transcription(request, by=person, name=f"scan {number}.pdf")
    about = {"agency": agency, "reporting_year": 2024}
    enter_said(**about, words=A_CAUSE, by=person, at=NOW)
    ask_for_comment(**about, asked_on=TODAY, asked_by="Pat", question="", by=person, at=NOW)
    quote = Quote.objects.create(claim=a_figure(note.release, 9), entered_by=person, entered_at=NOW)
    record_telling(quote=quote, correction=None, told_on=TODAY, how="", by=person, at=NOW)
    remember(source=note.release.source, columns=[f"C {number}"], mapping={}, by=person, at=NOW)
    name = Confirmation(Cells(f"Name {number}"), agency)
    file = request.attachments.first()
    confirm_names(attachment=file, confirmations=[name], by=person, at=NOW)
    SwornOfficers.objects.create(agency=agency, year=2025, officers=9, source="POST")
    a_found_answer(note.release, **about)


@by_name
@pytest.mark.parametrize(
    "value", ["\x00", "a\x00b", "x" * 10_000, "a " * 5_000, "9" * 400, "-1", "'", "9999-99-99"]
)
def test_an_odd_value_in_the_address_breaks_no_list(
    world: World, lead: Client, model: type, value: str
) -> None:
    url = address(model, "changelist")
    names = ["q", "p", "o", "e", "all", "_popup", "_to_field", "_facets", "nothing", "id__exact"]
    filters = admin.site._registry[model].list_filter
    names += [
        f"{field_of(name)}{end}"
        for name in filters
        for end in ("", "__exact", "__id__exact", "__isnull")
    ]
    names += ["on__year", "on__month", "on__day"]
    for name in names:
        response = lead.get(url, {name: value})
        assert response.status_code in (200, 302, 400), name


def field_of(name: Any) -> str:
    """What an entry of `list_filter` is called in an address."""
    field = name[0] if isinstance(name, tuple) else name
    return str(getattr(field, "parameter_name", field))


@by_name
@pytest.mark.parametrize("pk", ["0", "999999", "x", "\x00", "9" * 400, "_00", "../1"])
def test_an_odd_key_leads_nowhere(world: World, lead: Client, model: type, pk: str) -> None:
    for page in ("change", "history"):
        assert lead.get(address(model, page, pk), follow=True).status_code in (200, 404)


def test_the_first_page_lists_every_noun(world: World, lead: Client) -> None:
    page = texts(lead.get("/admin/"))
    for model in MODELS:
        assert f'href="{address(model, "changelist")}"' in page


def test_the_audit_record_is_for_leads(world: World) -> None:
    page = texts(signed_in(Role.REVIEWER).get("/admin/"))
    assert "Audit entries" not in page


def test_no_page_says_where_a_file_lies_in_the_store(world: World, lead: Client) -> None:
    for model in (Attachment, OldSheet):
        found = one(model)
        page = texts(lead.get(address(model, "change", found.pk)))
        assert found.original_name in page and found.file.name not in page


@pytest.mark.parametrize("version", ["abc", "%00", "%C2%B2", "1.5", "9" * 40, "999999"])
@pytest.mark.parametrize("model", [Agency, RecordsRequest])
def test_a_version_that_can_be_none_is_not_there(model: type, version: str) -> None:
    client, found = signed_in(Role.ADMINISTRATOR), a_request()
    key = found.pk if model is RecordsRequest else found.agency.pk
    page = address(model, "history", key)
    assert client.get(f"{page}{version}/").status_code == 404
