"""Which entries are probably the same, and who may be meant."""

import pytest

from requests_app.domain.agencies.duplicates import probable_duplicates
from requests_app.domain.agencies.models import Alias, Ori
from requests_app.domain.agencies.suggestions import AgencySuggester
from tests.builders import an_agency

pytestmark = pytest.mark.django_db


def reasons(name: str, county: str = "Fresno", oris: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [
        (one.agency.name, one.why)
        for one in probable_duplicates(name=name, county=county, oris=oris)
    ]


def test_an_ori_a_name_and_a_spelling_give_it_away() -> None:
    fresno = an_agency("Fresno Police Department")
    Ori.objects.create(agency=fresno, code="CA0100500")
    an_agency("Union Police", county="Kern")
    assert reasons("Something", oris=("CA0100500",)) == [
        ("Fresno Police Department", "has the ORI CA0100500")
    ]
    assert reasons("fresno  police department") == [("Fresno Police Department", "same name")]
    assert reasons("Fresno Police Departmnt") == [
        ("Fresno Police Department", "a name spelled alike")
    ]
    assert reasons("Police Department Fresno") == [
        ("Fresno Police Department", "a name spelled alike")
    ]
    assert reasons("Fresno PD") == reasons("Fresno Police Dept.") != []
    assert reasons("Union Police") == [("Union Police", "same name in another county")]


def test_another_name_counts_as_well_and_another_agency_does_not() -> None:
    fresno = an_agency("Fresno Police Department")
    Alias.objects.create(agency=fresno, name="City of Fresno PD")
    an_agency("Fresno County Sheriff's Office")
    assert reasons("City of Fresno P.D.") == [
        ("Fresno Police Department", "a name spelled alike: also called City of Fresno PD")
    ]
    assert reasons("Fresno County Probation") == []
    assert probable_duplicates(name=fresno.name, county="Fresno", besides=fresno) == []


def test_suggestions_say_county_and_kind() -> None:
    an_agency("Fresno Police Department")
    an_agency("Marin County Sheriff", county="Marin", kind="sheriff")
    found = AgencySuggester().like("Fresno PD")
    assert str(found[0]) == "Fresno Police Department (Fresno, police)"
    assert AgencySuggester().like("") == []
