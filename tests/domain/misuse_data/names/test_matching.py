"""Which agency a row means: every way of matching, and every way of not being sure."""

from datetime import date

import pytest

from requests_app.domain.agencies.models import Agency, Alias, Ori
from requests_app.domain.misuse_data.names.matching import Matcher
from tests.builders import an_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresno() -> Agency:
    agency = an_agency("Fresno Police Department")
    Ori.objects.create(agency=agency, code="CA0100500")
    Alias.objects.create(agency=agency, name="City of Fresno P.D.")
    return agency


@pytest.fixture
def clovis() -> Agency:
    agency = an_agency("Clovis Police Department")
    Ori.objects.create(agency=agency, code="CA0100200")
    return agency


@pytest.mark.parametrize(
    ("cells", "by"),
    [
        ({"ori": "CA0100500"}, "ori"),
        ({"ori": " ca0100500 ", "name": "whatever it says"}, "ori"),
        ({"ori": "CA 0100500"}, "ori"),
        ({"ori": "CA-010-0500"}, "ori"),
        ({"name": "FRESNO  police department"}, "name"),
        ({"name": "city of fresno pd"}, "alias"),
        ({"name": "Fresno Police Department", "ori": "n/a"}, "name"),
        ({"name": "Fresno Police Department", "county": "Fresno County"}, "name"),
        ({"name": "Fresno Police Department", "county": "see note"}, "name"),
    ],
)
def test_every_way_of_matching(fresno, clovis, cells, by):
    match = Matcher().match(**cells)
    assert (match.agency, match.by, match.note) == (fresno, by, "")


def test_one_agency_in_three_spellings_is_one(fresno):
    matcher = Matcher()
    spellings = ("Fresno Police Department", "FRESNO POLICE DEPARTMENT.", "City of Fresno PD")
    assert {matcher.match(name=name).agency for name in spellings} == {fresno}


@pytest.mark.parametrize("cell", ["", "  ", "???", "東京"])
def test_a_blank_cell_means_nobody(fresno, cell):
    match = Matcher().match(name=cell, ori=cell)
    assert (match.agency, match.suggestions) == (None, ())


def test_what_is_spelled_alike_is_suggested_with_county_and_kind(fresno, clovis):
    match = Matcher().match(name="Fresno Police Dept")
    assert match.agency is None
    assert str(match.suggestions[0]) == "Fresno Police Department (Fresno, police)"


def test_suggestions_of_the_county_stand_first(fresno):
    other = an_agency("Fresno Police Depart", county="Kern")
    match = Matcher().match(name="Fresno Police Departm", county="Fresno")
    assert [one.agency for one in match.suggestions] == [fresno, other]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("CA01OO500", "letter for a digit"),
        ("CAO100500", "letter for a digit"),
        ("CA0100S00", "letter for a digit"),
        ("CA01005", "without its last two digits"),
        ("0100500", "without “CA”"),
        ("100500", "leading zero"),
        ("01005", "without “CA” and its last two"),
        ("CA01OO5", "letter for a digit"),
        ("CA0100509", "one character"),
    ],
)
def test_a_mistyped_ori_is_suggested_and_never_matched(fresno, code, why):
    match = Matcher().match(ori=code)
    assert (match.agency, match.by) == (None, "")
    assert f"No agency has the ORI {code}" in match.note
    assert match.suggestions[0].agency == fresno
    assert why in match.suggestions[0].why


def test_with_a_mistyped_ori_the_name_decides(fresno, clovis):
    match = Matcher().match(ori="CA01OO2OO", name="Fresno Police Department")
    assert (match.agency, match.by) == (fresno, "name")
    assert "No agency has the ORI" in match.note
    assert [one.agency for one in match.suggestions] == [clovis]


def test_two_oris_of_one_agency_are_fine_with_a_note(fresno):
    Ori.objects.create(agency=fresno, code="CA0100599")
    for cell in ("CA0100500 / CA0100599", "CA0100500, CA0100599", "CA0100500CA0100599"):
        match = Matcher().match(ori=cell)
        assert (match.agency, match.by) == (fresno, "ori")
        assert match.note == ("CA0100500 and CA0100599 are both ORIs of Fresno Police Department.")


def test_the_same_ori_twice_in_a_cell_is_one(fresno):
    assert Matcher().match(ori="CA0100500 CA0100500").note == ""


def test_two_oris_of_two_agencies_match_nobody(fresno, clovis):
    match = Matcher().match(ori="CA0100500 and CA0100200", name="Fresno Police Department")
    assert match.agency is None
    assert "CA0100500 is Fresno Police Department, CA0100200 is Clovis" in match.note
    assert {one.agency for one in match.suggestions} == {fresno, clovis}


