"""Each check: what breaks it, what it says, and what leaves it silent."""

import pytest

from requests_app.domain.agencies.models import Alias, Ori
from requests_app.domain.misuse_data.checks import CHECKS, Severity
from requests_app.domain.misuse_data.periods import Covers
from tests.builders import an_agency
from tests.domain.misuse_data.figures import YEAR, a_file, imported, preview_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def directory():
    fresno, oakland = an_agency("Fresno PD"), an_agency("Oakland PD", county="Alameda")
    Ori.objects.create(agency=fresno, code="CA0100500")
    Ori.objects.create(agency=oakland, code="CA0010900")
    Alias.objects.create(agency=oakland, name="City of Oakland Police")


def problems(rows: str, header: str = "Agency,Year,Violations", covers=(YEAR, YEAR)):
    preview = preview_of(attachment=a_file(f"{header}\n{rows}\n"), covers=Covers(*covers))
    return list(preview.problems)


def only(rows: str, rule: str, **more):
    found = [problem for problem in problems(rows, **more) if problem.rule == rule]
    assert len(found) == 1, found
    return found[0]


def test_a_clean_file_has_no_problem():
    assert problems('Fresno PD,2023,"1,204"\nCity of Oakland Police,2023,at least 3') == []


def test_every_check_is_in_the_list_once():
    assert len(CHECKS) == len({check.rule for check in CHECKS}) == 17


def test_every_check_says_its_rule_in_a_sentence_of_its_own_file():
    for check in CHECKS:
        assert check.__doc__
        assert check.__module__.count(".") == 4
    assert len({check.__module__ for check in CHECKS}) == len(CHECKS)


def test_an_unknown_agency_is_an_error_that_names_it():
    problem = only("Nowhere PD,2023,1", "agency-known")
    assert problem.severity == Severity.ERROR
    assert problem.where == "row 2"
    assert "“Nowhere PD”" in problem.message


def test_a_row_without_an_agency_is_an_error():
    assert "names no agency" in only(",2023,1", "agency-known").message


def test_an_unknown_agency_is_told_once_per_row():
    assert only("Nowhere PD,1,2", "agency-known", header="Agency,Violations,Suspended")


def test_two_agencies_of_one_name_are_not_guessed_between():
    an_agency("Fresno PD", county="Kern")
    assert only("Fresno PD,2023,1", "agency-known").severity == Severity.ERROR


def test_an_ori_that_is_another_agency_than_the_name_is_a_warning():
    problem = only("Oakland PD,CA0100500,1", "ori-agrees", header="Agency,ORI,Violations")
    assert problem.severity == Severity.WARNING
    assert "Fresno PD" in problem.message


@pytest.mark.parametrize("cell", ["", "N/A", "see letter", "<5"])
def test_a_cell_not_understood_is_a_warning(cell):
    problem = only(f"Fresno PD,2023,{cell}", "understood")
    assert problem.severity == Severity.WARNING
    assert (cell or "blank") in problem.message


def test_a_second_figure_in_a_cell_is_told_and_not_read():
    problem = only("Fresno PD,2023,12 (3 pending)", "one-figure")
    assert problem.severity == Severity.WARNING
    assert "is read as 12. “3 pending” beside it" in problem.message


@pytest.mark.parametrize("cell", ["12 (2 officers)", "12 (incl. 3)", "12 (see letter of 3/9/2023)"])
def test_a_remark_beside_a_number_is_no_second_figure(cell):
    assert "one-figure" not in {one.rule for one in problems(f"Fresno PD,2023,{cell}")}


@pytest.mark.parametrize("cell", ["0 (did not report)", "5 (in thousands)", "3; or 4"])
def test_words_that_contradict_a_number_are_a_warning(cell):
    assert only(f"Fresno PD,2023,{cell}", "understood").severity == Severity.WARNING


def test_the_same_wrong_year_of_many_rows_is_told_once():
    content = a_file("Agency,FY 2022-23 Violations\nFresno PD,1\nOakland PD,2\n")
    found = preview_of(attachment=content, covers=Covers(YEAR, YEAR)).problems
    [group] = [group for group in found.groups() if group.rule == "year-in-range"]
    [same] = group.same
    assert (same.where, same.places) == ("the table, 2 places", "row 2, row 3")


def test_a_negative_count_is_an_error():
    problem = only("Fresno PD,2023,-4", "not-negative")
    assert problem.severity == Severity.ERROR
    assert "“-4”" in problem.message
    assert problem.where == "row 2, column C “Violations”"


def test_a_fraction_of_a_count_is_an_error_but_not_of_a_percentage():
    assert only("Fresno PD,2023,1.234", "whole-number").severity == Severity.ERROR
    assert problems("Fresno PD,2023,12.5%") == []


