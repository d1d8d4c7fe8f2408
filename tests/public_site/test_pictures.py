"""Pictures on the public pages and as files: the file, the table and the page say the same."""

import csv
import io
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.urls import reverse

from requests_app.domain.agencies.kinds import COUNTIES
from requests_app.domain.agencies.models import Agency
from tests.builders import an_agency
from tests.domain.misuse_data.figures import YEAR, a_claim

pytestmark = pytest.mark.django_db
MAP = f"/years/{YEAR}/violations/doj/map"
RANKING = f"/years/{YEAR}/violations/doj"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def sheriff():
    return an_agency("Los Angeles County Sheriff's Office", county="Los Angeles")


@pytest.fixture
def many(sheriff):
    """A source with agencies in three counties, one huge, one silent; outcomes of the sheriff."""
    a_claim(6789, source="DOJ", agency=sheriff, note="Counted per query.")
    a_claim(7, source="DOJ", agency=an_agency("Inyo Sheriff", county="Inyo"))
    a_claim(5, source="DOJ", agency=an_agency("Kern PD", county="Kern"), qualifier="at_least")
    silent = an_agency("Napa PD", county="Napa")
    a_claim(None, source="DOJ", agency=silent, answer="did_not_report")
    a_claim(7275, source="DOJ")
    a_claim(143, source="DOJ", years=2017)
    a_claim(2, source="DOJ", agency=sheriff, measure="suspended")
    a_claim(24, source="DOJ", measure="suspended")