def test_a_known_ori_beside_an_unknown_one(fresno):
    match = Matcher().match(ori="CA0100500; CA0999900")
    assert (match.agency, match.by) == (fresno, "ori")
    assert "CA0999900 in the same cell" in match.note


def test_where_ori_and_name_disagree_the_ori_is_followed_and_said(fresno, clovis):
    match = Matcher().match(ori="CA0100500", name="Clovis Police Department")
    assert (match.agency, match.disagrees) == (fresno, True)
    assert "the ORI is followed" in match.note
    assert [one.agency for one in match.suggestions] == [clovis]


def test_ori_against_name_and_county_is_for_a_person(fresno):
    kern = an_agency("Delano Police Department", county="Kern")
    match = Matcher().match(ori="CA0100500", name="Delano Police Department", county="Kern")
    assert match.agency is None
    assert [one.agency for one in match.suggestions] == [kern, fresno]


def test_the_county_decides_between_two_of_one_name():
    fresno, kern = an_agency("Union PD"), an_agency("Union PD", county="Kern")
    matcher = Matcher()
    unsure = matcher.match(name="Union PD")
    assert unsure.agency is None
    assert {one.agency for one in unsure.suggestions} == {fresno, kern}
    sure = matcher.match(name="union pd", county="KERN COUNTY")
    assert (sure.agency, sure.by) == (kern, "name")
    assert sure.note == "Of 2 agencies of this name the one of Kern County."


def test_another_county_than_the_only_one_of_the_name_is_for_a_person(fresno):
    match = Matcher().match(name="Fresno Police Department", county="Kern")
    assert match.agency is None
    assert "the only “Fresno Police Department” of the directory is of Fresno" in match.note
    assert [one.agency for one in match.suggestions] == [fresno]


def test_a_body_of_the_whole_state_is_in_every_county():
    patrol = an_agency("California Highway Patrol", county="", level="state")
    assert Matcher().match(name="California Highway Patrol", county="Kern").agency == patrol


def test_a_merged_entry_is_the_living_one(fresno):
    between = an_agency("Fresno Police (double)", merged_into=fresno)
    an_agency("Fresno Constabulary", merged_into=between)
    match = Matcher().match(name="Fresno constabulary")
    assert (match.agency, match.by) == (fresno, "alias")
    assert all(one.agency == fresno for one in Matcher().match(name="Fresno Polic").suggestions)


def test_a_name_stands_before_the_same_alias(fresno, clovis):
    Alias.objects.create(agency=clovis, name="Fresno Police Department")
    assert Matcher().match(name="Fresno Police Department").agency == fresno


@pytest.fixture
def renamed(fresno) -> tuple[Agency, Agency]:
    """Renamed in the middle of 2020."""
    old = an_agency(
        "Fresno City Police",
        succession="renamed",
        closed_on=date(2020, 7, 1),
        succeeded_by=fresno,
    )
    return old, fresno


@pytest.mark.parametrize(
    ("years", "is_old_under_its_name", "is_old_under_the_new_name"),
    [((2018, 2018), True, True), ((2020, 2020), True, False), ((2021, 2021), False, False),
     ((2019, 2023), True, False), (None, True, False)],
)  # fmt: skip
def test_a_renamed_agency_is_the_one_of_the_year(
    renamed, years, is_old_under_its_name, is_old_under_the_new_name
):
    old, new = renamed
    matcher = Matcher()
    assert (matcher.match(name=old.name, years=years).agency == old) is is_old_under_its_name
    match = matcher.match(name=new.name, years=years)
    assert (match.agency == old) is is_old_under_the_new_name
    assert bool(match.note) is is_old_under_the_new_name


def test_a_chain_of_renamings_ends(renamed):
    old, new = renamed
    Agency.objects.filter(pk=new.pk).update(
        succession="renamed", closed_on=date(2022, 1, 1), succeeded_by=old
    )
    assert Matcher().match(name=old.name, years=(2023, 2023)).agency in (old, new)


@pytest.mark.parametrize("how", ["merged", "closed"])
def test_what_was_merged_or_closed_stays_as_named_with_a_note(fresno, how):
    gone = an_agency(
        "Kingsburg Constable",
        succession=how,
        closed_on=date(2020, 1, 1),
        succeeded_by=fresno if how == "merged" else None,
    )
    match = Matcher().match(name=gone.name, years=(2023, 2023))
    assert match.agency == gone
    assert "had ended by 2023" in match.note


def test_a_whole_import_asks_three_times_and_each_text_once(
    fresno, clovis, django_assert_num_queries
):
    with django_assert_num_queries(3):
        matcher = Matcher()
        first = matcher.match(name="Fresno PD")
        for number in range(50):
            matcher.match(name=f"Fresno PD {number}", years=(2023, 2023))
    assert matcher.match(name="Fresno PD") is first
