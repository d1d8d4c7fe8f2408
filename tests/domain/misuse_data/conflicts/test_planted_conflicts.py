"""A wrong number planted among random figures: the search finds why it is wrong and says it first.

Only the kind of mistake is given: year, body, measure and every number are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requests_app.domain.agencies.models import Agency
from requests_app.domain.misuse_data.comparison import source_on_source
from requests_app.domain.misuse_data.conflicts.finding import ConflictKind, conflicts
from requests_app.domain.misuse_data.explanation import CauseKind
from requests_app.domain.misuse_data.models import Figure, Release, Source
from tests.builders import an_agency
from tests.domain.misuse_data.figures import a_claim

pytestmark = pytest.mark.django_db
MEASURES = ("violations", "investigations", "complaints", "suspended")


@dataclass
class World:
    """Random figures of one careful source, and one thing of them that a paper gets wrong: of the
    state, or of an agency."""

    seed: int
    of_state: bool
    chance: Random = field(init=False)
    numbers: dict = field(default_factory=dict)

    def __post_init__(self):
        for model in (Figure, Release, Source, Agency):
            model.objects.all().delete()
        self.chance = Random(self.seed)
        self.bodies = [None, an_agency(), an_agency()]
        self.years = range(first := self.chance.randint(2000, 2016), first + 4)
        self.year = self.years[self.chance.randrange(3)]
        self.body = self.bodies[0 if self.of_state else self.chance.choice((1, 2))]
        self.measure = self.chance.choice(MEASURES)
        self.truth = self.drawn()
        for body in self.bodies:
            for year in self.years:
                for measure in MEASURES[:2] if measure_is_first(self.measure) else MEASURES[1:]:
                    self.state(body, year, measure)

    def drawn(self, least: int = 3_000, most: int = 900_000) -> int:
        """No round number: a world of round ones would be full of roundings; and two digits that
        can be swapped."""
        number = self.chance.randint(least, most)
        number += 0 if number % 10 else 7
        return number if len(set(str(number))) > 1 else number + 1

    def state(self, body, year, measure) -> None:
        is_target = (body, year, measure) == (self.body, self.year, self.measure)
        value = self.truth if is_target else self.drawn()
        figure = a_claim(
            value, source="DOJ", kind="doj", agency=body, years=year, measure=measure,
            issued_on=date(year + 2, 3, 1),
        )  # fmt: skip
        self.numbers[body, year, measure] = figure

    def said(self, value, source="A paper", kind="press", **values) -> Figure:
        """What another source says of the thing, unless it is told of what else."""
        about = {"agency": self.body, "years": self.year, "measure": self.measure}
        return a_claim(value, source=source, kind=kind, **about | values)

    def others(self, *, body=None, year=None, measure=None) -> Figure:
        """A figure that differs from the thing in one respect."""
        keys = [
            key for key in self.numbers
            if [a != b for a, b in zip(key, (self.body, self.year, self.measure), strict=True)]
            == [bool(body), bool(year), bool(measure)]
        ]  # fmt: skip
        return self.numbers[self.chance.choice(keys)]


def measure_is_first(measure: str) -> bool:
    return measure in MEASURES[:2]


def another_year(world: World):
    found = world.others(year=True)
    return world.said(found.value), CauseKind.OTHER_PERIOD, found


def a_total_of_years(world: World):
    span = (world.year - world.chance.randint(1, 4), world.year + world.chance.randint(0, 3))
    total = world.said(world.drawn(), source="A summary", kind="advocacy", years=span)
    return world.said(total.value), CauseKind.OTHER_PERIOD, total


def years_added(world: World):
    first = world.chance.choice([year for year in world.years[:-1] if year <= world.year])
    last = world.chance.choice([y for y in world.years if y >= world.year and y > first])
    run = [world.numbers[world.body, y, world.measure] for y in range(first, last + 1)]
    return world.said(sum(one.value for one in run)), CauseKind.SEVERAL_YEARS, run[0]


def another_measure(world: World):
    found = world.others(measure=True)
    return world.said(found.value), CauseKind.OTHER_MEASURE, found


def another_unit(world: World):
    unit = world.chance.choice(["queries", "persons", "percent"])
    value = world.drawn(11, 99) if unit == "percent" else world.drawn()
    found = world.said(value, source="The vendor", kind="advocacy", unit=unit)
    return world.said(value), CauseKind.OTHER_UNIT, found


def a_superseded_issue(world: World):
    found = world.said(world.drawn(), source="DOJ", kind="doj", state="superseded")
    return world.said(found.value), CauseKind.OTHER_ISSUE, found


def an_earlier_issue(world: World):
    """Both issues stand, as two letters of one agency do."""
    early = date(world.year + 1, 3, world.chance.randint(1, 28))
    found = world.said(world.drawn(), source="DOJ", kind="doj", issued_on=early)
    return world.said(found.value), CauseKind.OTHER_ISSUE, found


def its_own_earlier_issue(world: World):
    """Nobody else printed it: the source has stated two numbers, and both stand."""
    early = date(world.year + 1, 3, world.chance.randint(1, 28))
    printed = world.said(world.drawn(), source="DOJ", kind="doj", issued_on=early)
    return printed, CauseKind.OTHER_ISSUE, world.numbers[world.body, world.year, world.measure]


def another_body(world: World):
    found = world.others(body=True)
    return world.said(found.value), CauseKind.OTHER_BODY, found


def without_one_body(world: World):
    """The state's number without its outlier, or without any other."""
    whole = world.numbers[None, world.year, world.measure]
    part = world.chance.choice([0.002, 0.05, 0.3, 0.933])
    value = max(11, int(int(whole.value) * part))
    found = world.said(value, source="DOJ", kind="doj", agency=an_agency())
    printed = world.said(whole.value - value, agency=None)
    return printed, CauseKind.ONE_BODY_LEFT_OUT, found


