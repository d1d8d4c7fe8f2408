"""What became of an agency, and what it is a part of."""

from datetime import date

import pytest

from requests_app.domain.agencies.models import Agency, Succession
from requests_app.domain.agencies.succession import (
    PartRefused,
    SuccessionRefused,
    record_succession,
    remove_succession,
    set_parent,
    undo_succession,
)
from requests_app.domain.agencies.undoing import last_change
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.addressees import successor_on
from tests.builders import NOW, TODAY, a_person, an_agency

pytestmark = pytest.mark.django_db
JANUARY = date(2026, 1, 1)


def ended(agency: Agency, successor: Agency | None, **values) -> Agency:
    given = {"kind": Succession.RENAMED, "on": JANUARY, "source": "Resolution 7", **values}
    return record_succession(
        agency=agency, successor=successor, by=a_person(), at=NOW, today=TODAY, **given
    )


def test_who_is_asked_then_is_who_came_after_it() -> None:
    old, new = an_agency("Old PD"), an_agency("New PD")
    old = ended(old, new)
    assert successor_on(old, on=date(2025, 12, 31)) == old
    assert successor_on(old, on=JANUARY) == new
    assert list(new.predecessors.all()) == [old]
    assert successor_on(remove_succession(agency=old, by=a_person(), at=NOW), on=TODAY) == old


def test_what_nobody_came_after_is_asked_no_more() -> None:
    assert successor_on(ended(an_agency(), None, kind=Succession.CLOSED), on=TODAY) is None


def test_amending_is_undone_once_and_only_while_it_stands() -> None:
    old, new, other = an_agency("Old PD"), an_agency("New PD"), an_agency("Other PD")
    ended(old, new)
    change = last_change(ended(old, other, kind=Succession.MERGED, source="Resolution 8"))
    person = a_person()
    back = undo_succession(change=change, by=person, at=NOW)
    assert (back.succession, back.succeeded_by, back.succession_source) == (
        Succession.RENAMED, new, "Resolution 7",
    )  # fmt: skip
    assert AuditEntry.objects.filter(verb="undid change of succession").count() == 1
    with pytest.raises(SuccessionRefused, match="was changed since"):
        undo_succession(change=change, by=person, at=NOW)
    first = back.history.earliest()
    with pytest.raises(SuccessionRefused, match="was changed since"):
        undo_succession(change=first.pk, by=person, at=NOW)


def test_an_amendment_whose_former_successor_ended_since_is_not_undone() -> None:
    old, new, other = an_agency("Old PD"), an_agency("New PD"), an_agency("Other PD")
    ended(old, new)
    change = last_change(ended(old, other))
    ended(new, None, kind=Succession.CLOSED)
    with pytest.raises(SuccessionRefused, match="New PD had ended itself by then"):
        undo_succession(change=change, by=a_person(), at=NOW)
    assert Agency.objects.get(pk=old.pk).succeeded_by == other


def test_a_ring_of_successors_is_refused() -> None:
    first, second, third = an_agency("One"), an_agency("Two"), an_agency("Three")
    ended(first, second)
    ended(second, third, on=date(2026, 2, 1))
    with pytest.raises(SuccessionRefused, match="One is entered as what Three came from"):
        ended(Agency.objects.get(pk=third.pk), Agency.objects.get(pk=first.pk))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": Succession.MERGED}, "successor"),
        ({"kind": Succession.CLOSED, "on": date(202, 1, 1)}, "on"),
        ({"kind": Succession.CLOSED, "on": date(2028, 1, 1)}, "on"),
        ({"kind": Succession.CLOSED, "source": " "}, "source"),
    ],
)
def test_an_end_that_cannot_be_is_refused_by_its_field(values, field) -> None:
    with pytest.raises(SuccessionRefused) as refused:
        ended(an_agency(), None, **values)
    assert refused.value.field == field


def test_who_had_ended_by_then_comes_after_nobody_and_nobody_after_itself() -> None:
    gone = ended(an_agency(), None, kind=Succession.CLOSED)
    with pytest.raises(SuccessionRefused, match="had ended itself by then"):
        ended(an_agency(), gone, on=JANUARY)
    one = an_agency()
    with pytest.raises(SuccessionRefused, match="cannot come after itself"):
        ended(one, one)
    with pytest.raises(SuccessionRefused, match="has no successor"):
        ended(one, an_agency(), kind=Succession.CLOSED)
    with pytest.raises(SuccessionRefused, match="lives on"):
        remove_succession(agency=one, by=a_person(), at=NOW)


def test_no_body_is_a_part_of_its_own_part() -> None:
    city, police, unit = an_agency("City"), an_agency("Police"), an_agency("Unit")
    police = set_parent(agency=police, parent=city, by=a_person(), at=NOW)
    unit = set_parent(agency=unit, parent=police, by=a_person(), at=NOW)
    assert list(city.parts.all()) == [police]
    with pytest.raises(PartRefused, match="Unit is entered as a part of City"):
        set_parent(agency=city, parent=unit, by=a_person(), at=NOW)
    with pytest.raises(PartRefused, match="part of itself"):
        set_parent(agency=city, parent=city, by=a_person(), at=NOW)
    assert set_parent(agency=police, parent=None, by=a_person(), at=NOW).parent is None
