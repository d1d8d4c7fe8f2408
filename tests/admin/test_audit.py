"""The audit record in the review site: read and filtered by those who may, changed by nobody."""

from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.findings import not_verified
from requests_app.domain.audit.models import AuditChain, AuditEntry
from requests_app.domain.audit.operations import record
from requests_app.domain.audit.sealing import seal_waiting
from requests_app.domain.audit.verification import keep_result, verify
from tests.admin.pages import address
from tests.builders import NOW, a_person, a_request, an_agency
from tests.domain.audit.records import LATER, change, unguarded
from tests.staff_site.doors import signed_in, texts

pytestmark = pytest.mark.django_db
LIST = "/admin/requests_app/auditentry/"


@pytest.fixture
def lead(db: None) -> Client:
    return signed_in(Role.LEAD)


def shown(client: Client, **query: Any) -> list[str]:
    rows = client.get(LIST, query).context["cl"].result_list
    return sorted(entry.verb for entry in rows)


@pytest.fixture
def acts(lead: Client) -> tuple[Any, Any]:
    """Two people, an agency and a request, and what they did."""
    ana, ben = a_person(first_name="Ana", last_name="Ruiz"), a_person(first_name="Ben")
    agency = an_agency("Fresno Police Department")
    record(verb="amended agency", subject=agency, by=ana, at=NOW)
    record(verb="exported list", subject=ben, by=ben, at=NOW)
    record(verb="moved dates", subject=agency, by=None, at=NOW)
    return ana, agency


def test_it_is_filtered_by_area_verb_person_and_thing(lead: Client, acts: Any) -> None:
    ana, agency = acts
    assert shown(lead) == ["amended agency", "exported list", "moved dates"]
    assert shown(lead, area="directory") == ["amended agency"]
    assert shown(lead, verb="exported list") == ["exported list"]
    assert shown(lead, person=ana.pk) == ["amended agency"]
    assert shown(lead, person="itself") == ["moved dates"]
    about = {"subject_kind": "agency", "subject_id": agency.pk}
    assert shown(lead, **about) == ["amended agency", "moved dates"]
    assert shown(lead, at__gte="2030-01-01 00:00:00+00:00") == []


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("Fresno", ["amended agency", "moved dates"]),
        ("ruiz", ["amended agency"]),
        ("Ana Ruiz", ["amended agency"]),
        ("#2", ["exported list"]),
        ("#x", []),
        ("nobody", []),
        ("9" * 30, []),
    ],
)
def test_it_is_searched(lead: Client, acts: Any, term: str, found: list[str]) -> None:
    seal_waiting()
    assert shown(lead, q=term) == found


@pytest.mark.parametrize(
    "query",
    [
        {"person": "x"}, {"person": "9" * 40}, {"area": "nowhere"}, {"verb": "\x00"},
        {"q": "\x00"}, {"subject_id": "\x00"}, {"at__gte": "never"}, {"subject_kind": "x" * 999},
    ],
)  # fmt: skip
def test_an_odd_address_is_no_error(lead: Client, acts: Any, query: dict[str, str]) -> None:
    assert lead.get(LIST, query).status_code in {200, 302}


def test_an_entry_shows_its_seal_its_thing_and_the_way_to_its_other_entries(
    lead: Client, acts: Any
) -> None:
    ana, agency = acts
    seal_waiting()
    ana.delete()
    entry = AuditEntry.objects.get(verb="amended agency")
    page = texts(lead.get(address(AuditEntry, "change", entry.pk)))
    assert entry.hash in page and "Changed an agency." in page and "deleted since" in page
    assert f"{LIST}?subject_kind=agency&subject_id={agency.pk}" in page
    assert f"/admin/requests_app/agency/{agency.pk}/change/" in page


def test_a_thing_leads_to_its_entries_for_whoever_may_read_them(lead: Client) -> None:
    request = a_request()
    place = address(type(request), "change", request.pk)
    link = f"{LIST}?subject_kind=recordsrequest&subject_id={request.pk}"
    assert link in texts(lead.get(place))
    assert link not in texts(signed_in(Role.REVIEWER).get(place))


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF, Role.REVIEWER])
def test_others_do_not_read_it(role: Role, acts: Any) -> None:
    entry = AuditEntry.objects.all()[0]
    for place in (LIST, address(AuditEntry, "change", entry.pk)):
        assert signed_in(role).get(place).status_code in {302, 403}


def test_nobody_adds_changes_or_deletes_a_superuser_neither(acts: Any) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    type(client.person).objects.update(is_superuser=True, is_staff=True)
    entry = AuditEntry.objects.all()[0]
    before = list(AuditEntry.objects.values())
    assert client.post(f"{LIST}add/", {}).status_code == 403
    for page in ("change", "delete"):
        assert client.post(address(AuditEntry, page, entry.pk), {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"})
    assert list(AuditEntry.objects.values()) == before


def test_the_list_says_how_far_the_chain_is_and_what_came_of_the_last_look(
    lead: Client, acts: Any
) -> None:
    assert "No entry is sealed yet." in texts(lead.get(LIST))
    seal_waiting()
    assert AuditChain.objects.get().hash in texts(lead.get(LIST))
    keep_result(verify(at=NOW), at=NOW)
    assert "whole up to position 3" in texts(lead.get(LIST))
    with unguarded():
        change(2, verb="")
    keep_result(verify(at=LATER), at=LATER)
    page = texts(lead.get(LIST))
    assert "the record is not sound" in page and "Position 2 (entry" in page
    keep_result(not_verified(KeyError("x")), at=LATER)
    page = texts(lead.get(LIST))
    assert "could not be verified: KeyError" in page and "is not sound" not in page


def test_the_list_counts_and_asks_little(
    lead: Client, acts: Any, django_assert_max_num_queries: Any
) -> None:
    lead.get(LIST)
    with django_assert_max_num_queries(8):
        lead.get(LIST)