def rounded(world: World):
    worth = world.chance.choice([10, 100, 1000])
    number = round(world.truth / worth) * worth
    return world.said(number), CauseKind.ROUNDED, None


def nearly(world: World):
    """ "Nearly 40,000", "over 7,200": up or down to the next one, with or without the word."""
    worth = world.chance.choice([10, 100, 1000])
    number = world.truth // worth * worth + world.chance.choice([0, worth])
    qualifier = world.chance.choice(["about", "exact"])
    return world.said(number, qualifier=qualifier), CauseKind.ROUNDED, None


def digits_swapped(world: World):
    written = str(world.truth)
    pairs = [(n, *written[n : n + 2]) for n in range(len(written) - 1)]
    # Nobody copies 1,045 as 0145.
    places = [n for n, a, b in pairs if a != b and not (n == 0 and b == "0")]
    n = world.chance.choice(places)
    value = written[:n] + written[n + 1] + written[n] + written[n + 2 :]
    return world.said(int(value)), CauseKind.DIGITS_SWAPPED, None


PLANTS = (
    another_year,
    a_total_of_years,
    years_added,
    another_measure,
    another_unit,
    a_superseded_issue,
    an_earlier_issue,
    its_own_earlier_issue,
    another_body,
    without_one_body,
    rounded,
    nearly,
    digits_swapped,
)


def test_every_kind_of_cause_is_planted():
    assert {plant(World(1, of_state=True))[1] for plant in PLANTS} == set(CauseKind)


@pytest.mark.parametrize("plant", PLANTS)
@pytest.mark.parametrize("seed", range(8))
def test_what_is_planted_is_wrong(plant, seed):
    """Not the careful source's own number: what is found is found of a mistake."""
    world = World(seed, of_state=bool(seed % 2))
    printed, _, evidence = plant(world)
    right = world.numbers[printed.agency, printed.year_to, printed.measure.key]
    assert printed.value != right.value
    assert evidence is None or evidence.pk != printed.pk


def first_causes(printed: Figure) -> list:
    """What is named first: on the page of sources, and among the contradictions if it is one."""
    figures, everything = Figure.objects.all().current(), Figure.objects.all()
    blocks = source_on_source(
        figures,
        year=printed.year_to,
        measure_key=printed.measure.key,
        subject=(printed.agency_id, ""),
        among=everything,
    )
    beside = [one for block in blocks for one in block.others]
    (mine,) = [one for one in beside if one.statement.figure == printed.pk]
    found = [mine.causes]
    if not mine.agrees:
        (conflict,) = [
            c
            for c in conflicts(figures, among=everything)
            if printed.pk in c.figures and c.kind == ConflictKind.DIFFERENT_NUMBERS
        ]
        # Of three statements two more may differ, for reasons of their own.
        is_pair = len(conflict.statements) == 2
        found.append([c for c in conflict.causes if is_pair or c.of.figure == printed.pk])
    return [causes[0] if causes else None for causes in found]


@pytest.mark.parametrize("of_state", [True, False], ids=["the state", "an agency"])
@pytest.mark.parametrize("plant", PLANTS)
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**40))
def test_what_is_planted_is_found_and_named_first(plant, of_state, seed):
    printed, kind, evidence = plant(World(seed, of_state))
    printed.refresh_from_db()
    for cause in first_causes(printed):
        assert cause is not None, "no cause was found"
        assert (cause.kind, cause.of.figure) == (kind, printed.pk)
        if evidence is not None:
            assert cause.evidence.figure == evidence.pk
