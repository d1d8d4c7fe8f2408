"""What is measured: the floors and the product, asked as a signed-in person asks."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from bench.combinations import COMBINATIONS
from bench.floor import ROWS, indexed_query, words_query
from bench.measure import Broken, Subject
from bench.seed import Seed
from bench.site import Sized
from requests_app.domain.request_log.search import matching, places, search_page
from requests_app.domain.upkeep.waiting import Queue

FLOOR, QUERY = "floor page", "plain indexed query"
LIST, ADMIN = "staff list, first page", "admin list, first page"
STOCK = "stock ModelAdmin, first page"
FRONT = "what waits for review"
LAST, LOOKUP = "staff list, last page", "exact number, found"
FEW, MANY = "request page, 3 events", "request page, 30 events"
WORDS, INDEX = "search for two words", "the index asked for two words"
FOUND = "search for two words, with excerpts"
TODAY, AGENCIES = "Today", "agency list"
CAMPAIGNS, BOARD = "campaign list", "board of 1,200"
NAMES = (
    *(FLOOR, QUERY, LIST, LAST, LOOKUP, FEW, MANY, ADMIN, STOCK, FRONT, WORDS, FOUND, INDEX),
    *(TODAY, CAMPAIGNS, BOARD, AGENCIES),
)
TWO_WORDS = "oakland 2023 "  # an agency and a year: found in some hundreds of a million


def subjects_of(sized: Sized, seed: Seed) -> dict[str, Subject]:
    """Everything that is measured on one size, by its name."""
    pages = {
        FLOOR: (reverse("floor"), b"<tr><td>", ROWS),
        LIST: (reverse("staff:requests"), b"<tr data-href", ROWS),
        LAST: (reverse("staff:requests") + "?page=last", b"<tr data-href", ROWS),
        FEW: (reverse("staff:request", args=[seed.few]), b'<li class="event', 3),
        MANY: (reverse("staff:request", args=[seed.many]), b'<li class="event', 30),
    }
    pages[FRONT] = (reverse("admin:index"), b'<th scope="row"><a', len(Queue))
    for name, site in ((ADMIN, "admin"), (STOCK, "stock")):
        address = reverse(f"{site}:requests_app_recordsrequest_changelist")
        pages[name] = (address, b'<th class="field-number"', ROWS)
    works = {name: page(seed.client, *shown) for name, shown in pages.items()}
    works[QUERY] = _query
    works |= {WORDS: _search, FOUND: _found, INDEX: _index}
    works[LOOKUP] = lookup(seed.client, seed.number)
    filtered = {name: f"{reverse('staff:requests')}?{q}" for name, q in COMBINATIONS.items()}
    others = {
        TODAY: reverse("staff:today"),
        CAMPAIGNS: reverse("staff:campaigns"),
        BOARD: reverse("staff:board", args=[seed.round]),
        AGENCIES: reverse("staff:agencies"),
    }
    works |= {
        name: page_of_some(seed.client, address) for name, address in (filtered | others).items()
    }
    names = (*NAMES, *COMBINATIONS)
    return {name: Subject(name, sized.size, works[name], sized.use) for name in names}


def page_of_some(client: Client, address: str) -> Callable[[], object]:
    """Asks for a page whose table must have a row."""

    def ask() -> None:
        response = client.get(address)
        if response.status_code != 200 or b"<tr data-href" not in response.content:
            raise Broken(f"{address} answered {response.status_code} without a row")

    return ask


def lookup(client: Client, number: str) -> Callable[[], object]:
    """Types a number, which must lead straight to its request."""

    def ask() -> None:
        response = client.get(reverse("staff:requests"), {"q": number})
        if response.status_code != 302:
            raise Broken(f"{number} answered {response.status_code}, not 302")

    return ask


def page(client: Client, address: str, mark: bytes, times: int) -> Callable[[], object]:
    """Asks for a page and looks whether what it is about is on it, so many times."""

    def ask() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise Broken(f"{address} answered {response.status_code}, not 200")
        found = response.content.count(mark)
        if found != times:
            raise Broken(f"{address} shows {mark.decode()!r} {found} times, not {times}")

    return ask


def _query() -> None:
    found = indexed_query()
    if found != ROWS:
        raise Broken(f"the plain query gave {found} rows, not {ROWS}")


def _search() -> None:
    if not places(matching(TWO_WORDS, states=["normal"])):
        raise Broken(f"{TWO_WORDS!r} was not found")


def _found() -> None:
    if not search_page(TWO_WORDS, states=["normal"]).found:
        raise Broken(f"{TWO_WORDS!r} was not found")


def _index() -> None:
    if not words_query(TWO_WORDS):
        raise Broken(f"the index does not know {TWO_WORDS!r}")
