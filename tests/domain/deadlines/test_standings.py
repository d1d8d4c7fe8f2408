"""The table of standings is complete, and each row is decided as its words say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.deadlines.standings import LATE_STANDINGS, STANDINGS, Standing, standing

RECEIVED, DUE, LATEST = date(2026, 11, 16), date(2026, 11, 30), date(2026, 12, 2)
NOTHING = dict.fromkeys(("heard_on", "determined_on", "waiting_on_us_since", "closed_on"))


def stands(on, **dates):
    known = {
        "sent_on": RECEIVED,
        "received_on": RECEIVED,
        "due_on": DUE,
        "latest_arguable_on": LATEST,
        **NOTHING,
    }
    return standing(on=on, **{**known, **dates})


def test_every_standing_is_in_the_table_with_its_words():
    assert set(STANDINGS) == set(Standing)
    assert len({words.label for words in STANDINGS.values()}) == len(Standing)
    for one in Standing:
        assert one.label
        assert one.sentence.endswith(".")
        assert STANDINGS[one].when


def test_silence_is_never_called_denied_nor_lateness_a_violation():
    words = " ".join(f"{w.label} {w.sentence}".lower() for w in STANDINGS.values())
    assert "denied" not in words
    assert "violation" not in words


@pytest.mark.parametrize(
    "on, expected",
    [
        (RECEIVED - timedelta(days=1), Standing.NOT_YET_DUE),
        (RECEIVED, Standing.NOT_YET_DUE),
        (DUE - timedelta(days=1), Standing.NOT_YET_DUE),
        (DUE, Standing.DUE_TODAY),
        (DUE + timedelta(days=1), Standing.ARGUABLY_LATE),
        (LATEST, Standing.ARGUABLY_LATE),
        (LATEST + timedelta(days=1), Standing.NO_RESPONSE),
    ],
)
def test_silence_day_by_day(on, expected):
    assert stands(on) == expected
    assert expected.is_late == (on > DUE)


def test_something_heard_makes_it_late_not_no_response():
    after = LATEST + timedelta(days=1)
    assert stands(after, heard_on=RECEIVED) == Standing.LATE
    assert stands(after, heard_on=after) == Standing.LATE
    assert stands(after, heard_on=after + timedelta(days=1)) == Standing.NO_RESPONSE


def test_without_another_reading_the_day_after_is_late_on_every_one():
    assert stands(DUE + timedelta(days=1), latest_arguable_on=DUE) == Standing.NO_RESPONSE
    assert stands(DUE + timedelta(days=1), latest_arguable_on=None) == Standing.NO_RESPONSE


# In order of precedence: each wins over all that come after it.
DECISIVE = [
    (Standing.CLOSED, {"closed_on": DUE}),
    (Standing.NO_RECEIPT, {"received_on": None}),
    (Standing.ANSWERED, {"determined_on": DUE}),
    (Standing.WAITING_ON_US, {"waiting_on_us_since": DUE}),
    (Standing.NO_STATUTORY_DATE, {"due_on": None}),
]


@pytest.mark.parametrize("place", range(len(DECISIVE)))
def test_the_order_of_precedence(place):
    expected, _ = DECISIVE[place]
    every_later = {k: v for _, dates in DECISIVE[place:] for k, v in dates.items()}
    assert stands(DUE, **every_later) == expected


@pytest.mark.parametrize("name", ["closed_on", "determined_on", "waiting_on_us_since"])
def test_what_is_dated_later_has_not_happened_yet(name):
    assert stands(DUE, **{name: DUE + timedelta(days=1)}) == Standing.DUE_TODAY
    assert stands(DUE, **{name: DUE}) != Standing.DUE_TODAY


def test_the_late_standings_are_the_three_past_due():
    assert {
        Standing.ARGUABLY_LATE,
        Standing.LATE,
        Standing.NO_RESPONSE,
    } == LATE_STANDINGS


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(days, st.lists(st.none() | days, min_size=8, max_size=8))
def test_any_dates_have_a_standing(on, dates):
    names = ("sent_on", "received_on", "due_on", "latest_arguable_on", *NOTHING)
    assert standing(on=on, **dict(zip(names, dates, strict=True))) in Standing


def test_what_did_not_go_out_yet_is_told_from_what_has_no_receipt_yet():
    assert stands(DUE, sent_on=None, received_on=None) == Standing.NOT_SENT
    assert stands(DUE, sent_on=RECEIVED, received_on=None) == Standing.NO_RECEIPT
    assert stands(DUE, sent_on=None) == Standing.DUE_TODAY
