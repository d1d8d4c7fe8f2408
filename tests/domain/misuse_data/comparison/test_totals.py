"""Sums over agencies of the state, a county, a kind: what is added, what never is, who is in."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.domain.misuse_data.comparison import Scope, summed_years, totals, two_years
from requests_app.domain.misuse_data.comparison.missing import missing_agencies
from requests_app.domain.misuse_data.comparison.totals import THEMSELVES
from requests_app.domain.misuse_data.conflicts.agreement import NotComparable
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.reporting.operations import missing_from
from tests.builders import an_agency
from tests.domain.misuse_data.figures import a_claim

pytestmark = pytest.mark.django_db
STATE, FRESNO = Scope(), Scope(county="Fresno")


def a_row(value, agency, *, source="The DOJ", kind="doj", years=2023, **values):
    """One agency's row in a list of ours."""
    row = a_claim(value, source=source, kind=kind, years=years, agency=agency, **values)
    Release.objects.filter(pk=row.release_id).update(is_quoted_claim=False)
    return row


def found(scope=STATE, **values):
    return totals(Figure.objects.all().current(), scope=scope, **values)


@pytest.fixture
def three():
    return [an_agency(name, county=county) for name, county in
            (("A", "Fresno"), ("B", "Fresno"), ("C", "Kern"))]  # fmt: skip


def test_a_total_says_what_it_covers(three):
    a_row(4, three[0])
    a_row(None, three[1], answer="did_not_report")
    (total,) = found()
    assert (total.value, total.with_number, total.silent, total.not_listed) == (4, 1, 1, 1)
    assert total.covers == "1 with a number, 1 did not report, 1 of the directory’s 3 not listed"


def test_who_answered_with_none_is_in_the_sum_and_who_withheld_is_not(three):
    a_row(0, three[0], answer="reported_zero")
    a_row(None, three[1], answer="listed_as_none")
    a_row(None, three[2], answer="withheld")
    (total,) = found()
    assert (total.value, total.answered, total.unclear) == (0, 2, 1)


def test_where_nobody_answered_there_is_no_zero(three):
    a_row(None, three[0], answer="did_not_report")
    (total,) = found()
    assert total.value is None


def test_a_county_and_a_kind_are_their_own_agencies_only(three):
    sheriff = an_agency("S", county="Kern", kind="sheriff")
    for value, agency in zip((1, 2, 4, 8), [*three, sheriff], strict=True):
        a_row(value, agency)
    sums = {
        scope.label: found(scope)[0].value
        for scope in (STATE, FRESNO, Scope(county="Kern"), Scope(kind="sheriff"),
                      Scope(county="Kern", kind="police"))
    }  # fmt: skip
    assert sums == {
        "All agencies of California": 15, "Fresno County": 3, "Kern County": 12,
        "Sheriff, California": 8, "Police, Kern County": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [{"measure": "investigations"}, {"unit": "queries"}, {"years": 2022}, {"source": "Another"}],
)
def test_what_differs_is_never_added(three, values):
    a_row(4, three[0])
    a_row(8, three[1], **values)
    assert sorted(total.value for total in found()) == [4, 8]


def test_percentages_longer_periods_and_the_state_itself_are_never_added(three):
    a_row(4, three[0])
    a_row(17, three[1], unit="percent")
    a_row(99, three[1], years=(2019, 2023))
    a_row(500, None)
    assert [total.value for total in found()] == [4]


def test_what_no_measure_stands_for_is_refused_with_the_reason():
    with pytest.raises(NotComparable, match="not added"):
        found(measure_key="unmapped:queries by one officer")


def test_of_one_source_the_later_issue_counts_once(three):
    a_row(4, three[0], issued_on=date(2024, 3, 1))
    a_row(9, three[0], issued_on=date(2025, 3, 1))
    a_row(1, three[1], issued_on=date(2024, 3, 1))
    (total,) = found()
    assert (total.value, total.listed, total.who) == (10, 2, found()[0].who)


def test_our_own_release_counts_before_a_later_one_that_others_quote(three):
    a_row(4, three[0], issued_on=date(2024, 3, 1))
    a_claim(9, source="The DOJ", agency=three[0], issued_on=date(2025, 3, 1))
    assert [total.value for total in found(FRESNO)] == [4]


