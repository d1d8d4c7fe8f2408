"""Year on year, agency on agency, source on source; and what is refused."""

from decimal import Decimal

import pytest

from requests_app.domain.misuse_data.comparison import (
    agency_on_agency,
    side_by_side,
    source_on_source,
    year_on_year,
)
from requests_app.domain.misuse_data.comparison.sums import summed_statements
from requests_app.domain.misuse_data.conflicts.agreement import NotComparable, agree, difference
from requests_app.domain.misuse_data.explanation import Pool
from requests_app.domain.misuse_data.models import Figure
from requests_app.domain.misuse_data.statements import statement_of
from tests.builders import an_agency
from tests.domain.misuse_data.figures import YEAR, a_claim, a_file, published

pytestmark = pytest.mark.django_db


def said(value, **values):
    return statement_of(a_claim(value, **values))


@pytest.mark.parametrize(
    ("one", "other", "agrees"),
    [
        ((40, "exact"), (40, "exact"), True),
        ((40, "exact"), (41, "exact"), False),
        ((586, "at_least"), (600, "exact"), True),
        ((586, "at_least"), (585, "exact"), False),
        ((20, "more_than"), (20, "exact"), False),
        ((20, "more_than"), (21, "exact"), True),
        ((40, "about"), (38, "exact"), True),
        ((40, "about"), (46, "exact"), False),
        ((40, "about"), (44, "about"), True),
        ((7000, "at_least"), (8000, "at_least"), True),
    ],
)
def test_qualified_numbers_agree_when_both_can_be_true(one, other, agrees):
    first, second = (said(value, qualifier=qualifier) for value, qualifier in (one, other))
    assert agree(first, second) is agree(second, first) is agrees


@pytest.mark.parametrize(
    ("answer", "agrees"),
    [
        ("listed_as_none", False),
        ("did_not_report", False),
        ("withheld", True),
        ("unreadable", True),
    ],
)
def test_an_answer_without_a_number_against_a_number(answer, agrees):
    assert agree(said(4), said(None, answer=answer)) is agrees


def test_none_and_zero_say_the_same_but_a_silence_does_not():
    zero, none = said(0), said(None, answer="listed_as_none")
    assert agree(zero, none)
    assert not agree(zero, said(None, answer="did_not_report"))


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"measure": "investigations"}, "measures"),
        ({"unit": "percent"}, "units"),
        ({"years": 2022}, "periods"),
        ({"years": (2019, 2023)}, "periods"),
    ],
)
def test_unlike_statements_are_refused_with_the_reason(values, named):
    with pytest.raises(NotComparable, match=named):
        difference(said(4), said(4, **values))
    with pytest.raises(NotComparable):
        side_by_side([said(4), said(4, **values)], Pool())


def test_different_bodies_are_refused():
    with pytest.raises(NotComparable, match="bodies"):
        agree(said(4), said(4, agency=an_agency()))


def test_two_unmapped_measures_are_alike_only_in_the_same_words():
    widgets = said(4, measure="unmapped", measure_as_written="Widgets")
    assert difference(said(6, measure="unmapped", measure_as_written="widgets"), widgets) == 2
    with pytest.raises(NotComparable):
        difference(said(4, measure="unmapped", measure_as_written="gadgets"), widgets)


def years_of(source: str, **values):
    found = year_on_year(Figure.objects.all(), measure_key="violations", **values)
    return next(one for one in found if one.source == source)


def test_years_show_gaps_and_change_only_beside_a_year():
    for year, value in ((2019, 4), (2020, 6), (2022, 9)):
        a_claim(value, years=year)
    rows = [
        (y.year, y.statement and y.statement.value, y.change) for y in years_of("A paper").years
    ]
    assert rows == [(2019, 4, None), (2020, 6, 2), (2021, None, None), (2022, 9, None)]


def test_an_inexact_year_has_no_change():
    a_claim(4, years=2019)
    a_claim(6, years=2020, qualifier="about")
    assert years_of("A paper").years[1].change is None


def test_sources_and_longer_periods_are_kept_apart():
    a_claim(4, years=2019)
    a_claim(5, years=2020, source="Another paper")
    a_claim(99, years=(2019, 2023))
    one = years_of("A paper")
    assert [y.year for y in one.years] == [2019]
    assert [s.value for s in one.longer] == [99]


def test_units_are_never_in_one_row_of_years():
    a_claim(4, years=2019)
    a_claim(12, years=2020, unit="percent")
    found = year_on_year(Figure.objects.all(), measure_key="violations")
    assert [len(one.years) for one in found] == [1, 1]


def table(**values):
    return agency_on_agency(Figure.objects.all(), year=YEAR, measure_key="violations", **values)


def test_agencies_are_ranked_with_their_shares_and_without_the_outlier():
    for name, value in (("A", 80), ("B", 6), ("C", 6), ("D", 0)):
        a_claim(value, agency=an_agency(name))
    a_claim(100)
    (found,) = table()
    assert [(r.statement.about, r.rank) for r in found.rows] == [
        ("A", 1), ("B", 2), ("C", 2), ("D", 4),
    ]  # fmt: skip
    assert (found.sum, found.with_number, found.stated_total.value) == (92, 4, 100)
    assert found.outlier.about == "A"
    assert (found.rest_of_stated, found.rest_of_sum) == (20, 12)
    assert [row.share_of_stated for row in found.rows[:2]] == [Decimal("0.8"), Decimal("0.06")]
    assert found.rows[1].share_without_outlier == Decimal("0.3")
    assert found.rows[0].share_without_outlier is None