@pytest.mark.parametrize("cell", ["9" * 13, "0.125%"])
def test_a_value_that_does_not_fit_is_an_error(cell):
    assert only(f"Fresno PD,2023,{cell}", "fits").severity == Severity.ERROR


@pytest.mark.parametrize("year", ["1889", "soon", "", "2024–2023", "2101"])
def test_a_year_that_is_none_is_an_error(year):
    problem = only(f"Fresno PD,{year},1", "year-in-range")
    assert problem.severity == Severity.ERROR


@pytest.mark.parametrize("year", ["2022", "2021-2023", "2024"])
def test_a_year_outside_what_the_release_covers_is_an_error(year):
    problem = only(f"Fresno PD,{year},1", "period-claimed")
    assert problem.severity == Severity.ERROR


def test_a_period_inside_the_releases_is_fine():
    assert problems("Fresno PD,2020–2022,1", covers=(2019, 2023)) == []


def test_the_same_thing_twice_is_an_error_even_under_another_name():
    problem = only("Oakland PD,2023,1\nCity of Oakland Police,2023,2", "said-once")
    assert problem.severity == Severity.ERROR
    assert problem.where == "row 3, column C “Violations”"
    assert "row 2" in problem.message


def test_a_row_that_stands_twice_word_for_word_is_a_warning_and_counted_once():
    content = a_file("Agency,Violations,Suspended\nFresno PD,4,1\nOakland PD,7,0\nFresno PD,4,1\n")
    preview = preview_of(attachment=content, covers=Covers(YEAR, YEAR))
    [problem] = [one for one in preview.problems if one.rule == "said-once"]
    assert (problem.severity, problem.where) == (Severity.WARNING, "row 4")
    assert "what row 2 says: it is counted once" in problem.message
    assert preview.figures == 4
    assert {total.measure: total.value for total in preview.totals} == {
        "violations": 11, "suspended": 1,
    }  # fmt: skip


@pytest.mark.parametrize("again", ["Fresno PD,2023,4,by hand", "Fresno PD,2023,5,"])
def test_a_row_that_stands_twice_and_differs_in_anything_is_an_error(again):
    problem = only(
        f"Fresno PD,2023,4,\n{again}", "said-once", header="Agency,Year,Violations,Remarks"
    )
    assert problem.severity == Severity.ERROR


def test_two_columns_of_a_row_that_count_the_same_are_an_error():
    preview = preview_of(
        attachment=a_file("Agency,Violations,Violation\nFresno PD,4,4\n"), covers=Covers(YEAR, YEAR)
    )
    [problem] = preview.problems
    assert (problem.rule, problem.severity) == ("said-once", Severity.ERROR)


def test_outcomes_of_a_row_that_stands_twice_are_not_more_than_its_violations():
    rows = "Fresno PD,2023,4,4\nFresno PD,2023,4,4"
    found = problems(rows, header="Agency,Year,Violations,Suspended")
    assert {problem.rule for problem in found} == {"said-once"}


def test_outcomes_that_a_row_counts_together_and_apart_are_not_added_twice():
    header = "Agency,Year,Violations,Resigned or terminated,Resigned,Terminated"
    assert problems("Fresno PD,2023,4,3,2,1", header=header) == []
    assert only("Fresno PD,2023,2,3,2,1", "outcomes-exceed", header=header)


def test_what_says_the_same_in_one_column_is_told_together():
    rows = "Fresno PD,2023,,-\nOakland PD,2023,,-\nStatewide,2023,N/A,"
    content = a_file(f"Agency,Year,Violations,Suspended\n{rows}\n")
    found = preview_of(attachment=content, covers=Covers(YEAR, YEAR)).problems
    [group] = [group for group in found.groups() if group.rule == "understood"]
    assert [(same.where, same.places) for same in group.same] == [
        ("column C “Violations”, 2 places", "row 2, row 3"),
        ("column D “Suspended”, 2 places", "row 2, row 3"),
        ("row 4, column C “Violations”", ""),
        ("row 4, column D “Suspended”", ""),
    ]
    assert len([problem for problem in found if problem.rule == "understood"]) == group.total == 6


FISCAL = ["FY 2022-23", "2022-23", "FY23", "FY 2022/2023", "Fiscal Year 2023", "2022/23"]


@pytest.mark.parametrize("year", FISCAL)
def test_a_fiscal_year_is_no_calendar_year_and_the_row_is_named(year):
    problem = only(f"Fresno PD,{year},1", "year-in-range", covers=(2019, 2024))
    assert (problem.severity, problem.where) == (Severity.ERROR, "row 2")
    assert "1 July 2022 – 30 June 2023" in problem.message
    assert "by calendar year" in problem.message


@pytest.mark.parametrize("year", FISCAL)
def test_a_heading_of_a_fiscal_year_is_none_of_a_calendar_year(year):
    problem = only("Fresno PD,1", "year-in-range", header=f"Agency,{year} Violations")
    assert (problem.severity, problem.where) == (Severity.ERROR, "row 2")


