"""The years in a line of text."""

from xml.etree import ElementTree

from hypothesis import given

from requests_app.domain.drawing.rows import Bar
from requests_app.domain.drawing.scales import scale_for
from requests_app.domain.drawing.sparks import TALL, height, spark
from tests.domain.drawing.rows import ROWS


@given(ROWS)
def test_bars_stay_in_the_line_and_a_gap_has_no_height(rows) -> None:
    for bar in rows:
        tall = height(bar, scale_for(rows))
        assert (tall is None) == (bar.value is None)
        assert tall is None or 0 <= tall <= TALL
        assert tall is None or (tall == 0) == (bar.value == 0)


def test_its_name_says_every_year() -> None:
    svg = ElementTree.fromstring(spark([Bar("2022", None, "withheld"), Bar("2023", 4)], "Kern"))
    assert svg.get("aria-label") == "Kern. 2022: withheld; 2023: 4"


def test_no_years_are_nothing() -> None:
    assert spark([], "Kern") == ""
