"""Bars and columns: gaps, one huge value, words."""

import re
from decimal import Decimal
from xml.etree import ElementTree

from requests_app.domain.drawing.rows import Bar
from requests_app.domain.drawing.scales import scale_for
from requests_app.templatetags.charts import bars, columns, spark_years

YEARS = [Bar("2020", None), Bar("2021", 147), Bar("2022", 83), Bar("2023", 7275), Bar("2024", 0)]


def test_a_gap_is_a_gap_and_not_a_zero() -> None:
    drawn = bars([Bar("LAPD", None), Bar("San Diego", 0)])
    gap, zero = ElementTree.fromstring(drawn).iter("li")
    assert "".join(gap.itertext()) == "LAPDdid not report"
    assert "".join(zero.itertext()) == "San Diego0"
    assert gap.find(".//rect[@class='gap-edge']") is not None
    assert zero.find(".//rect[@class='gap-edge']") is None
    assert zero.find(".//circle[@class='bar-zero']") is not None


def test_a_gap_may_have_its_own_words() -> None:
    assert "withheld" in bars([Bar("Kern", None, words="withheld")])


def test_columns_say_every_value_in_words() -> None:
    svg = ElementTree.fromstring(columns(YEARS, label="Violations")).find(".//svg")
    assert svg is not None
    assert svg.get("aria-label") == (
        "Violations. 2020: did not report; 2021: 147; 2022: 83; 2023: 7,275; 2024: 0"
    )


def test_one_huge_value_is_cut_and_the_others_keep_their_height() -> None:
    scale = scale_for(YEARS)
    assert scale.longest == 147
    assert scale.share(147) > 0.7
    assert scale.share(7275) == 1.0
    assert scale.note == "The bar for 2023 is cut: its 7,275 is 49 times the next largest, 147."


def test_a_year_far_beyond_the_others_is_cut_and_it_is_said() -> None:
    drawn = columns(YEARS)
    assert "The bar for 2023 is cut: its 7,275 is 49 times the next largest, 147." in drawn
    assert drawn.count('class="bar-break"') == 1


def test_values_may_come_from_the_database_as_decimals() -> None:
    rows = [Bar("2017", Decimal("143.00")), Bar("2023", Decimal("7275.00"))]
    assert scale_for(rows).note.startswith("The bar for 2023 is cut: its 7,275 is 51 times")
    assert "7,275" in bars(rows)
    assert "7,275" in columns(rows)


def test_of_two_values_far_apart_the_larger_is_cut() -> None:
    assert scale_for([Bar("2017", 143), Bar("2022", None), Bar("2023", 7275)]).longest == 143


def test_values_of_one_order_are_drawn_to_scale() -> None:
    scale = scale_for([Bar("a", 100), Bar("b", 60), Bar("c", 20)])
    assert scale.note == ""
    assert scale.share(60) == 0.6


def test_what_most_values_do_is_no_exception() -> None:
    assert scale_for([Bar("a", 1), Bar("b", 500), Bar("c", 510)]).note == ""


def test_a_qualifier_stays_with_its_value() -> None:
    assert "≥\u00a0586" in bars([Bar("2018", 586, qualifier="at_least")])


def test_rows_may_be_mappings_or_objects() -> None:
    mapped = bars([{"label": "A", "value": 3, "href": "/a/"}])
    assert mapped == bars([Bar("A", 3, href="/a/")])
    assert '<a href="/a/">A</a>' in mapped


def test_names_are_escaped() -> None:
    drawn = bars([Bar("<b>", 1)]) + columns([Bar("<b>", 1)], label="<i>")
    assert "<b>" not in drawn
    assert "<i>" not in drawn


def test_no_rows_draw_an_empty_chart() -> None:
    assert "<li>" not in bars([])
    assert ElementTree.fromstring(columns([])).find(".//rect[@class='bar']") is None


def test_numbers_that_need_room_get_it_and_the_page_scrolls() -> None:
    short = columns([Bar(str(year), 3) for year in range(2016, 2024)])
    long = columns([Bar(str(year), 81_398, qualifier="at_least") for year in range(2016, 2024)])
    many = columns([Bar(str(year), 3) for year in range(2000, 2024)])
    sizes = [re.search(r'<svg class="(\w+)"', one).group(1) for one in (short, long, many)]
    assert sizes == ["few", "many", "lots"]


def test_the_years_of_an_agency_stand_in_a_cell() -> None:
    drawn = spark_years([{"label": "2022", "value": None}, {"label": "2023", "value": 4}], "Kern")
    assert 'aria-label="Kern. 2022: did not report; 2023: 4"' in drawn


def test_nothing_drawn_needs_an_inline_style() -> None:
    assert not re.search(r"\bstyle=", bars(YEARS) + columns(YEARS))
