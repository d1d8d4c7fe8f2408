"""Facts and people for the pure parts of the reminders: a request due on Mon 22 Jun 2026."""

from dataclasses import replace
from datetime import date
from typing import Any

from requests_app.domain.accounts.models import Person
from requests_app.domain.reminders.facts import DeskFacts, OwnFacts, RequestFacts, RoundFacts
from requests_app.domain.reminders.models import DeskWishes, KindWish, PersonWishes
from requests_app.domain.reminders.recipients import AddressBook

DUE = date(2026, 6, 22)
RECEIVED = date(2026, 6, 9)
ASSIGNEE, LEAD, CREATOR, ADMINISTRATOR = 1, 2, 3, 4

_REQUEST = RequestFacts(
    pk=17,
    is_sample=False,
    status="awaiting",
    is_open=True,
    received_on=RECEIVED,
    due_on=DUE,
    latest_arguable_on=DUE,
    extension_days=0,
    determined_on=None,
    estimated_on=None,
    waiting_on_us_since=None,
    silent_since=None,
    last_event_on=RECEIVED,
    reminded_from=None,
    reporting_year=2025,
    level="city",
    in_a_portal=False,
    data_are_there=False,
    assignee=ASSIGNEE,
    lead=LEAD,
    created_by=CREATOR,
)


def request_facts(**values: Any) -> RequestFacts:
    return replace(_REQUEST, **values)


def own_facts(**values: Any) -> OwnFacts:
    return replace(OwnFacts(pk=5, due_on=DUE, is_done=False, person=ASSIGNEE), **values)


def round_facts(**values: Any) -> RoundFacts:
    known = RoundFacts(pk=3, reporting_year=2025, last_asked_on=RECEIVED, owing=4, lead=LEAD)
    return replace(known, **values)


def desk_facts(**values: Any) -> DeskFacts:
    known = DeskFacts(
        reports_due_on=date(2026, 2, 1),
        upkeep_on=date(2025, 11, 1),
        round_is_open=False,
        lead=LEAD,
    )
    return replace(known, **values)


def a_book(
    *wishes: PersonWishes,
    gone: tuple[int, ...] = (),
    samples: tuple[int, ...] = (),
    desk: DeskWishes | None = None,
    kinds: tuple[KindWish, ...] = (),
) -> AddressBook:
    """Everybody but `gone` can be mailed; `samples` are invented people."""
    everybody = {
        pk: Person(pk=pk, email=f"{pk}@example.org", role=role, is_sample=pk in samples)
        for pk, role in ((ASSIGNEE, "staff"), (LEAD, "lead"), (CREATOR, "staff"),
                         (ADMINISTRATOR, "administrator"), (9, "staff"))
    }  # fmt: skip
    return AddressBook(
        people={pk: person for pk, person in everybody.items() if pk not in gone},
        desk=desk or DeskWishes(pk=1),
        wishes={wish.person_id: wish for wish in wishes},
        kind_wishes={(wish.person_id, wish.kind): wish for wish in kinds},
    )
