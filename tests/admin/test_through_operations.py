"""Nothing is written from the review site but by an operation, which leaves its entry in the audit:
every registered kind of thing, every role, every way that Django's admin has of writing."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from tests.admin.pages import MODELS, address, controls
from tests.staff_site.doors import a_world, signed_in, taken_back

pytestmark = pytest.mark.django_db
WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
OF_THE_SESSION = {"django_session"}

# What can be written, with what is typed for it, and the entry that its operation leaves.
THROUGH: dict[tuple[str, str], tuple[dict[str, str], str]] = {
    ("agency", "change"): ({"county": "Kern"}, "amended agency"),
    ("agency", "add"): (
        {"name": "New Police Department", "kind": "police", "level": "city", "records_law": "cpra"},
        "added agency",
    ),
    ("annualduty", "change"): (
        {"answer": "withheld", "reported_on": "", "evidence": "Its letter."},
        "recorded duty",
    ),
    ("campaign", "change"): ({"name": "Another round"}, "amended campaign"),
    ("campaign", "add"): ({"name": "New round", "reporting_year": "2025"}, "opened campaign"),
    ("closure", "delete"): ({"post": "yes"}, "removed closure"),
    ("closure", "add"): ({"on": "2026-06-19", "reason": "Fire", "source": "x"}, "entered closure"),
    ("comment", "change"): ({"is_public": "on"}, "published what was said"),
    ("person", "change"): ({"first_name": "Robin"}, "amended account"),
    ("person", "add"): (
        {"username": "kim", "email": "kim@example.org", "role": "staff"},
        "added account",
    ),
    ("person", "action give_new_passwords"): ({}, "gave new password"),
    ("quote", "change"): ({"title": "What they looked up"}, "amended quote"),
    ("recordsrequest", "change"): ({"portal_number": "W-17"}, "amended request"),
    ("said", "change"): ({"is_public": "on"}, "published what was said"),
}
JUNK = {"name": "x", "title": "x", "state": "published", "role": "administrator", "reason": "x"}


def ways(model: Any) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Each way of writing of Django's admin: its name, its address, what makes it go."""
    found = model._default_manager.order_by("pk")[0]
    yield "add", address(model, "add"), {}
    yield "change", address(model, "change", found.pk), {}
    yield "delete", address(model, "delete", found.pk), {"post": "yes"}
    actions = {"delete_selected", *(admin.site._registry[model].actions or ())}
    for action in sorted(actions):
        chosen = {"action": action, "_selected_action": str(found.pk), "post": "yes"}
        yield f"action {action}", address(model, "changelist"), chosen
    if hasattr(model, "history"):
        version = found.history.first().pk
        yield "version", address(model, "simple_history", found.pk, version), {}


def typed_into(client: Client, model: Any, url: str) -> dict[str, str]:
    """What the page's form holds, where whoever asks is shown one."""
    if client.get(url).status_code != 200:
        return {}
    return controls(client, model, url)


def posted(client: Client, model: Any, name: str, url: str, chosen: dict[str, str]) -> set[str]:
    """The tables that were written to."""
    known = THROUGH.get((model._meta.model_name, name))
    typed = typed_into(client, model, url) if name in {"add", "change", "version"} else {}
    values = JUNK | typed | (known[0] if known else {}) | chosen
    if name == "add" and model._meta.model_name == "closure":
        agency = reverse("admin:requests_app_agency_changelist")
        values["agency"] = str(client.get(agency).context["cl"].result_list[0].pk) if typed else ""
        looked = client.post(url, values)
        if looked.context and "adminform" in looked.context:
            values["seen"] = looked.context["adminform"].form["seen"].value() or ""
    with CaptureQueriesContext(connection) as queries:
        client.post(url, values)
    wrote = (WRITE.match(one["sql"]) for one in queries)
    return {found[1] for found in wrote if found} - OF_THE_SESSION


@pytest.mark.parametrize("role", list(Role))
def test_whatever_is_posted_goes_through_an_operation_or_is_refused(role: Role) -> None:
    a_world()
    client, reached, around = signed_in(role), set(), {}
    for model in MODELS:
        for name, url, chosen in list(ways(model)):
            key, before = (model._meta.model_name, name), AuditEntry.objects.count()
            with taken_back():
                if tables := posted(client, model, name, url, chosen):
                    verbs = set(AuditEntry.objects.order_by("pk")[before:].values_list("verb"))
                    reached.add(key)
                    if key not in THROUGH or (THROUGH[key][1],) not in verbs:
                        around[key] = (tables, verbs)
    assert around == {}, "written without its operation: (tables, entries in the audit)"
    assert reached == (set(THROUGH) if role == Role.ADMINISTRATOR else reached & set(THROUGH))
    if role in (Role.READER, Role.STAFF):
        assert reached == set()