def body(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return b"".join(response).decode()


def all_of(sheriff: Agency) -> list[str]:
    return ["/tallies/violations", f"/years/{YEAR}/outcomes", RANKING, MAP,
            f"/agencies/{sheriff.pk}/violations", f"/agencies/{sheriff.pk}/outcomes"]  # fmt: skip


@pytest.mark.usefixtures("many")
def test_each_picture_is_a_whole_svg_of_its_own(client, sheriff) -> None:
    for address in all_of(sheriff):
        response = client.get(f"{address}.svg")
        assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
        root = ElementTree.fromstring(response.content)
        content = response.content.decode()
        assert not re.search(r"<script|<style|\sstyle=|\sclass=", content), address
        assert root.find(f"{SVG}desc").text.startswith(root.find(f"{SVG}title").text)
        for words in ("Source: DOJ.", "As published on", "http://testserver/"):
            assert words in content, address


class Tables(HTMLParser):
    """The rows of the tables inside each picture of a page, by the picture's key."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self.key = ""
        self.in_row = False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        values = dict(attrs)
        if tag == "figure":
            self.key = values.get("id", "")
            self.found[self.key] = []
        elif tag == "tr" and self.key:
            self.found[self.key].append([])
        elif tag in ("td", "th") and self.key:
            self.found[self.key][-1].append("")
            self.in_row = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "figure":
            self.key = ""
        elif tag in ("td", "th"):
            self.in_row = False

    def handle_data(self, data: str) -> None:
        if self.key and self.in_row:
            self.found[self.key][-1][-1] += data.strip()


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("shown_on", "key", "file"),
    [("/", "statewide", "/tallies/violations"), (f"/years/{YEAR}/", "violations-doj", RANKING),
     (f"/years/{YEAR}/", "map-violations-doj", MAP),
     (f"/years/{YEAR}/", "outcomes", f"/years/{YEAR}/outcomes")],
)  # fmt: skip
def test_the_csv_equals_the_table_on_the_page(client, shown_on, key, file) -> None:
    tables = Tables()
    tables.feed(body(client, shown_on))
    head, *rows = tables.found[key]
    text = body(client, f"{file}.csv").removeprefix("\ufeff")
    in_file = list(csv.reader(io.StringIO(text)))
    assert [cell.lower() for cell in head] == in_file[0][:-1]
    assert rows == [row[:-1] for row in in_file[1:]]
    assert rows and all(row[-1].startswith("http://testserver/") for row in in_file[1:])


@pytest.mark.usefixtures("many")
def test_the_map_links_all_58_counties_with_number_name_and_answer(client) -> None:
    page = body(client, f"/years/{YEAR}/")
    links = dict(re.findall(r'<a href="/counties/([\w-]+)/" aria-label="([^"]+)"><title>', page))
    assert sorted(label.split(":")[0] for label in links.values()) == sorted(COUNTIES)
    told = "Los Angeles: 6,789, Los Angeles County Sheriff&#x27;s Office"
    assert links["los-angeles"] == told
    assert links["kern"].startswith("Kern: ≥\u00a05")
    assert links["napa"].startswith("Napa: did not report")
    assert links["yuba"] == "Yuba: no figure"


@pytest.mark.parametrize("county", COUNTIES)
def test_every_county_of_the_map_has_its_page(client, county) -> None:
    slug = county.lower().replace(" ", "-")
    assert f"{county} County" in body(client, reverse("public:county", args=[slug]))


@pytest.mark.usefixtures("many")
def test_the_picture_says_its_story_to_who_does_not_see_it(client) -> None:
    page = body(client, "/")
    names = re.findall(r'<svg class="few"[^>]*aria-label="([^"]*)"', page)
    assert len(names) == 0 or all("2023" in name for name in names)
    assert "2017: 143; 2018: no figure;" in page
    assert "2023: 7,275" in page and "2023*: 486" in page


@pytest.mark.usefixtures("many")
def test_a_caveat_is_in_every_picture_of_its_figure(client, sheriff) -> None:
    for address in ("/tallies/violations", RANKING, MAP, f"/agencies/{sheriff.pk}/violations"):
        assert "Counted per query." in body(client, f"{address}.svg"), address


@pytest.mark.usefixtures("many")
def test_nothing_on_the_pages_needs_an_inline_style(client, sheriff) -> None:
    for page in ("/", f"/years/{YEAR}/", f"/agencies/{sheriff.pk}/"):
        assert not re.search(r"\sstyle=|<style|\son\w+=", body(client, page)), page


@pytest.mark.parametrize("address", ["/tallies/violations.png", "/tallies/nonsense.svg",
    "/years/2001/outcomes.svg", "/years/2023/violations/nobody.svg",
    "/years/2023/violations/doj/map.pdf", "/years/2023/nonsense/doj/map.svg",
    "/agencies/999999/violations.svg", "/agencies/999999/outcomes.csv"])  # fmt: skip
@pytest.mark.usefixtures("many")
def test_what_is_not_there_is_a_404(client, address) -> None:
    assert client.get(address).status_code == 404


def test_nothing_published_is_no_picture(client) -> None:
    assert client.get("/tallies/violations.svg").status_code == 404


def test_the_picture_of_a_merged_entry_is_at_the_one_it_went_to(client, sheriff) -> None:
    a_claim(3, agency=sheriff)
    old = an_agency("LASD", merged_into=sheriff)
    response = client.get(f"/agencies/{old.pk}/violations.svg")
    assert response.headers["Location"] == f"/agencies/{sheriff.pk}/violations.svg"


def test_odd_names_stay_text_in_every_file(client) -> None:
    source = "<b>&\x0b=cmd|'"
    for county in ("Kern", "Inyo"):
        a_claim(3, source=source, agency=an_agency(f"<script>{county}\x01", county=county))
    for address in (
        f"/years/{YEAR}/violations/b-cmd.svg",
        f"/years/{YEAR}/violations/b-cmd/map.svg",
    ):
        content = body(client, address)
        ElementTree.fromstring(content.encode())
        assert "<b>" not in content and "<script>" not in content


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/tallies/violations.svg", ("7,275", "486", "93.3%")),
        ("/years/2016/outcomes.svg", ("24 no action", "17 of 117")),
        ("/years/2023/outcomes.svg", ("24 suspended", "6 resigned", "9 terminated")),
    ],
)
def test_the_printed_figures_are_drawn(client, sheriff, address, words) -> None:
    call_command("import_published_figures", verbosity=0)
    drawn = " ".join(ElementTree.fromstring(body(client, address).encode()).itertext())
    assert [one for one in words if one not in drawn] == []


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("odd", ["0", "1", "9999", "9" * 12, "9" * 30])
def test_a_year_that_is_none_has_no_picture(client, odd) -> None:
    for address in ("violations/doj.svg", "violations/doj/map.csv", "outcomes.svg"):
        assert client.get(f"/years/{odd}/{address}").status_code == 404


@pytest.mark.usefixtures("many")
def test_what_no_measure_stands_for_is_not_ranked(client) -> None:
    for address in (f"/years/{YEAR}/unmapped/doj.svg", f"/years/{YEAR}/unmapped/doj/map.svg"):
        assert client.get(address).status_code == 404
