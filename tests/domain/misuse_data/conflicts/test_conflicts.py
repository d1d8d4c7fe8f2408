"""Contradictions tell their own stories: the two printed ones, and planted ones of every kind."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requests_app.domain.misuse_data.conflicts.finding import ConflictKind, conflicts
from requests_app.domain.misuse_data.explanation import CauseKind
from requests_app.domain.misuse_data.models import Figure, Release, Source
from tests.builders import an_agency
from tests.domain.misuse_data.figures import a_claim

pytestmark = pytest.mark.django_db


def found(**values):
    return conflicts(Figure.objects.all().current(), among=Figure.objects.all(), **values)


@pytest.fixture
def printed():
    call_command("import_published_figures", verbosity=0)


def of_year(year):
    (conflict,) = [c for c in found() if c.first.year_to == year]
    return conflict


@pytest.mark.usefixtures("printed")
def test_only_the_two_known_contradictions_are_in_the_printed_figures():
    assert [c.headline for c in found()] == [
        "California (statewide), 2023: 7,275 or 7,635 violations?",
        "California (statewide), 2017: are the 143 violations or investigations?",
    ]


@pytest.mark.usefixtures("printed")
def test_the_story_of_2023():
    conflict = of_year(2023)
    assert conflict.kind == ConflictKind.DIFFERENT_NUMBERS
    assert conflict.first.source == "EFF"
    (cause,) = conflict.causes
    assert cause.kind == CauseKind.OTHER_PERIOD
    assert (cause.of.value, cause.evidence.period) == (7635, "2019–2023")
    assert "7,635 equals the 2019–2023 total of violations stated by tnsafety" in cause.sentence


@pytest.mark.usefixtures("printed")
def test_the_story_of_2017():
    conflict = of_year(2017)
    assert conflict.kind == ConflictKind.SAME_NUMBER_OTHER_MEASURE
    assert {s.measure for s in conflict.statements} == {"violations", "investigations"}
    assert [cause.kind for cause in conflict.causes] == [CauseKind.OTHER_MEASURE]


# The search knows no number: plant each kind anywhere and it has to be found.
anywhere = st.builds(
    dict,
    year=st.integers(2000, 2022),
    value=st.integers(50, 99_999).filter(lambda n: n % 5),
    about_agency=st.booleans(),
    measure=st.sampled_from(["violations", "investigations", "suspended"]),
)
planted = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def fresh(about_agency):
    for model in (Figure, Release, Source):
        model.objects.all().delete()
    return an_agency() if about_agency else None


@planted
@given(anywhere)
def test_a_total_printed_as_a_years_number_is_found(case):
    agency, year, measure = fresh(case["about_agency"]), case["year"], case["measure"]
    a_claim(case["value"] - 7, source="One", years=year, measure=measure, agency=agency)
    a_claim(case["value"], source="Two", years=year, measure=measure, agency=agency)
    total = a_claim(
        case["value"], source="Three", years=(year - 3, year), measure=measure, agency=agency
    )
    (conflict,) = found()
    assert conflict.causes[0].kind == CauseKind.OTHER_PERIOD
    assert conflict.causes[0].evidence.figure == total.pk


@planted
@given(anywhere)
def test_a_number_under_the_wrong_measure_is_found(case):
    agency, year = fresh(case["about_agency"]), case["year"]
    a_claim(case["value"], source="One", years=year, measure="complaints", agency=agency)
    a_claim(case["value"], source="Two", years=year, measure=case["measure"], agency=agency)
    (conflict,) = found()
    assert conflict.kind == ConflictKind.SAME_NUMBER_OTHER_MEASURE
    assert conflict.causes[0].kind == CauseKind.OTHER_MEASURE


@planted
@given(anywhere)
def test_a_total_printed_as_a_years_number_is_found_without_a_rival(case):
    agency, year = fresh(case["about_agency"]), case["year"]
    a_claim(case["value"], source="One", years=year, measure=case["measure"], agency=agency)
    a_claim(
        case["value"], source="Two", years=(year, year + 2), measure=case["measure"], agency=agency
    )
    (conflict,) = found()
    assert conflict.kind == ConflictKind.SAME_NUMBER_OTHER_PERIOD


@planted
@given(anywhere)
def test_a_number_of_a_superseded_issue_is_found(case):
    agency, year, measure = fresh(case["about_agency"]), case["year"], case["measure"]
    common = {"years": year, "measure": measure, "agency": agency}
    a_claim(case["value"], source="DOJ", kind="doj", state="superseded", **common)
    a_claim(case["value"] + 3, source="DOJ", kind="doj", **common)
    a_claim(case["value"], source="Paper", **common)
    (conflict,) = found()
    assert conflict.causes[0].kind == CauseKind.OTHER_ISSUE
    assert "superseded" in conflict.causes[0].sentence


@planted
@given(anywhere)
def test_a_rounded_number_is_found(case):
    agency, year = fresh(case["about_agency"]), case["year"]
    common = {"years": year, "measure": case["measure"], "agency": agency}
    rounded = round(case["value"], -1)
    a_claim(case["value"], source="One", **common)
    a_claim(rounded, source="Two", **common)
    (conflict,) = found()
    assert CauseKind.ROUNDED in {cause.kind for cause in conflict.causes}


def test_an_agency_left_out_of_a_total_is_found():
    a_claim(7275, source="One")
    a_claim(486, source="Two")
    a_claim(6789, source="One", agency=an_agency("The Sheriff"))
    (conflict,) = found()
    assert [cause.kind for cause in conflict.causes] == [CauseKind.ONE_BODY_LEFT_OUT]
    assert "The Sheriff" in conflict.causes[0].sentence


def test_an_agencys_number_printed_for_the_state_is_found():
    a_claim(7275, source="One")
    a_claim(6789, source="Two")
    a_claim(6789, source="One", agency=an_agency("The Sheriff"))
    (conflict,) = found()
    assert conflict.causes[0].kind == CauseKind.OTHER_BODY


def test_nothing_found_is_said_and_not_made_up():
    a_claim(50, source="One")
    a_claim(63, source="Two")
    (conflict,) = found()
    assert conflict.causes == ()
    assert conflict.spread == 13


def test_numbers_that_can_both_be_true_are_no_conflict():
    a_claim(40, source="One", qualifier="about")
    a_claim(38, source="Two")
    a_claim(30, source="Three", qualifier="at_least")
    assert found() == []


def test_small_numbers_alike_by_chance_are_no_conflict():
    a_claim(4, source="One", measure="suspended")
    a_claim(4, source="Two", measure="resigned")
    assert found() == []


def test_one_source_may_print_a_number_under_two_measures():
    a_claim(44, source="One", measure="suspended")
    a_claim(44, source="One", measure="resigned")
    assert found() == []


def test_a_percentage_is_no_count():
    a_claim(17, source="One", unit="percent", measure="suspended")
    a_claim(17, source="Two", measure="resigned")
    a_claim(18, source="Two", measure="suspended")
    assert found() == []


def test_a_silence_against_a_number_is_a_conflict():
    agency = an_agency("A")
    a_claim(None, source="One", agency=agency, answer="did_not_report")
    a_claim(4, source="Two", agency=agency)
    (conflict,) = found()
    assert {s.stated for s in conflict.statements} == {"did not report", "4"}


def test_an_agency_under_two_names_is_one():
    agency = an_agency("A")
    a_claim(44, source="One", agency=agency, agency_as_written="The A")
    a_claim(45, source="Two", agency=agency)
    assert len(found()) == 1


def test_latest_year_first_and_the_state_before_agencies():
    agency = an_agency("A")
    for source, shift in (("One", 0), ("Two", 1)):
        a_claim(100 + shift, source=source, years=2020)
        a_claim(200 + shift, source=source, years=2022, agency=agency)
        a_claim(300 + shift, source=source, years=2022)
    assert [(c.first.year_to, c.first.is_statewide) for c in found()] == [
        (2022, True), (2022, False), (2020, True),
    ]  # fmt: skip


def a_row_of_ours(value, year=2023):
    """One agency's row in a release of the DOJ that states no total."""
    row = a_claim(value, source="DOJ", kind="doj", years=year, agency=an_agency())
    Release.objects.filter(pk=row.release_id).update(is_quoted_claim=False)


def test_queries_do_not_grow_with_conflicts():
    def plant(count):
        for number in range(count):
            for source in ("One", "Two"):
                a_claim(1000 + number, source=source, years=2000, agency=an_agency())
            a_claim(50 + number, source="One", years=1990 + number)
            a_claim(51 + number * 3, source="Two", years=1990 + number)
            a_row_of_ours(90 + number, year=1990 + number)

    plant(2)
    with CaptureQueriesContext(connection) as few:
        found()
    plant(12)
    with CaptureQueriesContext(connection) as many:
        found()
    assert len(many) == len(few) <= 10


def test_a_sum_of_ours_is_held_against_what_is_printed_and_has_no_cause_of_its_own():
    a_row_of_ours(30)
    a_claim(7275, source="EFF")
    a_claim(30, source="EFF", years=2022)
    (conflict,) = found()
    assert [(s.figure is None, s.value) for s in conflict.statements] == [
        (True, 30), (False, 7275),
    ]  # fmt: skip
    assert conflict.causes == ()
    assert found(sums=()) == []
