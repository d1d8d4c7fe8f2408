"""Two years compared over a million figures, the page that shows it, and a year's pictures."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import count
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.floor import ROWS
from bench.measure import Broken, Subject, in_rounds
from bench.site import copy_of_seed
from bench.subjects import page
from bench.workload import fill
from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.misuse_data.comparison import Scope, two_years
from requests_app.domain.misuse_data.measures import ensure_measures
from requests_app.domain.misuse_data.models import Figure, Measure, Release, Source
from requests_app.staff_site.comparisons import LINES

FIGURES = 1_000_000
AGENCIES, MEASURES, YEARS, SOURCES = 1_000, 20, range(2014, 2024), 5
BEFORE, AFTER = YEARS[-2], YEARS[-1]
ROUNDS = 20
MOST_OF_SQL, MOST_FLOORS = 3.0, 2.0
MAPPED = [AFTER, "violations", "bench-0", "svg"]
PICTURES = 31  # of three measures of each source the bars and the map; what became of it

# One figure in three is a number; as many as in a year of the DOJ's are none, or a silence.
FILL = """
INSERT INTO requests_app_figure (
    release_id, agency_id, agency_as_written, year_from, year_to, measure_id, measure_as_written,
    unit, answer, qualifier, value, raw, "where", note
)
SELECT release, agency, '', year, year, measure, '', unit,
    CASE WHEN fate < 0.3 THEN 'reported' WHEN fate < 0.8 THEN 'reported_zero'
         WHEN fate < 0.9 THEN 'listed_as_none' WHEN fate < 0.98 THEN 'did_not_report'
         ELSE 'withheld' END,
    'exact',
    CASE WHEN fate < 0.3 THEN 1 + floor(size * size * 60) WHEN fate < 0.8 THEN 0 END,
    '', 'row ' || agency || ', column ' || measure, ''
FROM (
    SELECT r.id AS release, r.covers_to AS year, a.agency, m.id AS measure, m.unit,
        random() AS fate, random() AS size
    FROM requests_app_release r
    CROSS JOIN unnest(%s::bigint[]) AS a(agency)
    CROSS JOIN (SELECT id, unit FROM requests_app_measure WHERE key <> 'unmapped'
                ORDER BY id LIMIT %s) m
    WHERE r.title LIKE 'Bench %%' ORDER BY r.id, a.agency
) drawn
"""
# What the page says of two years, by source and measure: sums, and who they cover.
BARE = """
SELECT r.source_id, f.measure_id, f.unit, f.year_to, sum(f.value), count(*),
    count(*) FILTER (WHERE f.answer = 'reported'),
    count(*) FILTER (WHERE f.answer IN ('reported_zero', 'listed_as_none')),
    count(*) FILTER (WHERE f.answer = 'did_not_report')
FROM requests_app_figure f JOIN requests_app_release r ON r.id = f.release_id
WHERE f.year_from = f.year_to AND f.year_to IN (%s, %s) AND f.agency_id IS NOT NULL
    AND f.unit <> 'percent' AND r.state NOT IN ('superseded', 'withdrawn') AND NOT r.is_quoted_claim
