"""What was printed where, on the public pages."""

import html

import pytest
from django.test import Client

from requests_app.domain.agencies.models import Alias
from requests_app.domain.misuse_data.quoting.models import Quote
from requests_app.domain.misuse_data.quoting.published_figures import import_published_figures
from requests_app.domain.publication.quoted import quotes_of
from requests_app.management.commands.import_published_figures import STARTING_FIGURES
from tests.builders import NOW, an_agency
from tests.domain.misuse_data.figures import a_claim

pytestmark = pytest.mark.django_db
SHERIFF = "Los Angeles County Sheriff's Department"


@pytest.fixture
def sheriff():
    agency = an_agency("Los Angeles County Sheriff's Office")
    Alias.objects.create(agency=agency, name=SHERIFF)
    import_published_figures(path=STARTING_FIGURES, by=None, at=NOW)
    return agency


def section(client: Client, address: str) -> str:
    page = html.unescape(client.get(address).content.decode())
    return page.partition('id="quoted"')[2].partition("</section>")[0]


def test_2023_tells_the_story_of_7635(client: Client, sheriff) -> None:
    said = section(client, "/years/2023/")
    for words in ("7,635", "7,275", "probably misquoted", "2019–2023 total", "probably right"):
        assert words in said


def test_2017_tells_that_143_is_printed_under_two_words(client: Client, sheriff) -> None:
    said = section(client, "/years/2017/")
    for words in ("143", "violations", "investigations", "sources disagree", "not settled",
                  "one of them probably has the wrong word"):  # fmt: skip
        assert words in said


def test_an_agency_shows_what_was_printed_about_it(client: Client, sheriff) -> None:
    said = section(client, f"/agencies/{sheriff.pk}/")
    assert "6,789" in said and "nobody says otherwise" in said


def test_an_agency_without_quotes_says_nothing_of_them(client: Client, sheriff) -> None:
    assert section(client, f"/agencies/{an_agency().pk}/") == ""


def test_what_is_not_published_is_not_quoted(client: Client, sheriff) -> None:
    claim = a_claim(99, state="draft", years=2023)
    Quote.objects.create(claim=claim, said="a secret", entered_at=NOW)
    assert "a secret" not in section(client, "/years/2023/")
    assert quotes_of(claim.pk, is_public=True) == []
    assert len(quotes_of(claim.pk)) == 1


def test_that_a_claim_quotes_itself_is_no_news(sheriff) -> None:
    claim = Quote.objects.get(claim__value=24, claim__year_from=2023).claim
    assert quotes_of(claim.pk, is_public=True) == []
    Quote.objects.create(claim=a_claim(24, source="B", measure="suspended"), entered_at=NOW)
    [(quote, _)] = quotes_of(claim.pk, is_public=True)
    assert str(quote.claim.release.source) == "B"


def test_a_figure_names_where_it_was_quoted(sheriff) -> None:
    claim = Quote.objects.get(claim__value=7635, claim__year_from=2023).claim
    [(quote, verdict)] = quotes_of(claim.pk, is_public=True)
    assert (quote.claim, verdict.is_wrong) == (claim, True)
    assert quotes_of(10**9) == []