@pytest.mark.parametrize("title", ["CLETS misuse, FY 2022-23", "Fiscal Year 2023"])
def test_a_title_of_a_fiscal_year_blocks_a_table_that_says_no_other(title):
    content = a_file(f'"{title}",\nAgency,Violations\nFresno PD,1\n')
    [problem] = preview_of(attachment=content, covers=Covers(YEAR, YEAR)).problems
    assert (problem.rule, problem.severity) == ("period-claimed", Severity.ERROR)
    assert "1 July 2022 – 30 June 2023" in problem.message


def test_two_unmapped_measures_are_no_repetition():
    header = "Agency,Year,Measure,Value"
    found = problems("Fresno PD,2023,widgets,1\nFresno PD,2023,gadgets,2", header=header)
    assert {problem.rule for problem in found} == {"measure-known"}


def test_an_unknown_measure_is_a_warning_that_quotes_it():
    problem = only("Fresno PD,2023,widgets,1", "measure-known", header="Agency,Year,Measure,Value")
    assert "“widgets”" in problem.message


def test_a_total_that_is_not_the_sum_is_a_warning():
    problem = only("Fresno PD,2023,4\nOakland PD,2023,7\nTotal,,12", "total-agrees")
    assert problem.severity == Severity.WARNING
    assert "12" in problem.message
    assert "11" in problem.message


def test_a_total_that_is_the_sum_is_silent():
    assert problems("Fresno PD,2023,4\nOakland PD,2023,7\nTotal,,11") == []


def test_percentages_are_not_summed_up_beside_counts():
    rows = "Fresno PD,2023,4,17%\nOakland PD,2023,7,20%\nTotal,,11,19%"
    found = problems(rows, header="Agency,Year,Violations,Suspended")
    assert "total-agrees" not in {one.rule for one in found}
    mixed = problems("Fresno PD,2023,4\nOakland PD,2023,20%\nTotal,,4")
    assert "total-agrees" not in {one.rule for one in mixed}
    as_share = problems("Fresno PD,2023,4\nOakland PD,2023,7\nTotal,,100%")
    assert "total-agrees" not in {one.rule for one in as_share}


def test_a_count_beside_percentages_is_still_summed_up():
    rows = "Fresno PD,2023,4,17%\nOakland PD,2023,7,20%\nTotal,,12,19%"
    message = only(rows, "total-agrees", header="Agency,Year,Violations,Suspended").message
    assert "12" in message and "11" in message


@pytest.mark.parametrize(
    ("cell", "shown"), [("0.17", "17%"), ("0.175", "17.5%"), ("0.5", "50%"), ("0.001", "0.1%")]
)
def test_a_share_as_a_workbook_holds_it_is_said_to_be_a_fraction(cell, shown):
    message = only(f"Fresno PD,2023,{cell}", "whole-number").message
    assert message.endswith(f"It is a fraction: a workbook that shows {shown} holds it so.")
    assert "comma" in only("Fresno PD,2023,1.234", "whole-number").message


def test_a_total_over_several_measures_is_not_added_up():
    rows = "Fresno PD,2023,violations,4\nFresno PD,2023,investigations,7\nTotal,,,5"
    assert problems(rows, header="Agency,Year,Measure,Value") == []


def test_a_file_imported_before_is_a_warning():
    attachment = a_file("Agency,Year,Violations\nFresno PD,2023,1\n")
    imported(attachment, title="The first time")
    again = preview_of(attachment=attachment, covers=Covers(YEAR, YEAR))
    [problem] = again.problems
    assert problem.rule == "imported-before"
    assert "The first time" in problem.message


def test_errors_come_before_warnings():
    found = problems("Fresno PD,2023,\nNowhere PD,2023,-1")
    assert [p.severity for p in found] == sorted((p.severity for p in found), key="error".__ne__)


@pytest.mark.parametrize("cell", ["9" * 29, "9" * 400, "9" * 30 + ".5", "0." + "0" * 40 + "1"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_a_number_of_any_length_has_an_error_and_breaks_no_check(cell, sign):
    found = problems(f"Fresno PD,2023,{sign}{cell}\nTotal,,{cell}")
    assert "error" in {problem.severity for problem in found}


def test_a_cell_too_long_is_kept_by_its_beginning_and_said_to_be():
    written = "1 (" + "a" * 9_000
    content = f"Agency,Year,Violations\nFresno PD,2023,{written}\n"
    problem = only(f"Fresno PD,2023,{written}", "fits")
    assert problem.severity == Severity.WARNING
    assert "9,003 characters; the first 500 are kept" in problem.message
    figure = imported(a_file(content)).figures.get()
    assert (figure.answer, figure.raw) == ("unreadable", written[:500])
