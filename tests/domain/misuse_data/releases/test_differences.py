"""What differs between two issues: every kind of change, and the laws of a difference."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.misuse_data.releases.differences import (
    Cell,
    Change,
    ChangeKind,
    Unchanged,
    differences,
)

RETURNED = Path(__file__).resolve().parents[3] / "files" / "returned"
REPORTED, ZERO, SILENT = "reported", "reported_zero", "did_not_report"


def cell(value: int | None = 5, *, agency: int = 1, answer: str = "", **values) -> Cell:
    told = answer or (SILENT if value is None else REPORTED if value else ZERO)
    return Cell(
        **{
            "agency": agency,
            "name": "",
            "year_from": 2023,
            "year_to": 2023,
            "measure_key": "violations",
            "unit": "violations",
            "answer": told,
            "qualifier": "exact",
            "value": None if value is None else Decimal(value),
            "written": f"Agency {agency}",
            **values,
        }
    )


def between(before: list[Cell], after: list[Cell]) -> list[Change]:
    return list(differences(before, after))


@pytest.mark.parametrize(
    ("before", "after", "kind", "by"),
    [
        (None, cell(5), "added", None),
        (cell(5), None, "removed", None),
        (cell(1204), cell(1240), "changed", 36),
        (cell(26), cell(24), "changed", -2),
        (cell(0), cell(3), "changed", 3),
        (cell(None), cell(0), "changed", None),
        (cell(None, answer="withheld"), cell(None), "changed", None),
        (cell(5), cell(5, qualifier="at_least"), "changed", None),
        (cell(5), cell(5, written="Another name"), "renamed", None),
        (cell(5), cell(6, written="Another name"), "changed", 1),
    ],
)
def test_every_kind_of_change(before, after, kind, by):
    [change] = between([before] if before else [], [after] if after else [])
    assert (change.kind, change.by) == (kind, by)
    assert (change.before, change.after) == (before, after)


@pytest.mark.parametrize(
    "other",
    [{"unit": "percent"}, {"measure_key": "suspended"}, {"year_from": 2019}, {"agency": 2},
     {"agency": 0, "name": "somebody"}],
)  # fmt: skip
def test_what_is_another_thing_is_never_a_change_of_this_one(other):
    kinds = [change.kind for change in between([cell(5)], [cell(6, **other)])]
    assert sorted(kinds) == ["added", "removed"]


@pytest.mark.parametrize("written", ["AGENCY 1", "Agency, 1.", "agency  1"])
def test_case_and_commas_are_no_other_name(written):
    assert between([cell(5)], [cell(5, written=written)]) == []


def test_what_stayed_is_counted():
    unchanged = Unchanged()
    sides = [cell(5), cell(6, agency=2)], [cell(5), cell(7, agency=2)]
    assert len(list(differences(*sides, unchanged))) == 1
    assert unchanged.count == 1


def test_of_a_thing_said_twice_what_stayed_is_taken_out_first():
    changes = between([cell(5), cell(7)], [cell(7), cell(9)])
    assert [(c.before.value, c.after.value) for c in changes] == [(5, 9)]
    assert [c.kind for c in between([cell(5)], [cell(5), cell(5)])] == ["added"]


def test_agencies_of_one_side_only_lose_nobody():
    before = [cell(1, agency=n) for n in (1, 3, 5)]
    after = [cell(1, agency=n) for n in (2, 3, 6)]
    found = [(c.kind.value, c.cell.agency) for c in between(before, after)]
    assert found == [("removed", 1), ("added", 2), ("removed", 5), ("added", 6)]


some_cells = st.lists(
    st.builds(
        cell,
        st.sampled_from([None, 0, 1, 2]),
        agency=st.integers(0, 3),
        measure_key=st.sampled_from(["violations", "pending"]),
        qualifier=st.sampled_from(["exact", "about"]),
        written=st.sampled_from(["", "One", "ONE", "Other"]),
    ),
    max_size=12,
).map(lambda cells: sorted(cells, key=lambda one: one.agency))


def as_told(cells: list[Cell]) -> Counter:
    """What is held against each other: a name without its marks."""
    return Counter((one.place, one.said, one.spelt) for one in cells)


@given(some_cells)
def test_a_release_does_not_differ_from_itself(cells):
    unchanged = Unchanged()
    assert list(differences(cells, cells, unchanged)) == []
    assert unchanged.count == len(cells)


@given(some_cells, some_cells)
def test_the_other_way_round_each_change_is_its_mirror(one, other):
    there = Counter((c.before, c.after, c.by) for c in between(one, other))
    back = Counter(
        (c.after, c.before, None if c.by is None else -c.by) for c in between(other, one)
    )
    assert there == back


@given(some_cells, some_cells)
def test_applied_to_the_one_it_gives_the_other(one, other):
    changes = between(one, other)
    left = as_told(one)
    left.subtract(as_told([c.before for c in changes if c.before]))
    left.update(as_told([c.after for c in changes if c.after]))
    assert +left == as_told(other)
    assert min(left.values(), default=0) >= 0


@given(some_cells, some_cells)
def test_every_cell_is_counted_once(one, other):
    unchanged = Unchanged()
    changes = list(differences(one, other, unchanged))
    assert unchanged.count + sum(bool(c.before) for c in changes) == len(one)
    assert unchanged.count + sum(bool(c.after) for c in changes) == len(other)


def truth(name: str) -> list[Cell]:
    """A file's figures as its maker says them, the agency by its ORI."""
    with (RETURNED / f"{name}.truth.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (RETURNED / "agencies.csv").open(encoding="utf-8", newline="") as file:
        known = {row["ori"] for row in csv.DictReader(file)}
    names = {ori: n for n, ori in enumerate(sorted({"", *known, *(r["ori"] for r in rows)}))}
    cells = [
        cell(
            agency=names[row["ori"]],
            year_from=int(row["year_from"]),
            year_to=int(row["year_to"]),
            measure_key=row["measure"],
            unit=row["measure"],
            answer=row["answer"],
            qualifier=row["qualifier"],
            written=row["agency"],
        )._replace(value=Decimal(row["value"]) if row["value"] else None)
        for row in rows
    ]
    return sorted(cells, key=lambda one: one.agency)


def test_the_re_issued_year_has_the_changes_that_its_maker_made():
    """The DOJ's 2024, re-issued: three corrected, one agency added, moved, removed, renamed."""
    changes = between(truth("doj_2024.xlsx"), truth("doj_2024_reissued.xlsx"))
    corrected = {
        (c.before.value, c.after.value) for c in changes if c.kind == ChangeKind.CHANGED and c.by
    }
    assert {(1204, 1240), (24, 26)} <= corrected
    named = {kind: {c.cell.written for c in changes if c.kind == kind} for kind in ChangeKind}
    assert "Santa Monica Police Department" in named[ChangeKind.ADDED]
    assert named[ChangeKind.REMOVED] >= {"Vallejo Police Department"}
    assert named[ChangeKind.RENAMED] == {"CSU Chico University Police Department"}
    touched = {c.cell.written for c in changes if c.cell.written}
    assert touched == {
        "Los Angeles County Sheriff's Office",
        "Los Angeles Police Department",
        "Berkeley Police Department",
        "Santa Monica Police Department",
        "Turlock Police Department",
        "Vallejo Police Department",
        "CSU Chico University Police Department",
    }
