"""What belongs to a restricted campaign is there for its members and for nobody else: no page says
more to the others than it would if there were no such campaign, and "not yours" is "not there"."""

import re
from typing import Any

import pytest
from django.urls import reverse

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.reporting.said.operations import take_back
from requests_app.domain.request_log.membership import add_member
from tests.builders import NOW, a_person
from tests.staff_site.doors import World, a_world, browser_of, taken_back
from tests.staff_site.restricted import CANARY, a_kept_world
from tests.test_access import EVERY, TABLE, address_of, answer

pytestmark = pytest.mark.django_db

# The last number given out is no secret: gaps show in the numbers themselves. How the columns of a
# source are read holds for all of its files, and names no request.
# (And pages that begin a second factor with a new secret.)
TELLS_BY_NATURE = re.compile("requests_app_(numbersequence|layout)_|staff:add_(auth|passkey)")
# Written anew with every look, whoever looks at what.
MOMENTARY = re.compile(rb'(csrfmiddlewaretoken|form_key|nonce)"?[^>]*>|"X-CSRFToken": "[^"]+"')
MISSING = 10**9
# What these addresses name hangs on no campaign.
OF_NO_CAMPAIGN = re.compile(
    r"agency|agencies|contact$|ori$|alias|closure|adoption|merge|succession|law|holiday|dates_move"
    r"|duty|comment|_view$|quote|telling|sheet|wishes|mail_draft|calendar|step|addressees$"
    r"|owed_letter|rows_to_mend|enter_said|whom_to_tell|add_member_again|members?$|public:|numbersequence|_tag_|lawversion"
)


