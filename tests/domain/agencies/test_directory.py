import pytest

from requests_app.domain.agencies.directory import AgencyIndex, AgencyNotFound, find_agency
from requests_app.domain.agencies.models import Agency, Alias, Ori
from requests_app.domain.agencies.names import folded
from tests.builders import an_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheriff() -> Agency:
    agency = an_agency("Los Angeles County Sheriff's Office", county="Los Angeles")
    Ori.objects.create(agency=agency, code="CA0190000")
    Alias.objects.create(agency=agency, name="LASD")
    agency.refresh_search_text()
    return agency


WORDS = ["ca0190000", " CA0190000 ", "los angeles county sheriff’s office", "L.A.S.D.", "lasd"]


@pytest.mark.parametrize("text", WORDS)
def test_ori_name_and_alias_find_the_agency_in_any_spelling(sheriff, text) -> None:
    assert find_agency(text) == sheriff


@pytest.mark.parametrize("text", WORDS)
def test_the_index_gives_the_same_answer(sheriff, text) -> None:
    assert AgencyIndex().find(name=text, ori=text) == sheriff


def test_a_name_that_two_share_needs_the_ori_or_the_county() -> None:
    here = an_agency("Union PD", county="Kern")
    an_agency("Union PD", county="Napa")
    with pytest.raises(AgencyNotFound, match="more than one"):
        find_agency("Union PD")
    assert find_agency("Union PD", county="Kern") == here
    assert AgencyIndex().find(name="Union PD") is None


def test_a_name_nobody_has_is_not_guessed(sheriff) -> None:
    with pytest.raises(AgencyNotFound, match="LAPD"):
        find_agency("LAPD")


@pytest.mark.parametrize("text", ["sheriff angeles", "0190000", "lasd", "SHERIFF'S"])
def test_the_search_box_finds_by_any_words(sheriff, text) -> None:
    an_agency("Fresno Police Department")
    assert list(Agency.objects.named_like(text)) == [sheriff]


def test_the_index_costs_three_queries(sheriff, django_assert_num_queries) -> None:
    for number in range(5):
        an_agency(f"Another {number}")
    with django_assert_num_queries(3):
        AgencyIndex()


@pytest.mark.parametrize(
    ("name", "plain"),
    [("L.A. PD", "la pd"), ("San José–Evergreen", "san jose evergreen"), ("Sheriff’s", "sheriffs")],
)
def test_folding(name, plain) -> None:
    assert folded(name) == plain


@pytest.mark.parametrize(
    ("text", "finds"), [("東京", False), ("???", False), ("", True), ("  ", True)]
)
def test_text_without_a_word_finds_nothing_and_blank_text_all(sheriff, text, finds) -> None:
    assert Agency.objects.named_like(text).exists() == finds


def test_what_begins_with_the_words_comes_first() -> None:
    an_agency("California State University: Sacramento", county="Sacramento")
    county = an_agency("Sacramento County Sheriff's Office", county="Sacramento")
    city = an_agency("Sacramento Police Department", county="Sacramento")
    found = Agency.objects.named_like("sacramento").best_first("sacramento")
    assert list(found)[:2] == [city, county]