def test_who_did_not_report_is_counted_and_has_no_rank():
    a_claim(4, agency=an_agency("A"))
    a_claim(None, agency=an_agency("B"), answer="did_not_report")
    (found,) = table()
    assert (found.rows[1].rank, found.rows[1].share_of_sum) == (None, None)
    assert found.answers == {"reported": 1, "did_not_report": 1}


def test_an_inexact_number_is_ranked_but_has_no_share_and_marks_the_sum():
    a_claim(4, agency=an_agency("A"))
    a_claim(5, agency=an_agency("B"), qualifier="at_least")
    (found,) = table()
    assert [(r.statement.about, r.rank, r.of_sum) for r in found.rows] == [
        ("B", 1, ""), ("A", 2, "44.4%"),
    ]  # fmt: skip
    (first,) = table(shown=1)
    assert (first.at_least, len(first.rows)) == ("at least ", 1)
    assert (first.agencies, first.sum) == (2, 9)


def test_percentages_are_ranked_and_never_added():
    for name, value in (("A", 80), ("B", 6)):
        a_claim(value, unit="percent", agency=an_agency(name))
    (found,) = table()
    assert [row.rank for row in found.rows] == [1, 2]
    assert (found.sum, found.outlier, found.rest_of_sum) == (None, None, None)


def test_sources_are_never_ranked_together():
    a_claim(4, agency=an_agency("A"))
    a_claim(9, agency=an_agency("B"), source="Another paper")
    assert sorted((t.source, t.sum) for t in table()) == [("A paper", 4), ("Another paper", 9)]


def test_the_unmapped_are_not_ranked():
    with pytest.raises(NotComparable):
        agency_on_agency(Figure.objects.all(), year=YEAR, measure_key="unmapped")


def test_sources_stand_beside_the_weightiest():
    a_claim(7, kind="press")
    a_claim(5, source="EFF", kind="advocacy")
    a_claim(9, source="The DOJ", kind="doj")
    (found,) = source_on_source(Figure.objects.all(), year=YEAR, measure_key="violations")
    assert found.first.source == "The DOJ"
    assert [(b.statement.source, b.difference) for b in found.others] == [
        ("EFF", -4), ("A paper", -2),
    ]  # fmt: skip
    assert found.is_contested


def test_our_own_release_outweighs_a_quoted_one_of_the_same_kind():
    a_claim(9, source="The DOJ, quoted", kind="doj")
    published(a_file(f"Agency,Year,Violations\nStatewide,{YEAR},12\n"))
    (found,) = source_on_source(Figure.objects.all(), year=YEAR, measure_key="violations")
    assert not found.first.is_quoted
    assert found.first.value == 12


def test_a_release_without_a_total_is_summed_and_says_what_it_covers():
    for name in "ABCD":
        an_agency(name)
    published(a_file("Agency,Violations\nA,4\nB,0\nC,did not report\nD,7\n"))
    (total,) = summed_statements(Figure.objects.all())
    assert (total.value, total.qualifier, total.figure) == (11, "at_least", None)
    assert "4 agencies' rows: 2 with a number, 1 with none, 1 did not report" in total.where


def test_rows_that_are_all_listed_as_having_none_come_to_no_zero():
    for name in "AB":
        an_agency(name)
    published(a_file("Agency,Violations\nA,none\nB,none\n"))
    (total,) = summed_statements(Figure.objects.all())
    assert (total.answer, total.value, total.stated) == (
        "listed_as_none",
        None,
        "listed as having none",
    )
    published(a_file("Agency,Violations\nA,none\nB,0\n"))
    (total,) = summed_statements(Figure.objects.current())
    assert (total.answer, total.value) == ("reported_zero", 0)


def test_a_sum_that_lacks_agencies_is_the_least_that_there_were():
    for name in "ABC":
        an_agency(name)
    an_agency("Federal", records_law="foia")  # owes nothing
    published(a_file("Agency,Violations,Investigations\nA,4,0\nB,7,0\n"))
    (total,) = summed_statements(Figure.objects.all())  # of the investigations: nothing is known
    assert (total.measure_key, total.value, total.qualifier) == ("violations", 11, "at_least")
    assert total.where.endswith("; 1 of the directory's 3 are not listed")
    published(a_file("Agency,Violations\nA,4\nB,7\nC,0\n"))
    (total,) = summed_statements(Figure.objects.current())
    assert (total.value, total.qualifier) == (11, "exact")


def test_a_body_that_owes_nothing_does_not_stand_for_one_that_is_missing():
    for name in "ABC":
        an_agency(name)
    an_agency("Federal", records_law="foia")
    published(a_file("Agency,Violations\nA,4\nB,7\nFederal,2\n"))
    (total,) = summed_statements(Figure.objects.all())
    assert (total.value, total.qualifier) == (13, "at_least")
    assert total.where.endswith("; 1 of the directory's 3 are not listed")


def test_a_sum_says_that_rows_of_it_have_caveats():
    for name in "AB":
        an_agency(name)
    rows = "Agency,Violations,Note\nA,4,counted per query\nB,7,{}\n"
    published(a_file(rows.format("")))
    (total,) = summed_statements(Figure.objects.all())
    assert total.note == "A row that it adds has a caveat of its own: it holds for the sum as well."
    published(a_file(rows.format("counted per case")))
    (total,) = summed_statements(Figure.objects.current())
    assert "2 rows that it adds have caveats" in total.note


def test_a_release_that_states_its_total_is_not_summed():
    an_agency("A")
    published(a_file("Agency,Violations\nA,4\nStatewide,5\n"))
    assert summed_statements(Figure.objects.all()) == []


def test_percentages_are_never_summed():
    an_agency("A")
    published(a_file("Agency,Violations\nA,4%\n"))
    assert summed_statements(Figure.objects.all()) == []
