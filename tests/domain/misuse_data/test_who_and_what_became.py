"""Who did not report, and what became of the violations."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.domain.misuse_data.comparison import (
    Scope,
    Standing,
    agency_outcomes,
    statewide_outcomes,
    who_reported,
)
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.reporting.models import AnnualDuty
from tests.builders import an_agency
from tests.domain.misuse_data.figures import YEAR, a_claim

pytestmark = pytest.mark.django_db


def standings(**values):
    reported = who_reported(Figure.objects.all(), year=YEAR, scope=Scope(), **values)
    return {row.name: row.standing for row in reported.rows}


def a_duty(agency, answer):
    return AnnualDuty.objects.create(
        agency=agency, reporting_year=YEAR, due_on=date(YEAR + 1, 2, 1), answer=answer
    )


@pytest.mark.parametrize(
    ("answer", "standing"),
    [
        ("reported_zero", Standing.NONE),
        ("listed_as_none", Standing.NONE),
        ("did_not_report", Standing.SILENT),
        ("withheld", Standing.WITHHELD),
        ("unreadable", Standing.UNCLEAR),
    ],
)
def test_each_answer_has_its_standing(answer, standing):
    value = 0 if answer == "reported_zero" else None
    a_claim(value, agency=an_agency("A"), answer=answer)
    assert standings() == {"A": standing}


def test_who_is_on_no_list_is_told_apart_from_who_did_not_report():
    an_agency("Nowhere")
    a_claim(None, agency=an_agency("Silent"), answer="did_not_report")
    assert standings() == {"Nowhere": Standing.NOT_LISTED, "Silent": Standing.SILENT}


def test_a_number_outweighs_a_silence_of_another_source():
    agency = an_agency("A")
    a_claim(None, agency=agency, answer="did_not_report", source="One")
    a_claim(4, agency=agency, source="Two")
    assert standings() == {"A": Standing.NUMBER}
    assert standings(measure_key="investigations") == {"A": Standing.NOT_LISTED}


def test_of_an_unmapped_measure_only_the_same_words_are_an_answer():
    a_claim(4, agency=an_agency("A"), measure="unmapped", measure_as_written="Log-ins")
    a_claim(4, agency=an_agency("B"), measure="unmapped", measure_as_written="Terminals")
    found = standings(measure_key="unmapped:log ins")
    assert found == {"A": Standing.NUMBER, "B": Standing.NOT_LISTED}


def test_the_board_speaks_where_no_figure_does_and_is_shown_where_it_contradicts():
    silent, at_odds = an_agency("Silent"), an_agency("At odds")
    a_duty(silent, "did_not_report")
    a_duty(at_odds, "did_not_report")
    a_claim(4, agency=at_odds)
    found = who_reported(Figure.objects.all(), year=YEAR, scope=Scope())
    rows = {row.name: row for row in found.rows}
    assert rows["Silent"].standing == Standing.SILENT
    assert (rows["At odds"].standing, rows["At odds"].is_at_odds) == (Standing.NUMBER, True)
    assert (found.heard, found.agencies) == (1, 2)


def test_who_owes_no_report_is_not_asked_for():
    an_agency("Federal", records_law="foia")
    an_agency("Closed", closed_on=date(YEAR - 1, 1, 1))
    an_agency("Closed before 1 February", closed_on=date(YEAR + 1, 1, 15))
    assert standings() == {}


def test_outcomes_are_set_against_violations_and_added_only_to_each_other():
    for measure, value in (
        ("violations", 7275), ("suspended", 24), ("resigned", 6), ("terminated", 9),
    ):  # fmt: skip
        a_claim(value, source="EFF", measure=measure)
    a_claim(50, source="EFF", measure="investigations")
    (found,) = statewide_outcomes(Figure.objects.all(), year=YEAR)
    assert [s.value for s in found.outcomes] == [24, 6, 9]
    assert (found.sum, found.outcomes_exceed, found.is_exact) == (39, False, True)


def test_an_outcome_that_was_withheld_leaves_the_rest_inexact():
    agency = an_agency("A")
    for whose in (None, agency):
        a_claim(20, source="EFF", agency=whose)
        a_claim(3, source="EFF", measure="suspended", agency=whose)
        a_claim(None, source="EFF", measure="resigned", answer="withheld", agency=whose)
    (found,) = statewide_outcomes(Figure.objects.all(), year=YEAR)
    assert (found.sum, found.outcomes_exceed, found.is_exact) == (3, False, False)


def test_what_is_counted_together_and_apart_is_counted_once():
    counted = {
        "violations": 20, "resigned-or-terminated": 7, "resigned": 3, "terminated": 4,
        "suspended": 2,
    }  # fmt: skip
    for measure, value in counted.items():
        a_claim(value, measure=measure)
    planted(an_agency("A"), **counted)
    (found,) = statewide_outcomes(Figure.objects.all(), year=YEAR)
    assert (found.sum, found.outcomes_exceed) == (9, False)
    assert rows() == [("A", 20, 9, False)]


def test_what_a_court_did_is_not_added_to_what_the_employer_did_in_the_same_cases():
    counted = {"violations": 10, "terminated": 3, "criminal-charges": 2, "felony": 1}
    for measure, value in counted.items():
        a_claim(value, measure=measure)
    planted(an_agency("A"), **counted)
    planted(an_agency("B"), violations=4, **{"criminal-charges": 2})
    (found,) = statewide_outcomes(Figure.objects.all(), year=YEAR)
    assert [s.measure_key for s in found.beside] == ["criminal-charges", "felony"]
    assert (found.sum, found.outcomes_exceed) == (3, False)
    assert rows() == [("A", 10, 3, False), ("B", 4, None, None)]


def test_outcomes_that_nobody_told_come_to_no_zero():
    a_claim(20, source="EFF")
    for measure in ("suspended", "resigned"):
        a_claim(None, source="EFF", measure=measure, answer="withheld")
    (found,) = statewide_outcomes(Figure.objects.all(), year=YEAR)
    assert (found.sum, found.outcomes_exceed, found.sum_is_exact) == (None, None, False)


def rows(**values):
    found = agency_outcomes(Figure.objects.all(), year=YEAR, scope=Scope(), **values)
    return [(row.about, row.violations, row.outcomes, row.outcomes_exceed) for row in found]


def planted(agency, **values):
    """One release's row about an agency."""
    first, *rest = values.items()
    made = a_claim(first[1], measure=first[0], agency=agency)
    for measure, value in rest:
        another = a_claim(value, measure=measure, agency=agency)
        Figure.objects.filter(pk=another.pk).update(release=made.release)


