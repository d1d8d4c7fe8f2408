"""Signed links: what was signed for a purpose is read for it while it lasts, and nothing else."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core.signing import Signer
from django.test import override_settings
from hypothesis import assume, given
from hypothesis import strategies as st

from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.links import (
    GOOD_FOR_DAYS,
    LinkBroken,
    LinkExpired,
    LinkRefused,
    SnoozeLink,
    StopLink,
    read_snooze,
    read_stop,
    snooze_token,
    stop_token,
)

ids = st.integers(1, 2**63 - 1)
days = st.dates(date(2020, 1, 1), date(2090, 1, 1))
snoozes = st.builds(SnoozeLink, ids, ids, st.sampled_from([3, 7]))
stops = st.builds(StopLink, ids, st.sampled_from(list(ReminderKind)))
WRITERS = {SnoozeLink: (snooze_token, read_snooze), StopLink: (stop_token, read_stop)}


@given(st.one_of(snoozes, stops), days, st.integers(0, GOOD_FOR_DAYS))
def test_what_was_signed_is_read_until_its_last_day(link, on: date, later: int) -> None:
    write, read = WRITERS[type(link)]
    assert read(write(link, on=on), on=on + timedelta(later)) == link


@given(st.one_of(snoozes, stops), days, st.integers(GOOD_FOR_DAYS + 1, 5000))
def test_after_its_last_day_it_does_nothing(link, on: date, later: int) -> None:
    write, read = WRITERS[type(link)]
    with pytest.raises(LinkExpired, match="30 days"):
        read(write(link, on=on), on=on + timedelta(later))


@given(snoozes, stops, days)
def test_a_link_for_one_purpose_is_none_for_another(snooze, stop, on: date) -> None:
    for read, token in (
        (read_stop, snooze_token(snooze, on=on)),
        (read_snooze, stop_token(stop, on=on)),
    ):
        with pytest.raises(LinkBroken):
            read(token, on=on)


@given(st.one_of(snoozes, stops), days, st.data())
def test_one_character_changed_breaks_it(link, on: date, data) -> None:
    write, read = WRITERS[type(link)]
    token = write(link, on=on)
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters(codec="utf-8"))
    assume(other != token[at])
    with pytest.raises(LinkBroken):
        read(token[:at] + other + token[at + 1 :], on=on)


@given(st.one_of(st.text(), st.binary().map(partial(str, encoding="latin-1"))), days)
def test_whatever_else_comes_is_refused_and_breaks_nothing(token: str, on: date) -> None:
    for read in (read_snooze, read_stop):
        with pytest.raises(LinkRefused):
            read(token, on=on)


def test_what_is_signed_here_for_something_else_is_no_link() -> None:
    value = f"1-1-3-{date(2090, 1, 1).toordinal()}"
    for signer in (Signer(), Signer(sep="."), Signer(sep=".", salt="snooze")):
        with pytest.raises(LinkBroken):
            read_snooze(signer.sign(value), on=date(2026, 6, 22))


def test_a_key_that_was_rolled_over_still_reads_old_links() -> None:
    link, on = StopLink(3, ReminderKind.SILENT), date(2026, 6, 22)
    with override_settings(SECRET_KEY="old"):
        token = stop_token(link, on=on)
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["old"]):
        assert read_stop(token, on=on) == link
    with override_settings(SECRET_KEY="new"), pytest.raises(LinkBroken):
        read_stop(token, on=on)
