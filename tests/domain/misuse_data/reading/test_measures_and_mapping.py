"""The table of measures, and which column is taken for what."""

import pytest

from requests_app.domain.misuse_data.measures import (
    ensure_measures,
    measure_named,
    units_by_measure,
)
from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.misuse_data.reading.headings import names_a_column
from requests_app.domain.misuse_data.reading.mapping import MappingRefused, roles, understood
from requests_app.domain.misuse_data.reading.suggested import suggest
from requests_app.domain.misuse_data.starting_measures import STARTING_MEASURES
from requests_app.domain.sheets.tables import table_from


def columns(*names: str):
    return table_from([list(names), ["x"] * len(names)], knows=names_a_column).columns


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("violations", "violations"),
        ("Number of Violations", "violations"),
        ("misuse found", "misuse-found"),
        ("Investigations", "investigations"),
        ("resigned or terminated", "resigned-or-terminated"),
        ("Resigned/Terminated", "resigned-or-terminated"),
        ("resigned", "resigned"),
        ("criminal charges", "criminal-charges"),
        ("misdemeanor convictions", "misdemeanor-convictions"),
        ("felony convictions", "felony-convictions"),
        ("queries by one officer", "unmapped"),
        ("unmapped", "unmapped"),
        ("", "unmapped"),
    ],
)
def test_words_mean_one_measure_or_none(words, key):
    assert measure_named(words) == key


def test_no_word_means_two_measures():
    words = [w for m in STARTING_MEASURES for w in {m.key.replace("-", " "), m.name, *m.words}]
    assert len(words) == len(set(words))


@pytest.mark.django_db
def test_measures_are_created_once_and_edits_stay():
    ensure_measures()
    Measure.objects.filter(key="violations").update(definition="Ours.")
    measures = ensure_measures()
    assert Measure.objects.count() == len(STARTING_MEASURES)
    assert measures["violations"].definition == "Ours."
    assert measures["unmapped"].unit == "unknown"


@pytest.mark.django_db
def test_units_can_be_asked_without_writing():
    assert units_by_measure()["violations"] == "violations"
    assert not Measure.objects.exists()


def test_a_wide_table_has_a_column_per_measure():
    assert suggest(columns("Agency", "ORI", "Year", "Violations", "Suspended", "Colour")) == {
        "Agency": "agency",
        "ORI": "ori",
        "Year": "year",
        "Violations": "measure:violations",
        "Suspended": "measure:suspended",
        "Colour": "ignored",
    }


def test_a_long_table_has_a_measure_and_a_value():
    suggested = suggest(columns("Agency", "Year", "Measure", "Value"))
    assert (suggested["Measure"], suggested["Value"]) == ("measure", "value")


@pytest.mark.parametrize(
    ("headings", "suggested"),
    [
        ("Agency, Measure, 2022, 2023", "agency measure value value"),
        ("Agency, Measure, 2023", "agency measure value"),
        ("Agency, ORI, Outcome, CY 2022, CY 2023", "agency ori measure value value"),
        ("Agency, Measure, 2022 count, 2023 count", "agency measure value value"),
        ("Agency, Measure, 2022, 2023, Total", "agency measure value value ignored"),
        ("Measure, 2022, 2023", "measure value value"),
        # Without a column that says what is counted, and where a heading may say the agency's kind.
        ("Agency, 2022, 2023", "agency measure:violations measure:violations"),
        ("Agency, Type, 2022, 2023", "agency ignored measure:violations measure:violations"),
        ("Agency, Outcome, Violations", "agency ignored measure:violations"),
    ],
)
def test_measures_in_rows_have_a_column_of_figures_for_each_year(headings, suggested):
    columns = headings.split(", ")
    found = suggest(columns, titles=["Violations"])
    assert " ".join(found[column] for column in columns) == suggested
    understood(columns, found)


def test_what_stands_below_a_heading_tells_measures_from_kinds_of_agency():
    columns = ["Agency", "Category", "2022", "2023"]
    counted, kinds = (
        [("Fresno PD", "Investigations", "1", "2")],
        [("Fresno PD", "Police", "1", "2")],
    )
    assert suggest(columns, samples=counted)["2022"] == "value"
    assert suggest(columns, samples=kinds)["2022"] == "measure:unmapped"


def test_half_of_a_long_table_is_not_suggested():
    assert suggest(columns("Agency", "Violations", "Total"))["Total"] == "ignored"


def test_a_second_column_for_the_same_is_left_to_a_person():
    assert suggest(columns("Agency", "Department", "Violations"))["Department"] == "ignored"


def test_every_suggestion_is_a_role_that_can_be_chosen():
    keys = {role for role, _ in roles()}
    assert {f"measure:{m.key}" for m in STARTING_MEASURES} <= keys


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"Nope": "agency"}, "no column “Nope”"),
        ({"Agency": "shoe size"}, "shoe size"),
        ({"Agency": "agency", "Year": "agency", "Violations": "measure:violations"}, "Only one"),
        ({"Agency": "agency"}, "No column holds figures"),
        ({"Agency": "agency", "Year": "measure"}, "two columns"),
        (
            {"Agency": "measure", "Year": "value", "Violations": "measure:violations"},
            "not both",
        ),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_by_name(mapping, said):
    with pytest.raises(MappingRefused, match=said):
        understood(columns("Agency", "Year", "Violations"), mapping)
