"""What the benchmark makes of its numbers."""

import math

import pytest
from django.http import HttpResponse
from django.test import Client

from bench.lines import Line, table
from bench.measure import Broken, Subject, in_rounds, unbounded_counts
from bench.subjects import page

TABLE = "requests_app_recordsrequest"


@pytest.mark.parametrize(
    ("measured", "verdict"),
    [
        (1.99, "ok"),
        (2.0, "ok"),
        (2.01, "OVER"),
        (math.nan, "OVER"),
        (math.inf, "OVER"),
        (None, "not in a small run"),
    ],
)
def test_a_line_is_held_to_its_limit(measured: float | None, verdict: str) -> None:
    line = Line("a page", measured, 2.0)
    assert line.verdict == verdict
    assert table([line]).endswith(verdict)


def test_a_count_is_bounded_by_a_limit_inside_it() -> None:
    capped = f'SELECT COUNT(*) FROM (SELECT "id" FROM "{TABLE}" LIMIT 1001) subquery'
    whole = f'SELECT COUNT(*) AS "__count" FROM "{TABLE}"'
    filtered = f'SELECT count("{TABLE}"."id") FROM "{TABLE}" WHERE is_open'
    other = 'SELECT COUNT(*) FROM "requests_app_agency"'
    row = f'SELECT "discount" FROM "{TABLE}" LIMIT 51'
    assert unbounded_counts([capped, whole, filtered, other, row], TABLE) == [whole, filtered]


def test_percentiles_are_of_the_rounds_in_milliseconds() -> None:
    subject = Subject("a page", 1, lambda: None, lambda: None)
    subject.seconds = [number / 1000 for number in range(1, 101)]
    assert subject.p50 == pytest.approx(50.5)
    assert subject.p95 == pytest.approx(95.05)


def test_each_round_asks_everything_once_in_turn() -> None:
    asked: list[str] = []
    subjects = [Subject(n, 1, lambda n=n: asked.append(n), lambda: None) for n in "abc"]
    in_rounds(subjects, rounds=4)
    rounds = [asked[at : at + 3] for at in range(0, len(asked), 3)]
    assert all(sorted(one) == ["a", "b", "c"] for one in rounds)
    assert len({tuple(one) for one in rounds}) > 1, "always in the same order"
    assert [len(subject.seconds) for subject in subjects] == [4, 4, 4], "the warm-up is not counted"


@pytest.mark.parametrize(
    ("response", "message"),
    [
        (HttpResponse("<tr><tr>"), "/ shows '<tr>' 2 times, not 3"),
        (HttpResponse("<tr><tr><tr>", status=302), "/ answered 302, not 200"),
    ],
)
def test_a_page_that_does_not_show_its_rows_is_broken(
    response: HttpResponse, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    monkeypatch.setattr(client, "get", lambda address: response)
    with pytest.raises(Broken, match=message):
        page(client, "/", b"<tr>", 3)()
