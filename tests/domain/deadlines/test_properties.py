"""What holds for every date, found out with hypothesis."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.domain.deadlines.counting import due_date, due_on
from requests_app.domain.deadlines.counting_bulk import due_ordinals
from requests_app.domain.deadlines.holidays import judicial
from requests_app.domain.deadlines.statutes import UNITS, free_law

# The first example builds the tables; how long that takes is the benchmark's business.
unhurried = settings(deadline=None)

received = st.dates(date(1990, 1, 1), date(2100, 12, 31))
extensions = st.integers(0, 14)
levels = st.sampled_from(["state", "county"])
near = st.integers(0, 45)


@unhurried
@given(received, extensions, levels)
def test_never_before_the_counted_day_and_at_most_a_roll_after_it(day, extension_days, level):
    due = due_date(day, level=level, extension_days=extension_days)
    counted = (due.due_on - day).days - 10 - extension_days
    assert 0 <= counted <= 5
    assert (due.latest_arguable_on - day).days <= 24 + 10


@unhurried
@given(received, extensions)
def test_never_on_a_day_that_the_calendar_excludes(day, extension_days):
    due = due_on(day, extension_days=extension_days)
    assert due.weekday() < 5
    assert due not in judicial(due.year)


@unhurried
@given(received, near, extensions)
def test_received_later_is_never_due_earlier(day, later, extension_days):
    after = min(day + timedelta(days=later), date(2100, 12, 31))
    assert due_on(day, extension_days=extension_days) <= due_on(
        after, extension_days=extension_days
    )


@unhurried
@given(received, extensions)
def test_a_longer_extension_is_never_due_earlier(day, extension_days):
    assert due_on(day) <= due_on(day, extension_days=extension_days)


@unhurried
@given(received, extensions, levels, st.sets(near, max_size=5), st.none() | near)
def test_the_published_reading_lies_between_earliest_and_latest(day, n, level, closed, claim):
    due = due_date(
        day,
        level=level,
        extension_days=n,
        closures=[day + timedelta(days=i) for i in closed],
        claimed_received_on=None
        if claim is None
        else min(day + timedelta(days=claim), date(2100, 12, 31)),
    )
    dates = [reading.due_on for reading in due.readings]
    assert due.earliest_arguable_on == min(dates) <= due.due_on == dates[0]
    assert due.due_on <= due.latest_arguable_on == max(dates)
    assert len({reading.name for reading in due.readings}) == len(dates)


@unhurried
@given(received, extensions, levels, st.sets(near, max_size=8))
def test_adding_a_holiday_never_makes_a_date_earlier(day, extension_days, level, closed):
    closures = {day + timedelta(days=i): "closed" for i in closed}
    plain = due_date(day, level=level, extension_days=extension_days)
    more = due_date(day, level=level, extension_days=extension_days, closures=closures)
    appointed = due_date(day, level=level, extension_days=extension_days, appointed=closures)
    for with_days in (more, appointed):
        assert plain.due_on <= with_days.due_on
        assert plain.earliest_arguable_on <= with_days.earliest_arguable_on
        assert plain.latest_arguable_on <= with_days.latest_arguable_on
    assert more.due_on not in closures


@unhurried
@given(st.lists(received, max_size=30), extensions)
def test_single_is_equal_to_bulk(days, extension_days):
    bulk = due_ordinals([day.toordinal() for day in days], extension_days=extension_days)
    assert bulk == [due_on(day, extension_days=extension_days).toordinal() for day in days]


@unhurried
@given(received, extensions, st.sampled_from(["cpra", "foia"]), st.sets(near, max_size=4))
def test_the_date_alone_is_equal_to_the_date_with_its_working_out(day, n, law, closed):
    closures = {day + timedelta(days=i): "closed" for i in closed}
    n = min(n, 10)
    alone = due_on(day, law=law, extension_days=n, closures=closures)
    explained = due_date(day, law=law, extension_days=n, closures=closures)
    assert alone == explained.due_on
    assert explained.working_out[0].on == day
    assert alone in {step.on for step in explained.working_out if step.what.endswith(": due")}


@unhurried
@given(received, st.integers(0, 60), st.sampled_from(UNITS), st.sets(near, max_size=6))
def test_a_free_law_counts_as_a_plain_loop_does(day, days, unit, off):
    holidays = {day + timedelta(days=i) for i in off}
    law = free_law(days=days, unit=unit, holidays=holidays)
    assert due_on(day, law=law) == _looped(day, days, unit, holidays)


def _looped(day, days, unit, holidays):
    while days:
        day += timedelta(days=1)
        if unit != "working" or (day.weekday() < 5 and day not in holidays):
            days -= 1
    while unit == "calendar_rolled" and (day.weekday() >= 5 or day in holidays):
        day += timedelta(days=1)
    return day
