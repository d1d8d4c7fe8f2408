"""What is drawn of published figures: the rows, the table, the source and the caveats."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from requests_app.domain.agencies.models import Alias
from requests_app.domain.misuse_data.case_outcomes import ONE_TO_A_CASE
from requests_app.domain.misuse_data.comparison import agency_on_agency
from requests_app.domain.misuse_data.models import Figure
from requests_app.domain.misuse_data.statements import Statement, statement_of
from requests_app.domain.publication.agencies import agency_page
from requests_app.domain.publication.pictures.counties import county_picture
from requests_app.domain.publication.pictures.county_rows import county_rows, key_of
from requests_app.domain.publication.pictures.outcomes import (
    STACKED,
    agency_outcomes,
    statewide_outcomes,
)
from requests_app.domain.publication.pictures.parts import caveats_of, sources_of
from requests_app.domain.publication.pictures.ranked import ranked
from requests_app.domain.publication.pictures.ranking import ranking_picture, table_of
from requests_app.domain.publication.pictures.sparks import years_of_many
from requests_app.domain.publication.pictures.yearly import agency_picture, statewide_picture
from requests_app.domain.publication.published import NotPublished
from requests_app.domain.publication.tallies import tallies
from requests_app.domain.publication.years import year as year_page
from tests.builders import an_agency
from tests.domain.misuse_data.figures import YEAR, a_claim

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 26)


def address_of(statement: Statement) -> str:
    return f"/figures/{statement.figure}/"


def county_address(name: str) -> str:
    return f"/counties/{name}/"


@pytest.fixture
def sheriff():
    agency = an_agency("Los Angeles County Sheriff's Office", county="Los Angeles")
    Alias.objects.create(agency=agency, name="Los Angeles County Sheriff's Department")
    return agency


@pytest.fixture
def printed(sheriff):
    call_command("import_published_figures", verbosity=0)


def test_what_is_stacked_is_what_is_added():
    assert set(STACKED) == ONE_TO_A_CASE


def statewide(measure="violations"):
    return statewide_picture(tallies(), measure, address_of=address_of, on=ON)


def the_map(source="DOJ"):
    (table,) = [
        t for t in agency_on_agency(Figure.objects.all().published(), year=YEAR,
                                    measure_key="violations") if t.source == source
    ]  # fmt: skip
    rows = county_rows([table], Figure.objects.all().published()).get(key_of(table), [])
    return county_picture(table, rows, address_of=address_of, county_address=county_address, on=ON)


def regions_of(picture):
    return {region.name: region for region in picture.drawings[0].regions}


@pytest.mark.usefixtures("printed")
def test_the_years_have_their_gaps_and_the_largest_is_cut() -> None:
    picture = statewide()
    first, _ = picture.drawings
    assert {bar.label: bar.said for bar in first.rows} == {
        "2016": "no figure", "2017": "143", "2018": "no figure", "2019": "no figure",
        "2020": "no figure", "2021": "no figure", "2022": "no figure", "2023": "7,275",
    }  # fmt: skip
    assert first.note.text.startswith("The bar for 2023 is cut: its 7,275 is 51 times")


@pytest.mark.usefixtures("printed")
def test_beside_it_stands_the_same_without_the_one_agency() -> None:
    picture = statewide()
    _, without = picture.drawings
    assert (without.rows[-1].label, without.rows[-1].said) == ("2023*", "486")
    assert without.note.text == ""
    assert without.caption == "* 2023 without Los Angeles County Sheriff's Office"
    told = " ".join(note.text for note in picture.remarks)
    assert "is 6,789 of 7,275 in 2023 (93.3%); without it, 486." in told
    assert "counted per query" in told


@pytest.mark.usefixtures("printed")
def test_the_table_says_the_same_as_the_picture_with_every_source() -> None:
    picture = statewide()
    numbers = {row.cells[0]: row.cells[1:4] for row in picture.rows}
    assert numbers["2023"] == ("7275", "reported a number", "EFF")
    assert numbers["2019"] == ("", "no figure", "")
    assert [row.cells[0] for row in picture.rows] == [bar.label for bar in picture.drawings[0].rows]
    assert all(row.passport.startswith("/figures/") for row in picture.rows if row.cells[1])
    assert picture.source == "EFF"


def test_an_outlier_of_another_source_is_not_taken_away(sheriff) -> None:
    a_claim(100, source="EFF", kind="advocacy")
    a_claim(90, source="A paper", agency=sheriff)
    assert len(statewide().drawings) == 1


def test_an_outlier_in_another_unit_is_not_taken_away(sheriff) -> None:
    a_claim(100, source="EFF", kind="advocacy")
    a_claim(90, source="EFF", agency=sheriff, unit="queries")
    assert len(statewide().drawings) == 1
    a_claim(90, source="EFF", agency=sheriff)
    assert len(statewide().drawings) == 2


def test_a_column_of_years_has_one_unit() -> None:
    a_claim(7, source="EFF", kind="advocacy", years=2022)
    a_claim(9, source="EFF", kind="advocacy")
    a_claim(5000, source="DOJ", kind="doj", unit="queries")
    assert [bar.said for bar in statewide().drawings[0].rows] == ["7", "9"]


def test_an_outcome_in_per_cent_is_no_part_of_a_stack() -> None:
    a_claim(4, source="DOJ", kind="doj", measure="suspended")
    a_claim(17, source="DOJ", kind="doj", measure="suspended", unit="percent")
    (stack,) = statewide_outcomes(YEAR, address_of=address_of, on=ON).drawings[0].rows
    assert [part.said for part in stack.parts] == ["4 suspended"]


def test_at_least_and_about_keep_their_marks() -> None:
    a_claim(586, years=2014, qualifier="at_least")
    a_claim(40, years=2016, qualifier="about")
    said = {bar.label: bar.said for bar in statewide().drawings[0].rows}
    assert (said["2014"], said["2016"]) == ("≥\u00a0586", "≈\u00a040")


def test_a_measure_without_tallies_is_not_published() -> None:
    with pytest.raises(NotPublished):
        statewide("suspended")


def test_an_agency_has_its_years_from_first_to_last(sheriff) -> None:
    a_claim(4, years=2014, agency=sheriff)
    a_claim(0, years=2017, agency=sheriff)
    a_claim(9, years=2023, measure="suspended", agency=sheriff)
    picture = agency_picture(sheriff.pk, "violations", address_of=address_of, on=ON)
    assert [bar.said for bar in picture.drawings[0].rows] == ["4", "no figure", "no figure", "0"]
    with pytest.raises(NotPublished):
        agency_picture(sheriff.pk, "trained", address_of=address_of, on=ON)


@pytest.mark.usefixtures("printed")
def test_outcomes_leave_open_what_is_not_accounted_for() -> None:
    (stack,) = statewide_outcomes(2016, address_of=address_of, on=ON).drawings[0].rows
    assert [part.said for part in stack.parts] == [
        "24 no action", "28 counseled", "27 resigned or terminated", "21 other outcome",
    ]  # fmt: skip
    assert stack.rest.said == "17 of 117 with misuse found not accounted for"
    assert "3 felony convictions" in stack.beside


@pytest.mark.usefixtures("printed")
def test_outcomes_are_never_taken_from_violations() -> None:
    (stack,) = statewide_outcomes(2023, address_of=address_of, on=ON).drawings[0].rows
    assert [part.said for part in stack.parts] == ["24 suspended", "6 resigned", "9 terminated"]
    assert stack.rest is None
    assert stack.torn.startswith("7,275 violations are stated.")


def test_outcomes_that_come_to_what_is_stated_leave_nothing_open(sheriff) -> None:
    for measure, value in (("investigations", 19), ("violations", 4), ("no-action", 15),
                           ("suspended", 4)):  # fmt: skip
        a_claim(value, measure=measure, agency=sheriff)
    picture = agency_outcomes(agency_page(sheriff.pk), address_of=address_of, on=ON)
    (stack,) = picture.drawings[0].rows
    assert (stack.rest, stack.torn) == (None, "")
    assert stack.beside == "As many as the investigations stated: 19."


def test_resigned_or_terminated_is_not_added_to_either(sheriff) -> None:
    for measure, value in (("resigned-or-terminated", 5), ("terminated", 3)):
        a_claim(value, measure=measure, agency=sheriff)
    picture = agency_outcomes(agency_page(sheriff.pk), address_of=address_of, on=ON)
    (stack,) = picture.drawings[0].rows
    assert [part.name for part in stack.parts] == ["terminated"]
    assert "5 resigned or terminated" in stack.beside


def test_the_ranking_stands_with_and_without_the_outlier(sheriff) -> None:
    a_claim(6789, source="DOJ", agency=sheriff)
    for value in (7, 5, None):
        answer = "" if value else "did_not_report"
        a_claim(value, source="DOJ", agency=an_agency(), answer=answer)
    picture = ranking_picture(table_of(YEAR, "violations", "doj"), address_of=address_of, on=ON)
    whole, without = picture.drawings
    assert [bar.said for bar in whole.rows] == ["6,789", "7", "5", "did not report"]
    assert whole.rows[1:] == without.rows
    assert "cut" in whole.note.text and not without.note.text
    assert "3 of 4 agencies listed have a number." in [note.text for note in picture.remarks]


def test_a_county_adds_rows_of_one_source_alone(sheriff) -> None:
    a_claim(10, source="DOJ", agency=sheriff)
    a_claim(5, source="DOJ", agency=an_agency(county="Los Angeles"))
    a_claim(90, source="Other", agency=an_agency(county="Los Angeles"))
    a_claim(70, source="DOJ", years=2020, agency=sheriff)
    a_claim(0, source="DOJ", agency=an_agency(county="Inyo"))
    found = regions_of(the_map())
    assert found["Los Angeles"].said == "15, 2 of 2 agencies with a number"
    assert found["Inyo"].value == Decimal(0)
    assert len(found) == 58


def test_a_county_with_a_silent_agency_is_at_least(sheriff) -> None:
    a_claim(10, source="DOJ", agency=sheriff)
    silent = {"source": "DOJ", "answer": "did_not_report"}
    a_claim(None, agency=an_agency(county="Los Angeles"), **silent)
    a_claim(None, agency=an_agency(county="Kern"), **silent)
    found = regions_of(the_map())
    assert found["Los Angeles"].said.startswith("≥\u00a010")
    assert found["Kern"].value is None and found["Kern"].said.startswith("did not report")
    assert not found["Napa"].is_listed and found["Napa"].said == "no figure"


def test_the_map_tells_who_is_of_no_county(sheriff) -> None:
    a_claim(10, source="DOJ", agency=sheriff)
    a_claim(3, source="DOJ", agency=an_agency(county="Kern"))
    a_claim(2, source="DOJ", agency_as_written="Some task force")
    notes = " ".join(note.text for note in the_map().notes)
    assert "Of no county, so not on the map: Some task force (2)." in notes


def test_one_county_is_no_map(sheriff) -> None:
    a_claim(10, source="DOJ", agency=sheriff)
    assert the_map() is None


def test_the_years_of_agencies_are_of_the_tables_own_source(sheriff) -> None:
    for year, value in ((2021, 3), (YEAR, 9)):
        a_claim(value, source="DOJ", years=year, agency=sheriff)
    a_claim(50, source="Other", years=2022, agency=sheriff)
    a_claim(1, source="DOJ", agency=an_agency())
    (one,) = ranked([table_of(YEAR, "violations", "doj")], address_of=address_of,
                    county_address=county_address, on=ON)  # fmt: skip
    first, second = one.rows
    assert [bar.said for bar in first[1]] == ["3", "no figure", "9"]
    assert second[1] == ()


def test_sources_and_caveats_are_told_once() -> None:
    claims = [a_claim(1, source="B", years=2016), a_claim(2, source="A", years=2017, note="Both."),
              a_claim(3, source="A", years=2018, note="Both.")]  # fmt: skip
    statements = [statement_of(claim) for claim in claims]
    assert sources_of(statements) == "A (2017, 2018); B (2016)"
    assert [note.text for note in caveats_of(statements)] == [
        "California (statewide), 2017: Both.", "California (statewide), 2018: Both.",
    ]  # fmt: skip


def test_a_list_shows_the_same_years_of_each_agency(sheriff) -> None:
    other, once = an_agency(), an_agency()
    for year, value in ((2018, 3), (2020, 0)):
        a_claim(value, years=year, agency=sheriff)
    for year in (2020, 2021):
        a_claim(5, years=year, agency=other)
    a_claim(5, years=2021, agency=once)
    found = years_of_many([sheriff.pk, other.pk, once.pk])
    assert found.period == "2018–2021"
    assert [bar.said for bar in found.bars[sheriff.pk]] == ["3", "no figure", "0", "no figure"]
    assert [bar.said for bar in found.bars[other.pk]] == ["no figure", "no figure", "5", "5"]
    assert once.pk not in found.bars


def test_a_later_issue_of_a_source_takes_the_place_of_the_earlier_on_the_map(sheriff) -> None:
    a_claim(10, source="DOJ", agency=sheriff, issued_on=date(2024, 5, 1))
    a_claim(12, source="DOJ", agency=sheriff, issued_on=date(2025, 5, 1))
    a_claim(11, source="DOJ", agency=sheriff)
    a_claim(3, source="DOJ", agency=an_agency(county="Kern"), note="By hand.")
    picture = the_map()
    assert regions_of(picture)["Los Angeles"].said == f"12, {sheriff.name}"
    assert any(note.text.endswith(": By hand.") for note in picture.notes)


def test_a_page_has_the_first_of_a_ranking_and_the_file_all() -> None:
    for number in range(30):
        a_claim(number + 1, source="DOJ", agency=an_agency())
    (shown,) = ranked(
        year_page(YEAR).rankings, address_of=address_of, county_address=county_address, on=ON
    )
    whole = ranking_picture(table_of(YEAR, "violations", "doj"), address_of=address_of, on=ON)
    assert (len(shown.bars.rows), shown.bars.more) == (25, 5)
    assert (len(whole.rows), whole.more) == (30, 0)
    assert whole.rows[:25] == shown.bars.rows


def test_of_two_issues_without_a_day_the_map_has_the_one_of_the_table(sheriff) -> None:
    a_claim(3, source="DOJ", agency=an_agency("Inyo Sheriff", county="Inyo"))
    a_claim(5, source="DOJ", agency=sheriff)
    a_claim(8, source="DOJ", agency=sheriff)
    (table,) = agency_on_agency(
        Figure.objects.all().published(), year=YEAR, measure_key="violations"
    )
    assert table.rows[0].statement.value == 8
    assert regions_of(the_map())["Los Angeles"].value == 8
