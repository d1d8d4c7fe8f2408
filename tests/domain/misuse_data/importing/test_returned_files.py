"""Whole files in the shapes that come back, from bytes to figures."""

from pathlib import Path

import pytest

from requests_app.domain.agencies.models import Ori
from requests_app.domain.misuse_data.vocabulary import Answer
from tests.builders import a_request, an_agency, an_attachment
from tests.domain.misuse_data.figures import doj, imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(project_root: Path):
    def attach(name: str):
        content = (project_root / "tests" / "files" / name).read_bytes()
        return an_attachment(a_request(agency=doj()), content, name)

    return attach


def test_the_dojs_wide_sheet(returned):
    for name, county in (("Fresno", "Fresno"), ("Merced", "Merced"), ("Oakland", "Alameda")):
        an_agency(f"{name} Police Department", county=county)
    sheriff = an_agency("Los Angeles County Sheriff's Office", county="Los Angeles")
    Ori.objects.create(agency=sheriff, code="CA0190000")
    release = imported(returned("doj_wide.csv"))
    stated = {
        (f.agency.name.split()[0], f.measure.key): (f.answer, f.qualifier, f.value)
        for f in release.figures.select_related("agency", "measure")
    }
    assert len(stated) == 16
    assert stated["Fresno", "violations"] == (Answer.REPORTED, "exact", 1204)
    assert stated["Los", "violations"] == (Answer.REPORTED, "at_least", 30)
    assert stated["Los", "suspended"] == (Answer.UNREADABLE, "exact", None)
    assert stated["Merced", "violations"] == (Answer.DID_NOT_REPORT, "exact", None)
    assert stated["Merced", "resigned"] == (Answer.LISTED_AS_NONE, "exact", None)
    assert stated["Oakland", "investigations"] == (Answer.REPORTED, "about", 5)
    assert stated["Oakland", "suspended"] == (Answer.REPORTED_ZERO, "exact", 0)
    assert [why for _, why in release.returned_files.get().sheets[0]["left_out"]] == [
        "above the header",
        "above the header",
        "blank",
        "header repeated",
        "total row",
        "note",
    ]


def test_a_long_answer_in_an_old_encoding(returned):
    an_agency("Cañada College Police")
    release = imported(returned("agency_long.csv"), covers_from=2022)
    assert release.returned_files.get().encoding == "cp1252"
    assert [
        (f.year_to, f.measure.key, f.measure_as_written, f.answer)
        for f in release.figures.select_related("measure").order_by("pk")
    ] == [
        (2022, "violations", "Number of Violations", Answer.REPORTED),
        (2022, "resigned-or-terminated", "resigned or terminated", Answer.REPORTED),
        (2023, "violations", "Number of Violations", Answer.LISTED_AS_NONE),
        (2023, "unmapped", "terminals removed", Answer.REPORTED),
    ]


def test_measures_in_rows_and_years_in_columns():
    an_agency("Fresno PD"), an_agency("Merced PD")
    table = (
        "Agency,Measure,2022,2023\n"
        "Fresno PD,Investigations,9,7\nFresno PD,Violations,4,0\n"
        "Merced PD,Investigations,3,did not report\nMerced PD,Violations,1,2\n"
    )
    release = imported(an_attachment(a_request(agency=doj()), table), covers_from=2022)
    stated = {
        (f.agency.name.split()[0], f.measure.key, f.year_to): f.value
        for f in release.figures.select_related("agency", "measure")
    }
    assert stated == {
        ("Fresno", "investigations", 2022): 9, ("Fresno", "investigations", 2023): 7,
        ("Fresno", "violations", 2022): 4, ("Fresno", "violations", 2023): 0,
        ("Merced", "investigations", 2022): 3, ("Merced", "investigations", 2023): None,
        ("Merced", "violations", 2022): 1, ("Merced", "violations", 2023): 2,
    }  # fmt: skip
