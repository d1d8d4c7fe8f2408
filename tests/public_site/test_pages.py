"""The public addresses: they answer, they can be cached, and nothing unpublished is on any."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_app.domain.agencies.models import Alias
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.releases.corrections import Correction
from requests_app.public_site.urls import urlpatterns
from tests.builders import an_agency
from tests.domain.misuse_data.figures import YEAR, a_claim, a_file, imported, published
from tests.staff_site.doors import a_correction

pytestmark = pytest.mark.django_db
SECRET = 987_654  # a number that no page may show


@pytest.fixture
def sheriff():
    agency = an_agency("Los Angeles County Sheriff's Office", county="Los Angeles")
    Alias.objects.create(agency=agency, name="Los Angeles County Sheriff's Department")
    return agency


@pytest.fixture
def printed(sheriff):
    call_command("import_published_figures", verbosity=0)


@pytest.fixture
def drawn(sheriff):
    """Enough of one source for every picture: two counties, outcomes of the state and of one."""
    a_claim(5, source="Counted", agency=sheriff)
    a_claim(3, source="Counted", agency=an_agency("Fresno Sheriff", county="Fresno"))
    a_claim(2, source="Counted", measure="suspended", agency=sheriff)
    a_claim(4, source="Counted", measure="suspended")
    a_claim(9, source="Counted")


def addresses(agency, figure, release) -> list[str]:
    """Every public address; a new one without an argument here fails the test."""
    arguments = {
        "year": [YEAR],
        "agency": [agency.pk],
        "county": ["los-angeles"],
        "figure": [figure.pk],
        "release": [release.pk],
        "correction": [(Correction.objects.first() or a_correction()).pk],
        "tallies_picture": ["violations", "svg"],
        "outcomes_picture": [YEAR, "svg"],
        "ranking_picture": [YEAR, "violations", "counted", "csv"],
        "map_picture": [YEAR, "violations", "counted", "svg"],
        "agency_picture": [agency.pk, "violations", "svg"],
        "agency_outcomes_picture": [agency.pk, "csv"],
    }
    plain = {"tallies", "tallies_csv", "figures_csv", "agencies", "method", "data"}
    plain |= {"corrections", "corrections_feed"}
    names = {pattern.name for pattern in urlpatterns}
    assert names == plain | set(arguments)
    return [reverse(f"public:{name}", args=arguments.get(name, [])) for name in sorted(names)]


def body(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def test_every_page_answers_and_can_be_kept(client, printed, drawn, sheriff):
    figure = Figure.objects.get(value=6789)
    for address in addresses(sheriff, figure, figure.release):
        response = client.get(address)
        assert response.status_code == 200, address
        kept = set(response["Cache-Control"].split(", "))
        assert kept == {"public", "max-age=300"}, address
        assert not response.has_header("Vary") or "Cookie" not in response["Vary"], address
        assert not response.cookies, address


def test_every_page_answers_before_anything_is_published(client, sheriff):
    for name in ("tallies", "tallies_csv", "figures_csv", "agencies", "method", "data"):
        assert client.get(reverse(f"public:{name}")).status_code == 200, name
    assert "Nothing has been published yet" in body(client.get("/"))


@pytest.mark.parametrize("state", ["draft", "in_review", "superseded", "withdrawn", "sample"])
def test_nothing_unpublished_is_on_any_page(client, printed, drawn, sheriff, state):
    values = {"is_sample": True} if state == "sample" else {"state": state}
    secret = a_claim(SECRET, source="Hidden source", agency=sheriff, **values)
    a_claim(SECRET, source="Hidden source", **values)
    a_claim(SECRET, source="Hidden source", years=(2019, 2023), **values)
    shown = Figure.objects.get(value=6789)
    pages = {
        address: body(client.get(address)) for address in addresses(sheriff, shown, shown.release)
    }
    for address, page in pages.items():
        assert not re.search("987,?654", page), address
        assert "Hidden source" not in page, address
    assert client.get(reverse("public:figure", args=[secret.pk])).status_code == 404
    assert client.get(reverse("public:release", args=[secret.release_id])).status_code == 404


def test_an_imported_draft_is_seen_by_nobody(client, sheriff):
    release = imported(a_file(f"Agency,Violations\n{sheriff.name},{SECRET}\n"))
    assert not re.search("987,?654", body(client.get("/")) + body(client.get("/figures.csv")))
    assert client.get(reverse("public:figure", args=[release.figures.get().pk])).status_code == 404


@pytest.mark.parametrize(
    "address", ["/years/2001/", "/agencies/999999/", "/counties/atlantis/", "/figures/999999/",
                "/releases/999999/", "/?measure=nonsense"]
)  # fmt: skip
def test_what_is_not_there_is_a_404(client, address):
    assert client.get(address).status_code == 404


def test_the_public_site_only_reads(client):
    assert client.post("/").status_code == 405
    assert client.post("/tallies.csv").status_code == 405


@pytest.mark.usefixtures("printed")
def test_the_front_page_tells_both_stories(client):
    page = body(client.get("/"))
    for words in ("7,275 violations in 2023", "93.3%", "486", "7,635 is most likely not",
                  "are the 143 violations or investigations?", "2018–2022",
                  "What this does not say"):  # fmt: skip
        assert words in page, words


@pytest.mark.usefixtures("printed")
def test_every_number_of_a_table_has_its_passport_one_click_away(client):
    page = body(client.get("/"))
    cells = re.findall(r'<td class="num[^"]*"[^>]*>(.*?)</td>', page, re.DOTALL)
    stated = [cell for cell in cells if re.search(r"\d", re.sub(r"<[^>]*>", "", cell))]
    assert len(stated) > 15
    assert all("source-dot" in cell and 'href="/figures/' in cell for cell in stated)


@pytest.mark.usefixtures("printed")
def test_a_measure_can_be_chosen_for_the_chart(client):
    page = body(client.get("/?measure=investigations"))
    assert 'href="?measure=investigations#chart" aria-current="page"' in page


def test_a_sum_leads_to_the_release_it_adds(client, sheriff):
    release = published(a_file(f"Agency,Violations\n{sheriff.name},30\n"))
    page = body(client.get("/"))
    assert f'href="/releases/{release.pk}/"' in page
    assert "our sum of the rows" in page


def test_years_are_drawn_side_by_side_once_there_are_two(client, sheriff):
    a_claim(5, source="Counted", agency=sheriff, years=2022)
    assert "2022–2022" not in body(client.get(f"/agencies/{sheriff.pk}/"))
    a_claim(7, source="Counted", agency=sheriff, years=2023)
    page = body(client.get(f"/agencies/{sheriff.pk}/"))
    assert "<th>2022–2023</th>" in page
    assert 'class="spark-years"' in page


def test_agencies_can_be_searched(client, printed, sheriff):
    an_agency("Fresno PD")
    page = body(client.get("/agencies/?q=angeles"))
    assert sheriff.name.replace("'", "&#x27;") in page
    assert "Fresno PD" not in page
    assert "No agency matches" in body(client.get("/agencies/?q=atlantis"))


def test_odd_pages_of_a_list_are_answered(client, sheriff):
    for number in ("0", "-1", "x", "99999999999"):
        assert client.get(f"/agencies/?page={number}").status_code == 200


def test_a_download_is_a_named_csv_that_spreadsheets_read_as_utf_8(client, printed):
    response = client.get("/tallies.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="clets-misuse-statewide.csv"' in response["Content-Disposition"]
    text = body(response)
    assert text.startswith("\ufeffyear_from,year_to,")
    assert "http://testserver/figures/" in text


def test_markup_in_the_data_stays_text(client, sheriff):
    a_claim(44, source="<script>alert(1)</script>", note="<b>bold</b>", agency=sheriff)
    for address in ("/", "/years/2023/", f"/agencies/{sheriff.pk}/", "/data/"):
        page = body(client.get(address))
        assert "<script>alert" not in page
        assert "<b>bold" not in page


def count_queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_queries_do_not_grow_with_rows(client, drawn, sheriff):
    def plant(first: int, count: int) -> None:
        for number in range(first, first + count):
            a_claim(100 + number, source="One", agency=an_agency(county="Los Angeles"))
            a_claim(100 + number, source=f"Other {number}", years=1995 + number)
            a_claim(500 + number, source="One", years=1995 + number)

    figure = a_claim(6789, agency=sheriff, source="One")
    plant(0, 3)
    pages = addresses(sheriff, figure, figure.release)
    few = {address: count_queries(client, address) for address in pages}
    plant(3, 12)
    many = {address: count_queries(client, address) for address in pages}
    assert many == few
    assert max(few.values()) <= 21
    assert Release.objects.count() > 40
