"""The 58 printed figures: loaded as quoted claims, once, conflicts included."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from requests_app.domain.agencies.models import Alias
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.quoting.published_figures import (
    PublishedFiguresRefused,
    import_published_figures,
)
from requests_app.management.commands.import_published_figures import STARTING_FIGURES
from tests.builders import NOW, an_agency

pytestmark = pytest.mark.django_db
SHERIFF = "Los Angeles County Sheriff's Department"


def load(path: Path = STARTING_FIGURES):
    return import_published_figures(path=path, by=None, at=NOW)


def test_all_are_loaded_and_a_second_time_none():
    first = load()
    assert (first.figures, first.known) == (58, 0)
    assert first.releases == Release.objects.count() == 13
    again = load()
    assert (again.releases, again.figures, again.known) == (0, 0, 58)
    assert Figure.objects.count() == 58


def test_each_is_a_published_quoted_claim_with_its_address_and_place():
    load()
    assert not Release.objects.exclude(is_quoted_claim=True, state="published").exists()
    figure = Figure.objects.get(value=7275)
    assert figure.release.url.startswith("https://www.eff.org/")
    assert figure.where == "published_figures.csv, row 2"
    assert (figure.release.source.name, figure.release.source.kind) == ("EFF", "advocacy")


def test_an_agency_is_found_by_its_alias_and_the_words_are_kept():
    sheriff = an_agency("Los Angeles County Sheriff's Office")
    Alias.objects.create(agency=sheriff, name=SHERIFF)
    load()
    figure = Figure.objects.get(value=6789)
    assert (figure.agency, figure.agency_as_written) == (sheriff, SHERIFF)
    assert "concealed-carry" in figure.note


def test_whom_the_directory_lacks_keeps_the_name_only():
    load()
    figure = Figure.objects.get(raw="16", year_to=2017)
    assert (figure.agency, figure.agency_as_written) == (None, "Riverside County (all agencies)")


@pytest.mark.parametrize(
    ("raw", "qualifier", "unit", "answer"),
    [
        (">=586", "at_least", "investigations", "reported"),
        (">1000", "more_than", "unknown", "reported"),
        ("~17%", "about", "percent", "reported"),
        ("~40", "about", "investigations", "reported"),
    ],
)
def test_qualifier_and_unit_are_kept(raw, qualifier, unit, answer):
    load()
    figure = Figure.objects.get(raw=raw)
    assert (figure.qualifier, figure.unit, figure.answer) == (qualifier, unit, answer)


def test_a_printed_zero_is_a_reported_zero():
    load()
    assert {f.answer for f in Figure.objects.filter(raw="0")} == {"reported_zero"}


def test_a_measure_of_its_own_words_is_unmapped():
    load()
    figure = Figure.objects.get(raw="96")
    assert (figure.measure.key, figure.measure_as_written) == ("unmapped", "queries by one officer")


def test_a_row_that_cannot_be_read_loads_nothing(tmp_path):
    lines = STARTING_FIGURES.read_text(encoding="utf-8").splitlines()
    broken = tmp_path / "broken.csv"
    broken.write_text("\n".join([*lines[:3], lines[3].replace("exact", "perhaps")]), "utf-8")
    with pytest.raises(PublishedFiguresRefused, match=r"row 4.*perhaps"):
        load(broken)
    assert not Release.objects.exists()


def test_missing_columns_are_named(tmp_path):
    short = tmp_path / "short.csv"
    short.write_text("year_from,year_to\n2023,2023\n", "utf-8")
    with pytest.raises(PublishedFiguresRefused, match="published_as"):
        load(short)


def test_the_command_loads_the_packaged_file_and_says_so():
    out = StringIO()
    call_command("import_published_figures", stdout=out)
    assert "58 published figures loaded from 13 new addresses, 0 known already" in out.getvalue()


def test_the_command_refuses_by_name(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_published_figures", str(tmp_path / "none.csv"))