def test_agencies_by_what_is_not_accounted_for():
    planted(an_agency("A"), violations=10, suspended=1, resigned=2)
    planted(an_agency("B"), violations=3)
    planted(an_agency("C"), violations=1, suspended=4)
    planted(an_agency("None"), violations=0, suspended=0)
    assert rows() == [("A", 10, 3, False), ("B", 3, None, None), ("C", 1, 4, True)]


def test_of_one_source_our_own_release_stands_before_what_others_quote():
    agency = an_agency("A")
    own = a_claim(10, source="DOJ", kind="doj", agency=agency, issued_on=date(2024, 3, 1))
    Release.objects.filter(pk=own.release_id).update(is_quoted_claim=False)
    a_claim(12, source="DOJ", kind="doj", agency=agency, issued_on=date(2025, 3, 1))
    assert rows() == [("A", 10, None, None)]


def test_of_several_issues_the_one_that_stands_is_told_however_few_are_asked_for():
    less, none, other = an_agency("Less"), an_agency("None"), an_agency("Other")
    for agency, before, now in ((less, 900, 2), (none, 800, 0)):
        a_claim(before, source="DOJ", agency=agency, issued_on=date(2024, 3, 1))
        a_claim(now, source="DOJ", agency=agency, issued_on=date(2025, 3, 1))
    a_claim(5, source="DOJ", agency=other)
    assert rows() == [("Other", 5, None, None), ("Less", 2, None, None)]
    assert rows(most=1) == [("Other", 5, None, None)]


def exactness():
    found = agency_outcomes(Figure.objects.all(), year=YEAR, scope=Scope())
    return {row.about: (row.violations_are_exact, row.outcomes_are_exact) for row in found}


def test_what_is_unclear_of_the_outcomes_does_not_make_the_violations_inexact():
    planted(an_agency("A"), violations=10, suspended=1)
    planted(vague := an_agency("B"), violations=10, suspended=1)
    unclear = Figure.objects.filter(agency=vague, measure__key="suspended")
    unclear.update(qualifier="at_least")
    planted(about := an_agency("C"), violations=10, suspended=1)
    Figure.objects.filter(agency=about, measure__key="violations").update(qualifier="about")
    assert exactness() == {"A": (True, True), "B": (True, False), "C": (False, True)}


def test_a_percentage_is_no_outcome():
    agency = an_agency("A")
    planted(agency, violations=10)
    a_claim(17, measure="suspended", unit="percent", agency=agency)
    assert rows() == [("A", 10, None, None)]


def test_queries_do_not_grow():
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            rows()
            standings()
            statewide_outcomes(Figure.objects.all(), year=YEAR)
        return len(queries)

    planted(an_agency(), violations=10, suspended=1)
    few = asked()
    for _ in range(6):
        planted(an_agency(), violations=10, suspended=1)
    assert asked() == few <= 7
