"""Sworn officers: loaded with their source or not at all; a rate of the year or near it."""

import pytest
from django.core.management import CommandError, call_command

from requests_app.domain.agencies.csv_rows import DirectoryRefused
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.comparison import agency_on_agency
from requests_app.domain.misuse_data.denominators.loading import load_sworn_officers
from requests_app.domain.misuse_data.denominators.models import SwornOfficers
from requests_app.domain.misuse_data.models import Figure
from tests.builders import NOW, a_person, an_agency
from tests.domain.misuse_data.figures import YEAR, a_claim

pytestmark = pytest.mark.django_db
HEAD = "agency,year,sworn_officers,source,url\n"


def loaded(rows: str):
    return load_sworn_officers(
        content=(HEAD + rows).encode(), name="officers.csv", by=a_person(), at=NOW
    )


@pytest.fixture
def agency():
    return an_agency("Fresno Police Department")


def test_each_number_is_loaded_with_its_source(agency):
    done = loaded(f'Fresno Police Department,{YEAR},"1,200",POST,https://post.ca.gov/x\n')
    one = SwornOfficers.objects.get()
    assert (done.added, one.officers, one.source) == (1, 1200, "POST")
    assert AuditEntry.objects.filter(verb="loaded sworn officers").count() == 1


def test_loading_again_changes_only_what_changed(agency):
    rows = "Fresno Police Department,{},800,POST,\nFresno Police Department,2022,{},POST,\n"
    loaded(rows.format(YEAR, 790))
    done = loaded(rows.format(YEAR, 791))
    assert (done.added, done.changed, done.unchanged) == (0, 1, 1)


def test_a_long_file_is_loaded_in_as_many_queries_as_a_short_one(django_assert_max_num_queries):
    for number in range(40):
        an_agency(f"Agency {number}")
    for officers in (800, 900):
        rows = "".join(f"Agency {n},{YEAR},{officers},POST,\n" for n in range(40))
        with django_assert_max_num_queries(20):
            done = loaded(rows)
    assert (done.added, done.changed) == (0, 40)
    versions = SwornOfficers.history.filter(officers=900)
    assert (versions.count(), versions.exclude(history_user=None).count()) == (40, 40)


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (f"Atlantis PD,{YEAR},800,POST,", "no agency"),
        (f"Fresno Police Department,{YEAR},about 800,POST,", "whole number"),
        (f"Fresno Police Department,{YEAR},0,POST,", "whole number"),
        (f"Fresno Police Department,{YEAR},-3,POST,", "whole number"),
        ("Fresno Police Department,1066,800,POST,", "a year from"),
        ("Fresno Police Department,2999,800,POST,", "a year from"),
        (f"Fresno Police Department,{YEAR},800,,", "without its source"),
        (f"Fresno Police Department,{YEAR},800,POST,javascript:alert(1)", "https"),
    ],
)
def test_one_bad_row_and_nothing_is_loaded(agency, row, named):
    with pytest.raises(DirectoryRefused, match=named) as refused:
        loaded(f"Fresno Police Department,2022,800,POST,\n{row}\n")
    assert refused.value.errors[0].row == 3
    assert not SwornOfficers.objects.exists()


def test_an_agencys_year_twice_in_a_file_is_refused(agency):
    with pytest.raises(DirectoryRefused, match="earlier row"):
        loaded(f"Fresno Police Department,{YEAR},800,POST,\n" * 2)


def test_the_command_loads_and_names_what_it_refuses(agency, tmp_path, capsys):
    file = tmp_path / "officers.csv"
    file.write_text(HEAD + f"Fresno Police Department,{YEAR},800,POST,\n")
    call_command("load_sworn_officers", str(file))
    assert "1 numbers added" in capsys.readouterr().out
    file.write_text(HEAD + f"Atlantis PD,{YEAR},800,POST,\n")
    with pytest.raises(CommandError, match="Atlantis PD"):
        call_command("load_sworn_officers", str(file))


def rate(value=4, **values):
    a_claim(value, agency=SwornOfficers.objects.get().agency, **values)
    (table,) = agency_on_agency(Figure.objects.all(), year=YEAR, measure_key="violations")
    return table.rows[0].rate


@pytest.mark.parametrize(
    ("year", "written", "note"),
    [
        (YEAR, "0.50", ""),
        (YEAR - 1, "0.50", f"officers of {YEAR - 1}"),
        (YEAR + 1, "0.50", f"officers of {YEAR + 1}"),
        (YEAR - 2, "", f"officers known only of {YEAR - 2}"),
    ],
)
def test_a_rate_is_of_the_year_or_of_one_beside_it_saying_so(agency, year, written, note):
    loaded(f"Fresno Police Department,{year},800,POST,\n")
    found = rate()
    assert (found.written, found.note) == (written, note)


@pytest.mark.parametrize(
    ("values", "note"),
    [
        ({"unit": "percent"}, "a percentage has no rate"),
        ({"qualifier": "at_least"}, "the number is not exact"),
        ({"value": None, "answer": "did_not_report"}, ""),
    ],
)
def test_what_has_no_rate_says_why(agency, values, note):
    loaded(f"Fresno Police Department,{YEAR},800,POST,\n")
    found = rate(**values)
    assert (found.value, found.note) == (None, note)


def test_an_agency_without_a_number_of_officers_has_no_rate(agency):
    loaded(f"Fresno Police Department,{YEAR},800,POST,\n")
    a_claim(9, agency=an_agency("B"))
    (table,) = agency_on_agency(Figure.objects.all(), year=YEAR, measure_key="violations")
    assert table.rows[0].rate.note == "no number of officers loaded"
