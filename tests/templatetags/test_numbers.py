"""A stated number and the mark that opens its passport."""

import pytest

from requests_app.domain.misuse_data.comparison.sums import summed_statements
from requests_app.domain.misuse_data.models import Figure
from requests_app.domain.misuse_data.statements import statement_of
from requests_app.templatetags.numbers import public_number, staff_number
from tests.builders import an_agency
from tests.domain.misuse_data.figures import a_claim, a_file, published

pytestmark = pytest.mark.django_db


def shown(figure: Figure, tag=public_number, contested=False) -> str:
    return tag(statement_of(figure), contested)


@pytest.mark.parametrize(
    ("value", "about", "words"),
    [
        (7275, {}, "7,275 "),
        (586, {"qualifier": "at_least"}, "≥\u00a0586 "),
        (17, {"unit": "percent", "qualifier": "about"}, "≈\u00a017% "),
        (0, {}, "0 "),
    ],
)
def test_a_number_has_its_qualifier_and_its_unit(value, about, words) -> None:
    assert shown(a_claim(value, **about)).startswith(f'<span class="nowrap">{words}<a ')


def test_a_silence_is_words_and_no_zero() -> None:
    silent = shown(a_claim(None, answer="did_not_report"))
    assert '<span class="gap">did not report</span>' in silent
    assert ">0" not in silent


def test_each_site_has_its_own_passport() -> None:
    figure = a_claim(7)
    assert f'href="/figures/{figure.pk}/"' in shown(figure)
    assert f'href="/staff/figures/{figure.pk}/"' in shown(figure, staff_number)


def test_where_sources_disagree_the_mark_is_another() -> None:
    figure = a_claim(7)
    assert "is-conflict" in shown(figure, contested=True)
    assert "is-conflict" not in shown(figure)


def test_our_sum_leads_to_the_release_whose_rows_it_adds() -> None:
    an_agency("Fresno PD")
    release = published(a_file("Agency,Violations\nFresno PD,4\n"))
    (total,) = summed_statements(Figure.objects.filter(release=release))
    assert f'href="/releases/{release.pk}/"' in public_number(total)


def test_a_source_s_name_stays_text() -> None:
    assert "<b>" not in shown(a_claim(7, source="<b>Bold</b>"))
