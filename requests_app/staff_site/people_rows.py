"""The list of people, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from requests_app.domain.accounts.models import Person
from requests_app.domain.sign_in.factors import people_with_second_factor, role_needs_second_factor


@dataclass(frozen=True)
class PersonRow:
    """seen_at: when a session of theirs was last in use, else when they last signed in."""

    person: Person
    has_second_factor: bool
    needs_one: bool
    seen_at: datetime | None


def people_rows() -> list[PersonRow]:
    """Those who may sign in first."""
    with_factor = people_with_second_factor()
    people = Person.objects.annotate(seen=Max("open_sessions__seen_at")).order_by(
        "-is_active", "first_name", "last_name", "username"
    )
    return [
        PersonRow(
            one, one.pk in with_factor, role_needs_second_factor(one), one.seen or one.last_login
        )
        for one in people
    ]
