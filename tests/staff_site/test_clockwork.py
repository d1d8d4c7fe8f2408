"""The page of the clockwork, and the line that warns of a standstill on other pages."""

from datetime import timedelta

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.reminders.models import Reminder, ReminderMail
from requests_app.domain.upkeep.clockwork.models import TaskRun
from requests_app.domain.upkeep.clockwork.recording import begin_run, end_run
from requests_app.staff_site import clockwork_page
from requests_app.staff_site.clockwork_page import duration, in_words
from tests.builders import NOW, TODAY, a_request
from tests.staff_site.doors import a_reminder, signed_in, texts
from tracker.clockwork import LIMITS, Broker, Limits, schedule

pytestmark = pytest.mark.django_db
PAGE = "/staff/clockwork/"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def up_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = Limits(LIMITS.may_wait, LIMITS.may_take, NOW - timedelta(days=30))
    monkeypatch.setattr(clockwork_page, "LIMITS", limits)
    broker_says(monkeypatch, Broker({"celery": 0, "dates": 0}))


def broker_says(monkeypatch: pytest.MonkeyPatch, broker: Broker) -> None:
    monkeypatch.setattr(clockwork_page, "ask_broker", lambda: broker)


def all_ran(ago: timedelta = timedelta()) -> None:
    for entry in schedule():
        begin_run(task=entry.task, at=NOW - ago)
        end_run(task=entry.task, at=NOW - ago, took_seconds=0.32)


def test_it_shows_each_task_with_its_last_run(staff: Client) -> None:
    all_ran(timedelta(seconds=4))
    page = texts(staff.get(PAGE))
    assert "All of it does; the last task began 4 seconds ago." in page
    for entry in schedule():
        assert entry.name.capitalize() in page and entry.when in page
    assert page.count("4 seconds ago</span>") == len(schedule())
    assert "0.3 s" in page and "Mon 22 Jun 2026, 09:59" in page
    assert "Tue 23 Jun 2026, 03:40" in page, "when the nightly one is next due"
    assert "note error" not in page


def test_it_says_that_beat_is_silent(staff: Client) -> None:
    all_ran(HOUR)
    page = texts(staff.get(PAGE))
    assert "Beat is silent." in page and "The worker of the queue" not in page
    assert "Something does not run as it should." in page


def test_it_says_which_worker_is_silent(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    all_ran(HOUR)
    begin_run(task="requests_app.tasks.carry_on_moving", at=NOW)
    broker_says(monkeypatch, Broker({"celery": 60, "dates": 0}))
    page = texts(staff.get(PAGE))
    assert "The worker of the queue “celery” is silent." in page
    assert "“dates” is silent" not in page and "Beat is silent" not in page
    assert "began its last task on Mon 22 Jun 2026, 09:00" in page


def test_it_says_that_the_broker_is_away(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    all_ran(HOUR)
    broker_says(monkeypatch, Broker(None, "OperationalError: Connection refused"))
    page = texts(staff.get(PAGE))
    assert "The broker does not answer." in page and "Connection refused" in page
    assert "Beat is silent" not in page and "is silent.</strong>" not in page


def test_it_says_why_a_task_fails(staff: Client) -> None:
    all_ran()
    sweep = schedule()[0].task
    TaskRun.objects.filter(task=sweep).update(succeeded_at=NOW - HOUR)
    end_run(task=sweep, at=NOW, took_seconds=0.1, error=ValueError("<b>the disk is full</b>"))
    response = staff.get(PAGE)
    assert "&lt;b&gt;the disk is full" in response.content.decode()
    page = texts(response)
    assert "Failing" in page and "Failed" in page and "Mon 22 Jun 2026, 09:00" in page


def test_it_tells_a_task_under_way_from_one_whose_process_was_killed(staff: Client) -> None:
    all_ran(HOUR)
    begin_run(task=schedule()[0].task, at=NOW)
    assert "Under way" in texts(staff.get(PAGE))
    TaskRun.objects.filter(task=schedule()[0].task).update(started_at=NOW - HOUR / 2)
    page = texts(staff.get(PAGE))
    assert "Broke off" in page and "Under way" not in page


def test_it_counts_what_waits_and_what_failed(staff: Client) -> None:
    all_ran()
    request = a_request()
    a_reminder(request, state=Reminder.State.PLANNED, planned_at=NOW - HOUR)
    for number, state in enumerate(("waiting", "claimed", "failed", "failed")):
        ReminderMail.objects.create(
            day=TODAY, key=str(number), message_id=str(number), made_at=NOW - 2 * HOUR, state=state
        )
    context = staff.get(PAGE).context
    assert (str(context["mails_waiting"]), str(context["mails_failed"])) == ("2", "2")
    assert context["mails_age"] == "2 hours"
    assert str(context["reminders_waiting"]) == "1"
    assert context["reminders_oldest"] == NOW - HOUR
    assert "Mails wait for 2 hours." in texts(staff.get(PAGE))


@pytest.mark.parametrize("page", ["/staff/", "/staff/reminders/"])
def test_a_standstill_is_told_to_those_who_may_see_it(page: str) -> None:
    staff, reader = signed_in(Role.STAFF), signed_in(Role.READER)
    all_ran()
    assert "See what is silent" not in texts(staff.get(page))
    TaskRun.objects.update(started_at=NOW - HOUR)
    told = texts(staff.get(page))
    assert "Nothing runs by itself since Mon 22 Jun 2026, 09:00: no reminder goes out." in told
    assert PAGE in told
    assert "See what is silent" not in texts(reader.get(page))


@pytest.mark.parametrize("page", ["/staff/", "/staff/reminders/"])
def test_one_task_that_stays_away_is_named(staff: Client, page: str) -> None:
    all_ran()
    TaskRun.objects.filter(task="requests_app.tasks.read_files").update(started_at=NOW - HOUR)
    assert "Late or failing: read files." in texts(staff.get(page))


def test_a_site_on_which_nothing_ever_ran_says_so(staff: Client) -> None:
    told = texts(staff.get("/staff/"))
    assert "Nothing runs by itself: no reminder goes out." in told


def test_the_warning_asks_no_broker(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> Broker:
        raise AssertionError("Today must not wait for a broker")

    monkeypatch.setattr(clockwork_page, "ask_broker", never)
    all_ran(HOUR)
    assert "no reminder goes out" in texts(staff.get("/staff/"))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 seconds"), (1.9, "1 second"), (59, "59 seconds"), (60, "1 minute"),
     (7200, "2 hours"), (200_000, "2 days"), (-3, "0 seconds")],
)  # fmt: skip
def test_an_age_in_words(seconds: float, words: str) -> None:
    assert in_words(timedelta(seconds=seconds)) == words
    assert in_words(None) == ""


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.04, "under 0.1 s"), (0.32, "0.3 s"), (9.94, "9.9 s"), (95.2, "95 s")]
)
def test_a_duration(seconds: float, words: str) -> None:
    assert duration(seconds) == words