def test_a_superseded_issue_does_not_count(three):
    a_row(4, three[0], state="superseded")
    a_row(9, three[0])
    assert [total.value for total in found()] == [9]


def test_the_agencies_own_answers_are_one_source(three):
    for value, agency in zip((1, 2), three[:2], strict=True):
        a_row(value, agency, source=agency.name, kind="agency")
    (total,) = found()
    assert (total.source, total.value) == (THEMSELVES, 3)


def test_what_a_paper_prints_is_no_list_of_the_state(three):
    a_claim(6789, source="Paper", agency=three[0])
    assert found() == []
    assert [total.value for total in found(FRESNO)] == [6789]


def test_an_inexact_row_marks_the_sum(three):
    a_row(4, three[0], qualifier="at_least")
    a_row(9, three[1])
    (total,) = found()
    assert (total.value, total.qualifier) == (13, "at_least")


def pair(**values):
    (one,) = two_years(Figure.objects.all(), before=2022, after=2023, scope=STATE, **values)
    return one


def test_a_sum_says_how_many_of_its_rows_have_a_caveat(three):
    a_row(4, three[0], issued_on=date(2024, 3, 1), note="counted per query")
    a_row(5, three[0], issued_on=date(2025, 3, 1), note="counted per query")
    a_row(9, three[1])
    (total,) = found(FRESNO)
    assert (total.value, total.noted) == (14, 1)
    assert total.covers.endswith("1 with a caveat of their own")


def test_two_years_of_the_same_agencies_have_a_change(three):
    a_row(4, three[0], years=2022)
    a_row(9, three[0])
    assert (pair().change, pair().caveat) == (5, "")


def test_two_years_of_other_agencies_have_none_and_say_why(three):
    """The trap: one agency's 4 and another's 38 are no rise by 34."""
    a_row(4, three[0], years=2022)
    a_row(38, three[1])
    assert pair().change is None
    assert pair().caveat == "not the same agencies: 1 answered for 2022, 1 for 2023"


def test_two_years_of_most_agencies_have_a_change_that_names_the_difference(three):
    for agency in three[:2]:
        a_row(4, agency, years=2022)
    for agency in three:
        a_row(5, agency)
    assert pair().change == 7
    assert "not the same agencies" in pair().caveat


def test_a_year_that_nobody_states_is_a_gap_and_no_zero(three):
    a_row(4, three[0], years=2020)
    a_row(6, three[0], years=2022)
    (series,) = summed_years(Figure.objects.all(), scope=FRESNO, measure_key="violations")
    assert [(y.year, y.total and y.total.value, y.change) for y in series.years] == [
        (2020, 4, None), (2021, None, None), (2022, 6, None),
    ]  # fmt: skip
    assert [column["value"] for column in series.columns] == [4, None, 6]


def test_a_countys_total_names_who_did_not_report(three):
    a_row(4, three[0])
    a_row(None, three[1], answer="did_not_report")
    named = missing_agencies(
        Figure.objects.all(), scope=FRESNO, measure_key="violations", years=[2023]
    )
    assert named == {("The DOJ", 2023): ("B",)}


def test_an_agency_that_was_closed_by_then_owed_no_report(three):
    a_row(4, three[0])
    three[1].closed_on = date(2022, 6, 30)
    three[1].save()
    (total,) = found(FRESNO)
    assert total.directory == 1


def test_who_owed_a_report_is_who_was_there_on_1_february(three):
    a_row(4, three[0])
    for agency, day in zip(three[1:], (date(2024, 1, 15), date(2024, 2, 2)), strict=True):
        agency.closed_on = day
        agency.save()
    (total,) = found()
    assert total.directory == missing_from(2023) == 2


def test_queries_do_not_grow_with_agencies_sources_or_years(three):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            found()
        return len(queries)

    def plant(years):
        for year in years:
            for source in ("One", "Two"):
                a_row(4, three[0], source=source, years=year)
                a_row(5, three[0], source=source, years=year)

    plant([2020])
    few = asked()
    plant(range(2010, 2019))
    assert asked() == few <= 6
