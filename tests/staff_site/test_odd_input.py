"""Whatever comes in, no page breaks: every form and every address against odd values."""

from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from tests.staff_site.doors import a_world, signed_in, taken_back
from tests.test_access import EVERY, TABLE, address_of

pytestmark = pytest.mark.django_db
ODD = {
    "NUL": "\x00",
    "NUL inside": "a\x00b",
    "long": "x" * 10_000,
    "many words": "a " * 5_000,
    "huge number": "9" * 5_000,
    "negative": "-1",
    "year 0202": "0202-06-09",
    "end of time": "9999-12-31",
    "controls": "\x01\x1b\x7f\u202e\ufeff",
    "markup": "<script>alert(1)</script>",
    "braces": "{{ 7|add:7 }} %(x)s {0}",
    "wrong bytes": b"\xff\xfe",
}
NAMES = [name for name in EVERY if name.startswith("staff:")]
FIELDS = [
    "q", "page", "sort", "tab", "state", "year", "answer", "agency_text", "agency", "status",
    "whose", "received", "level", "extension", "claimed", "measure", "source", "county", "kind",
    "due_from", "name", "reporting_year", "lead", "text", "subject", "sent_on", "method",
    "portal_number", "received_on", "received_basis", "claimed_received_on", "agency_due_on",
    "assignee", "campaign", "form_key", "version", "on", "names_on", "ground", "amount", "note",
    "came_on", "file", "reason", "reported_on", "evidence", "title", "covers_from", "covers_to",
    "issued_on", "source_name", "encoding", "column-0", "years", "agencies", "against", "format",
    "begins", "seen", "confirm", "holiday", "appointed_by", "act", "law", "days", "unit",
    "value", "portal_kind", "last_confirmed_on", "code", "website", "records_law", "oris",
    "carried_content", "carried_name", "contact", "give",
    "standing", "due_to", "sent_from", "sent_to", "ori", "on_portal", "portal", "tags", "cols",
    "view", "query", "shared",
    "before", "go", "was", "may", "may_go_out",
    "citation", "extension_days", "extension_citation", "struck_grounds", "added_grounds",
    "body", "requests",
    "exemptions", "deciders", "in_writing", "attach", "alike_seen", "records_request", "record",
    "mail", "for",
    "do", "chosen", "all", "list", "back", "requests", "tag", "old_tag", "due_on", "person",
    "seen", "record", "lead",
    "to", "digest_at", "zone", "quiet_weekends", "quiet_holidays", "also_when_nothing", "address",
    "away_from", "away_until", "stand_in", "wanted-own", "days-due_soon", "at_once-silent",
]  # fmt: skip


@pytest.fixture
def client(db: None) -> Client:
    return signed_in(Role.ADMINISTRATOR)


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_no_address_breaks(client: Client, value: Any) -> None:
    world = a_world()
    for name in NAMES:
        if TABLE[name].method == "get":
            response = client.get(address_of(name, world), dict.fromkeys(FIELDS, value))
            assert response.status_code in (200, 302, 404, 422), name
            if value == ODD["markup"] and not response.streaming:
                assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_no_form_breaks(client: Client, value: Any) -> None:
    world = a_world()
    for name in NAMES:
        with taken_back():
            response = client.post(address_of(name, world), dict.fromkeys(FIELDS, value))
            assert response.status_code in (200, 302, 404, 405, 422), name


@pytest.mark.parametrize(
    "path", ["/staff/%00/", "/staff/requests/%00/", "/staff/mails/%ff/", "/%00"]
)
def test_an_odd_path_is_a_404(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("body", [b"", b"{", b"\x00" * 100, b"a" * 100_000, b"--x\r\n"])
@pytest.mark.parametrize(
    "kind", ["application/json", "multipart/form-data; boundary=x", "multipart/form-data", "text/x"]
)
def test_a_body_that_is_no_form_is_no_500(client: Client, body: bytes, kind: str) -> None:
    response = client.post("/staff/requests/log/", body, content_type=kind)
    assert response.status_code in (400, 422)
