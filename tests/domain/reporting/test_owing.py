"""Who owes, for how long, and the letters that ask for the report."""

import io
import zipfile
from datetime import date, timedelta

import pytest

from requests_app.domain.agencies.models import Contact
from requests_app.domain.reporting.history import counties_over_the_years, over_the_years
from requests_app.domain.reporting.letters import (
    LettersChanged,
    letters_asking,
    letters_zip,
    record_letters,
)
from requests_app.domain.reporting.models import AnnualDuty, Answer
from requests_app.domain.reporting.operations import open_year, record_answer
from requests_app.domain.reporting.owing import days_owed, owing_lines
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.letters.fields import Sender
from requests_app.domain.request_log.models import Letter
from requests_app.domain.statute_book.rules import rules_in_force
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event

pytestmark = pytest.mark.django_db
SENDER = Sender("Pat Number", "Open Records Project")


@pytest.fixture
def asked():
    """Two agencies that were asked about 2025, and one that never was."""
    requests = [a_request(agency=an_agency(f"Asked {number}")) for number in (1, 2)]
    Contact.objects.create(agency=requests[0].agency, kind="email", value="a@example.org")
    an_agency("Never asked")
    open_year(reporting_year=2025, by=None, at=NOW)
    return requests


def duties() -> list[AnnualDuty]:
    return list(AnnualDuty.objects.select_related("agency").order_by("agency__name"))


def letters():
    return letters_asking(duties(), sender=SENDER, on=TODAY, rules=rules_in_force())


def record(seen: int, on=NOW):
    return record_letters(duties=duties(), sender=SENDER, seen=seen, by=a_person(), at=on)


@pytest.mark.parametrize(
    ("on", "owing", "days"),
    [(date(2026, 1, 31), 0, 0), (date(2026, 2, 1), 0, 0), (date(2026, 2, 2), 1, 1)],
)
def test_1_february_is_the_last_day_even_on_a_sunday(on, owing, days) -> None:
    an_agency()
    open_year(reporting_year=2025, by=None, at=NOW)
    assert AnnualDuty.objects.owing(on=on).count() == owing
    assert days_owed(AnnualDuty.objects.get(), on=on) == days


@pytest.mark.parametrize("answer", list(Answer))
def test_who_has_answered_owes_no_more(answer) -> None:
    an_agency()
    open_year(reporting_year=2025, by=None, at=NOW)
    record_answer(
        duty=AnnualDuty.objects.get(), answer=answer, reported_on=None, evidence="x",
        by=a_person(), at=NOW,
    )  # fmt: skip
    owes = answer in {Answer.UNKNOWN, Answer.DID_NOT_REPORT}
    assert AnnualDuty.objects.owing(on=TODAY).exists() is owes


def test_lateness_is_said_in_words_beside_the_request(asked) -> None:
    first, _, never = owing_lines(duties(), on=date(2026, 2, 2))
    assert (first.how_late, first.asked) == ("1 day late", asked[0])
    assert never.asked is None
    assert owing_lines(duties(), on=TODAY)[0].how_late == "141 days late"


def test_an_open_request_counts_before_a_closed_one(asked) -> None:
    closed = a_request(agency=asked[0].agency)
    an_event(closed, EventKind.CLOSED, TODAY)
    assert owing_lines(duties(), on=TODAY)[0].asked == asked[0]


def test_each_gets_its_letter_and_who_was_never_asked_is_named(asked) -> None:
    found = letters()
    assert [one.request for one in found.ready] == asked
    assert "The report on 2025 was due on Sunday 1 February 2026." in found.ready[0].body
    assert found.ready[0].mailto.startswith("mailto:a@example.org?subject=Your%20report")
    assert found.ready[1].to == ""
    [(why, left)] = found.left_out.items()
    assert why.startswith("No request of ours asks")
    assert [str(one.agency) for one in left] == ["Never asked"]


def test_an_answer_or_a_request_that_is_not_sent_gets_none(asked) -> None:
    record_answer(
        duty=duties()[0], answer=Answer.WITHHELD, reported_on=None, evidence="x", by=a_person(),
        at=NOW,
    )  # fmt: skip
    an_event(asked[1], EventKind.CLOSED, TODAY)
    found = letters()
    assert found.ready == []
    assert {
        "It has answered: withheld.",
        "The request is closed: reopen it first.",
    } < set(found.left_out)


def test_all_are_recorded_in_one_step_word_for_word(asked) -> None:
    bodies = [one.body for one in letters().ready]
    kept = record(2)
    assert [letter.body for letter in kept] == bodies
    assert [letter.kind for letter in kept] == ["year-report"] * 2
    last = asked[0].events.order_by("pk").last()
    assert (last.kind, last.letter) == (EventKind.FOLLOW_UP_SENT, kept[0])


def test_a_second_click_records_nothing_more(asked) -> None:
    record(2)
    with pytest.raises(LettersChanged, match="0 letters can go out now"):
        record(2)
    assert Letter.objects.count() == 2
    assert any("went out already" in why for why in letters().left_out)


def test_what_changed_since_the_look_records_none(asked) -> None:
    an_event(asked[0], EventKind.CLOSED, TODAY)
    with pytest.raises(LettersChanged, match="1 letters can go out now, and 2 were looked at"):
        record(2)
    assert not Letter.objects.exists()


def test_nobody_to_write_to_is_refused() -> None:
    with pytest.raises(LettersChanged):
        record_letters(duties=[], sender=SENDER, seen=0, by=a_person(), at=NOW)


def test_the_letters_come_as_a_zip_of_pdf(asked) -> None:
    archive = zipfile.ZipFile(io.BytesIO(letters_zip(letters(), sender=SENDER, on=TODAY)))
    assert len(archive.namelist()) == 2
    assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())


def test_years_are_beside_each_other_and_a_missing_one_is_none(asked) -> None:
    [agency] = {asked[0].agency}
    open_year(reporting_year=2023, by=None, at=NOW)
    [row] = over_the_years([agency], [2025, 2024, 2023])
    assert [duty and duty.reporting_year for duty in row.duties] == [2025, None, 2023]


def test_a_county_counts_what_came_apart_from_what_did_not() -> None:
    for number in range(len(Answer)):
        an_agency(f"Agency {number}", county="Alpine" if number else "")
    open_year(reporting_year=2025, by=None, at=NOW)
    for answer, duty in zip(Answer, duties(), strict=True):
        late = date(2026, 2, 1) + timedelta(days=9) if answer == Answer.REPORTED else None
        record_answer(
            duty=duty, answer=answer, reported_on=late, evidence="x", by=a_person(), at=NOW
        )
    alpine, statewide = counties_over_the_years([2025, 2024])
    [year, before] = alpine.years
    assert before is None
    assert (year.owed, year.reported, year.silent, year.unclear, year.late) == (5, 2, 1, 2, 1)
    assert (statewide.county, statewide.years[0].unclear) == ("Statewide", 1)
