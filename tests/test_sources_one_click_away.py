"""Wherever a page shows a figure, the way to its passport is in the same line of the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from requests_app.domain.accounts.roles import Role
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.public_site.urls import urlpatterns as public_patterns
from requests_app.staff_site.comparisons import COMPARISONS
from tests.builders import an_agency
from tests.domain.misuse_data.figures import YEAR, a_claim
from tests.staff_site.doors import a_correction, signed_in

pytestmark = pytest.mark.django_db
# Numbers that stand for nothing else on any page.
OF_STATE, OF_AGENCY, AT_ODDS, OF_PERIOD = 987_651, 887_653, 987_659, 987_667
CAVEAT = "each look-up is counted"
NUMBERS = [f"{n:,}" for n in (OF_STATE, OF_AGENCY, AT_ODDS, OF_PERIOD)]
LINE = {"tr", "p", "li", "dd", "dt"}
BLOCK = {"section", "header", "main"}
VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}
PASSPORT = re.compile(r"/(figures|releases)/\d+/|/compare/\?tab=agencies")


class Page(HTMLParser):
    """Every text with one of `NUMBERS`, beside the links of the line that it stands in."""

    def __init__(self, html: str):
        super().__init__()
        self.open: list[tuple[str, list[str]]] = []
        self.found: list[tuple[str, list[str]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            for _, links in self.open:
                links.append(dict(attrs).get("href") or "")
        if tag not in VOID:
            self.open.append((tag, []))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = [tag for tag, _ in self.open]
        if "title" in tags or "svg" in tags or not any(n in data for n in NUMBERS):
            return
        lines = [links for tag, links in reversed(self.open) if tag in LINE]
        blocks = [links for tag, links in reversed(self.open) if tag in BLOCK]
        self.found.append((data.strip(), (lines or blocks)[0]))


def without_a_way(html: str) -> list[str]:
    return [text for text, links in Page(html).found if not any(map(PASSPORT.search, links))]


def missing(shown: dict[str, str]) -> dict[str, list[str]]:
    """Address -> the texts whose line leads to no passport."""
    found = {address: without_a_way(html) for address, html in shown.items()}
    return {address: texts for address, texts in found.items() if texts}


@pytest.fixture
def agency():
    return an_agency("Los Angeles County Sheriff's Office", county="Los Angeles", kind="sheriff")


@pytest.fixture
def everywhere(agency):
    """A figure of every sort on every page: of the state, of an agency, at odds, of a period."""
    call_command("import_published_figures", verbosity=0)
    for measure in ("violations", "suspended"):
        a_claim(OF_STATE, source="Planted", measure=measure, note=CAVEAT)
        a_claim(OF_AGENCY, source="Planted", measure=measure, agency=agency)
        a_claim(AT_ODDS, source="Another", measure=measure)
        a_claim(AT_ODDS + 8, source="Another", measure=measure, agency=agency)
    a_claim(OF_PERIOD, source="Planted", years=(2019, YEAR))
    a_claim(OF_PERIOD, source="Planted", years=(2019, YEAR), agency=agency)
    row = a_claim(OF_AGENCY, source="The DOJ", kind="doj", years=YEAR - 1, agency=agency)
    Release.objects.filter(pk=row.release_id).update(is_quoted_claim=False)


def test_a_number_without_its_source_would_be_found():
    assert without_a_way("<main><p>987,651</p></main>") == ["987,651"]
    assert without_a_way("<table><tr><td>987,651<td><a href='/agencies/1/'>A</a></table>")
    assert not without_a_way("<p>987,651 <a href='/figures/1/'></a></p>")


def public_addresses(agency, figure):
    arguments = {
        "year": [YEAR], "agency": [agency.pk], "county": ["los-angeles"], "figure": [figure.pk],
        "release": [figure.release_id], "correction": [a_correction().pk],
    }  # fmt: skip
    return [
        reverse(f"public:{pattern.name}", args=arguments.get(pattern.name, []))
        for pattern in public_patterns
        if not pattern.name.endswith(("_csv", "_picture"))
    ]


def without_its_caveat(shown: dict[str, str]) -> list[str]:
    return [a for a, html in shown.items() if f"{OF_STATE:,}" in html and CAVEAT not in html]


def texts_of(client, addresses) -> dict[str, str]:
    shown = {address: client.get(address) for address in addresses}
    assert {a: r.status_code for a, r in shown.items() if r.status_code != 200} == {}
    return {address: response.content.decode() for address, response in shown.items()}


@pytest.mark.usefixtures("everywhere")
def test_every_figure_in_public_has_its_source_one_click_away(agency):
    own = Figure.objects.get(value=7275)  # a passport shows its own number without a way to itself
    shown = texts_of(Client(), public_addresses(agency, own))
    assert missing(shown) == {}
    assert without_its_caveat(shown) == []
    assert sum(len(Page(html).found) for html in shown.values()) > 12


def staff_addresses(agency, figure):
    base = f"/staff/compare/?year={YEAR}&before={YEAR - 1}"
    for tab in COMPARISONS:
        yield f"{base}&tab={tab}"
        yield f"{base}&tab={tab}&county=Los+Angeles&measure=suspended"
        yield f"{base}&tab={tab}&agency_text={agency.name.replace(' ', '+')}"
    yield reverse("staff:agency", args=[agency.pk])
    yield reverse("staff:figure", args=[figure.pk])
    yield reverse("staff:release", args=[Release.objects.filter(source__name="Planted")[0].pk])
    for name in ("compare", "returned_data", "today", "duties"):
        yield reverse(f"staff:{name}")


@pytest.mark.usefixtures("everywhere")
def test_every_figure_for_the_staff_has_its_source_one_click_away(agency):
    own = Figure.objects.get(value=7275)
    shown = texts_of(signed_in(Role.READER), staff_addresses(agency, own))
    assert missing(shown) == {}
    assert without_its_caveat(shown) == []
    assert sum(len(Page(html).found) for html in shown.values()) > 30