def plain(response: Any) -> tuple[int, bytes]:
    """Status and body, apart from what is made anew each time."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, MOMENTARY.sub(b"", body)


def pages(person: Person, world: World) -> dict[str, tuple[int, bytes]]:
    """Every page that is looked at, as it is for that person."""
    looked = [name for name, row in TABLE.items() if row.method == "get" and name != "healthz"]
    found = {}
    for name in sorted(name for name in looked if not TELLS_BY_NATURE.search(name)):
        with taken_back():
            address = address_of(name, world)
            if not address.endswith((".xlsx", "/docx/", "/pdf/", ".pdf", ".zip", ".png")):
                found[name] = plain(answer(browser_of(person), "get", address))
    return found


@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER])
def test_no_page_says_more_than_without_the_campaign(role: Role) -> None:
    world, lead, outsider = a_world(), a_person(Role.LEAD), a_person(role)
    without = pages(outsider, world)
    a_kept_world(world, lead)
    beside = pages(outsider, world)
    assert {name for name in without if without[name] != beside[name]} == set()
    assert {name for name, (_, body) in beside.items() if CANARY.encode() in body} == set()


SEARCHES = [
    ("staff:search", f"q={CANARY}"),
    ("staff:search", f"go=1&q={CANARY}-1"),
    ("staff:requests", f"q={CANARY}"),
    ("staff:requests", "tab=all"),
    ("staff:requests_csv", "tab=all"),
    ("staff:returned_data", ""),
    ("staff:today", "whose=all"),
    ("staff:own_reminders", "whose=all"),
    ("staff:reminders", "tab=mails"),
    ("staff:reminders", "tab=not-sent"),
    ("staff:compare", "tab=agencies&year=2024"),
    ("staff:preview_request", "agency={agency}&reporting_year=2025"),
    ("staff:bulk", "all=1&list=tab%3Dall"),
    ("staff:duties_owing", "year=2025"),
    ("staff:owing_csv", "year=2025&asked=open"),
    ("staff:calendars", "campaign={campaign}"),
]


@pytest.mark.parametrize(("name", "query"), SEARCHES)
def test_nothing_is_found_by_asking(name: str, query: str) -> None:
    world, lead, outsider = a_world(), a_person(Role.LEAD), a_person()
    asked = {"agency": world.agency.pk, "campaign": MISSING}
    before = _asked(outsider, name, query.format(**asked))
    kept = a_kept_world(world, lead)
    asked["campaign"] = kept.campaign.pk
    assert _asked(outsider, name, query.format(**asked)) == before


def test_a_cause_that_is_kept_is_none_to_compare_by() -> None:
    world, lead, outsider = a_world(), a_person(Role.LEAD), a_person()
    take_back(entry=world.said, by=lead, at=NOW)
    query = "tab=agencies&year=2025&measure=violations&cause=curiosity"
    before = _asked(outsider, "staff:compare", query)
    a_kept_world(world, lead)
    assert _asked(outsider, "staff:compare", query) == before
    assert _asked(lead, "staff:compare", query) != before


def _asked(person: Person, name: str, asked: str) -> tuple[int, bytes]:
    """What the page says, apart from what was asked."""
    status, body = plain(browser_of(person).get(f"{reverse(name)}?{asked}"))
    for words in (asked, asked.replace("&", "&amp;"), CANARY):
        body = body.replace(words.encode(), b"")
    return status, body


def of_campaigns() -> list[str]:
    named = [name for name in TABLE if EVERY[name].pattern.converters or "admin:" in name]
    kept = [n for n in named if n.startswith(("staff:", "admin:requests_app_"))]
    return [n for n in kept if not OF_NO_CAMPAIGN.search(n)]


def test_not_yours_is_answered_as_not_there() -> None:
    world, lead, reader = a_world(), a_person(Role.LEAD), a_person(Role.REVIEWER)
    kept = a_kept_world(world, lead)
    wrong = {}
    for name in _with_an_object(kept):
        address = address_of(name, kept)
        gone = _missing(address)
        for method in ("get", "post"):
            with taken_back():
                theirs = plain(answer(browser_of(reader), method, address))
                none = plain(answer(browser_of(reader), method, gone))
            same = theirs[1].replace(address.encode(), b"") == none[1].replace(gone.encode(), b"")
            if theirs[0] != none[0] or not same:
                wrong[name, method] = (theirs[0], none[0])
    assert wrong == {}


def _with_an_object(kept: World) -> list[str]:
    """Addresses of the staff site with the key of something of the campaign."""
    names = [n for n in of_campaigns() if n.startswith("staff:")]
    return [n for n in names if re.search(r"/\d+/", address_of(n, kept))]


def _missing(address: str) -> str:
    return re.sub(r"/\d+(?=[/.])", f"/{MISSING}", address, count=1)


def test_a_member_sees_it_as_before() -> None:
    world, lead, member = a_world(), a_person(Role.LEAD), a_person(Role.REVIEWER)
    kept = a_kept_world(world, lead)
    add_member(campaign=kept.campaign, person=member, role=Role.REVIEWER, by=lead, at=NOW)
    answers = {}
    for name in _with_an_object(kept):
        if TABLE[name].method == "get" and TABLE[name].lowest in list(Role)[:3]:
            with taken_back():
                answers[name] = answer(
                    browser_of(member), "get", address_of(name, kept)
                ).status_code
    assert {name: status for name, status in answers.items() if status != TABLE[name].status} == {}


def test_a_member_who_reads_changes_nothing() -> None:
    world, lead, member = a_world(), a_person(Role.LEAD), a_person()
    kept = a_kept_world(world, lead)
    add_member(campaign=kept.campaign, person=member, role=Role.READER, by=lead, at=NOW)
    page = reverse("staff:request", args=[kept.request.pk])
    assert browser_of(member).get(page).context["can_record"] is False
    amend = reverse("staff:amend_request", args=[kept.request.pk])
    assert browser_of(member).get(amend).status_code == 403


def test_the_pages_say_that_it_is_restricted() -> None:
    world, lead = a_world(), a_person(Role.LEAD)
    kept = a_kept_world(world, lead)
    for name, thing in (("request", kept.request), ("campaign", kept.campaign)):
        assert (
            b"estricted" in browser_of(lead).get(reverse(f"staff:{name}", args=[thing.pk])).content
        )
