"""What columns held last year is proposed this year, and every change of the layout is told."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.models import Source
from requests_app.domain.misuse_data.reading.layouts import (
    changes,
    difference,
    remember,
    remembered,
)
from requests_app.domain.misuse_data.reading.remembered import Layout
from tests.builders import NOW, a_person

COLUMNS = ("Agency", "ORI", "Violations", "Suspended", "Resigned", "Other")
MAPPING = {
    "Agency": "agency",
    "ORI": "ori",
    "Violations": "measure:violations",
    "Suspended": "measure:suspended",
    "Resigned": "measure:resigned",
    "Other": "measure:other",
}


@pytest.fixture
def doj(db) -> Source:
    return Source.objects.create(name="DOJ", kind="doj")


@pytest.fixture
def kept(doj) -> Layout:
    return remember(source=doj, columns=COLUMNS, mapping=MAPPING, by=a_person(), at=NOW)


def test_the_same_headings_hold_the_same(doj, kept):
    assert remembered(doj, COLUMNS) == MAPPING
    assert changes(doj, COLUMNS) == []


def test_another_spelling_of_a_heading_is_no_change(doj, kept):
    shouted = [name.upper() + "*" for name in COLUMNS]
    found = remembered(doj, shouted)
    assert found is not None
    assert list(found.values()) == list(MAPPING.values())
    assert changes(doj, shouted) == []


def test_nothing_is_proposed_without_a_layout(doj, kept):
    other = Source.objects.create(name="A paper", kind="press")
    assert remembered(other, COLUMNS) is None
    assert remembered(Source(name="New", kind="press"), COLUMNS) is None
    assert changes(other, COLUMNS) == []
    assert remembered(doj, ["Date", "Weather", "Agency"]) is None, "another kind of file"


def test_what_a_person_changed_is_proposed_next_year(doj, kept):
    mapping = MAPPING | {"Other": "ignored"}
    again = remember(
        source=doj, columns=COLUMNS, mapping=mapping, by=a_person(), at=NOW + timedelta(days=365)
    )
    assert (again.pk, Layout.objects.count()) == (kept.pk, 1)
    assert remembered(doj, COLUMNS) == mapping
    assert AuditEntry.objects.filter(verb="remembered layout").count() == 2


def test_saying_the_same_again_is_no_news_for_the_record(doj, kept):
    remember(source=doj, columns=COLUMNS, mapping=MAPPING, by=a_person(), at=NOW)
    assert AuditEntry.objects.filter(verb="remembered layout").count() == 1


def test_a_changed_layout_is_told_in_sentences(doj, kept):
    now = ("Agency", "ORI", "Suspended", "Violations", "Resigned", "Terminated")
    assert changes(doj, now) == [
        "“Terminated” is new.",
        "“Other” is gone.",
        "“Suspended” moved from column D to C.",
    ]
    found = remembered(doj, now)
    assert found is not None
    assert found["Terminated"] == "measure:terminated"
    assert found["Suspended"] == "measure:suspended"


def test_a_renamed_heading_is_suggested_with_its_role(doj, kept):
    now = (*COLUMNS[:5], "Others")
    assert changes(doj, now) == [
        "“Others” is new and “Other” is gone: probably one column under another name."
    ]
    assert (remembered(doj, now) or {})["Others"] == "measure:other"


def test_two_things_we_know_apart_are_never_one_renamed():
    found = difference(["Agency", "Misdemeanor"], ["Agency", "Misdemeanors found"])
    assert found.renamed == {"Misdemeanors found": "Misdemeanor"}
    found = difference(["Agency", "Violations"], ["Agency", "Investigations"])
    assert (found.new, found.gone, found.renamed) == (("Investigations",), ("Violations",), {})


def test_a_column_pushed_along_has_not_moved():
    assert difference(COLUMNS, ("Rank", *COLUMNS)).moved == ()


def test_the_likest_layout_is_taken(doj, kept):
    short = ("Agency", "Count")
    remember(source=doj, columns=short, mapping={"Count": "measure:violations"}, by=None, at=NOW)
    assert (remembered(doj, short) or {})["Count"] == "measure:violations"
    assert remembered(doj, COLUMNS) == MAPPING


def test_a_new_column_does_not_take_a_role_that_is_taken(doj):
    remember(
        source=doj,
        columns=("Body", "Violations"),
        mapping={"Body": "agency", "Violations": "measure:violations"},
        by=None,
        at=NOW,
    )
    found = remembered(doj, ("Body", "Violations", "Agency name"))
    assert found == {"Body": "agency", "Violations": "measure:violations", "Agency name": "ignored"}


def test_a_new_year_holds_what_the_other_years_held(doj):
    mapping = {"Agency": "agency", "Measure": "measure", "2022": "value", "2023": "value"}
    remember(source=doj, columns=tuple(mapping), mapping=mapping, by=None, at=NOW)
    found = remembered(doj, ("Agency", "Measure", "2022", "2023", "2024"))
    assert found == mapping | {"2024": "value"}


headings = st.lists(st.text("abcdef", min_size=1, max_size=3), unique=True, max_size=8)


@given(headings)
def test_a_layout_does_not_differ_from_itself(columns):
    assert difference(columns, columns).sentences() == []


@given(headings, headings)
def test_what_is_new_one_way_is_gone_the_other(before, now):
    there, back = difference(before, now), difference(now, before)
    assert {*there.new, *there.renamed} == {*back.gone, *back.renamed.values()}
    assert set(there.same) == set(back.same.values())


@given(headings, st.randoms())
def test_without_the_moved_columns_the_order_is_kept(before, chance):
    now = list(before)
    chance.shuffle(now)
    moved = {name for name, _, _ in difference(before, now).moved}
    assert [n for n in now if n not in moved] == [n for n in before if n not in moved]
    assert not moved or before != now