GROUP BY 1, 2, 3, 4
"""
COMPARED, BY_HAND = "two years compared", "the same in bare SQL"
PAGE, FIRST, FLOOR = "comparison page", "contradictions page", "floor page"
YEAR, ANEW = "a year's public page", "a year's public page made anew"
MAP = "a county map as a file, made anew"
Line = tuple[str, float | None, float]


def lines(*, at: datetime, today: date, say: Callable[[str], None]) -> list[Line]:
    """(what, measured, limit) of each, on a database of its own."""
    sized = copy_of_seed(FIGURES)
    fill(sized.connection, size=1_000, at=at, today=today)
    say(f"making {FIGURES:,} figures")
    _fill(at)
    client = Client()
    client.force_login(Person.objects.order_by("pk")[0])
    subjects = {
        name: Subject(name, FIGURES, work, sized.use) for name, work in _works(client).items()
    }
    in_rounds(list(subjects.values()), ROUNDS)
    for one in subjects.values():
        say(f"{one.name}: {one.p50:.1f} ms")
    compared, bare, floor = (subjects[name].p50 for name in (COMPARED, BY_HAND, FLOOR))
    beyond = (subjects[PAGE].p50 - compared) / floor
    return [
        (f"two years over {FIGURES:,} figures / bare SQL", compared / bare, MOST_OF_SQL),
        ("comparison page beyond that, in floor pages", beyond, MOST_FLOORS),
        *(
            (f"{name} / floor page", subjects[name].p50 / floor, MOST_FLOORS)
            for name in (FIRST, YEAR, ANEW, MAP)
        ),
    ]


def _works(client: Client) -> dict[str, Callable[[], object]]:
    visitor = Client()
    year = (visitor, reverse("public:year", args=[AFTER]), b'class="picture"', PICTURES)
    address = f"{reverse('staff:compare')}?tab=two-years&year={AFTER}&before={BEFORE}"
    return {
        COMPARED: _compared,
        BY_HAND: _by_hand,
        PAGE: page(client, address, b'data-label="Source"', LINES),
        FIRST: page(client, reverse("staff:compare"), b'aria-current="page">Contradictions', 1),
        YEAR: page(*year),
        ANEW: _anew(*year),
        MAP: _anew(visitor, reverse("public:map_picture", args=MAPPED), b"<svg", 1),
        FLOOR: page(client, reverse("floor"), b"<tr><td>", ROWS),
    }


def _anew(client: Client, address: str, mark: bytes, times: int) -> Callable[[], object]:
    """As for the first visitor after something was done: no other asked for that address."""
    numbers = count()
    return lambda: page(client, f"{address}?{next(numbers)}", mark, times)()


def _compared() -> None:
    found = two_years(Figure.objects.all().current(), before=BEFORE, after=AFTER, scope=Scope())
    if len(found) != MEASURES * SOURCES or any(pair.change is None for pair in found):
        raise Broken(f"{len(found)} pairs of two years, not {MEASURES * SOURCES} with a change")


def _by_hand() -> None:
    with connection.cursor() as cursor:
        cursor.execute(BARE, [BEFORE, AFTER])
        found = len(cursor.fetchall())
    if found != 2 * MEASURES * SOURCES:
        raise Broken(f"the bare SQL gave {found} rows")


def _fill(at: datetime) -> None:
    ensure_measures()
    while Measure.objects.exclude(key=Measure.UNMAPPED).count() < MEASURES:
        number = Measure.objects.count()
        Measure.objects.create(key=f"bench-{number}", name=f"bench {number}", unit="outcomes")
    for number in range(SOURCES):
        source = Source.objects.create(
            name=f"Bench {number}", kind="doj" if not number else "press"
        )
        Release.objects.bulk_create(
            Release(source=source, title=f"Bench {number}, {year}", covers_from=year,
                    covers_to=year, state="published", imported_at=at, published_at=at)
            for year in YEARS
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.1)")
        cursor.execute(FILL, [_agencies(), MEASURES])
        if cursor.rowcount != FIGURES:
            raise Broken(f"{cursor.rowcount} figures were made, not {FIGURES}")
        cursor.execute("VACUUM ANALYZE requests_app_figure")
        cursor.execute("ANALYZE")


def _agencies() -> list[Any]:
    """Those of the directory, and as many more as make a thousand."""
    Agency.objects.bulk_create(
        Agency(name=f"Town {n} Police", folded_name=f"town {n} police", kind="police",
               level="city", records_law="cpra")
        for n in range(AGENCIES - Agency.objects.count())
    )  # fmt: skip
    return list(Agency.objects.order_by("pk").values_list("pk", flat=True)[:AGENCIES])
