"""The rules of the tasks, over all there are: short, recorded, limited, harmless when run twice."""

import ast
import inspect
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import OperationalError
from django.forms import model_to_dict

from requests_app import tasks
from requests_app.domain.upkeep.clockwork.models import TaskRun
from tests.builders import NOW, a_request
from tests.staff_site.doors import a_world
from tests.test_house import APP, ROOT, modules, nodes, where, words
from tracker.celery import LONGEST_TASK_SECONDS, app

app.loader.import_default_modules()
OURS = sorted(name for name in app.tasks if name.startswith("requests_app."))
LONGEST_BODY = 8  # lines
ENQUEUE = {"delay", "apply_async", "send_task"}
CLOCKS = {"crontab", "add_periodic_task", "periodic_task", "beat_schedule", "countdown", "eta"}
# Calls with a list of ids would be tasks by the thousand: what is due is found by the task itself.
LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a task enqueues is done on the spot."""
    monkeypatch.setitem(app.conf, "task_always_eager", True)


# Each task's name and its statements but for the docstring.
BODIES = [
    (node.name, node.body[1:])
    for node in ast.parse((APP / "tasks.py").read_text(encoding="utf-8")).body
    if isinstance(node, ast.FunctionDef)
]


def test_every_function_of_the_module_is_a_task_and_the_other_way_round() -> None:
    assert sorted(f"requests_app.tasks.{name}" for name, _ in BODIES) == OURS


@pytest.mark.parametrize("name", OURS)
def test_a_task_is_recorded_and_limited(name: str) -> None:
    task = app.tasks[name]
    assert isinstance(task, tasks.RecordedTask), "its last run would not be kept"
    limit = task.time_limit or app.conf.task_time_limit
    assert 0 < limit <= LONGEST_TASK_SECONDS
    # It would be given to a second worker while the first is at it.
    assert limit < app.conf.broker_transport_options["visibility_timeout"]


@pytest.mark.parametrize("name", OURS)
def test_a_task_takes_what_it_is_given_by_keyword(name: str) -> None:
    kinds = {one.kind for one in inspect.signature(app.tasks[name].run).parameters.values()}
    assert kinds <= {inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize(("name", "body"), BODIES)
def test_the_body_of_a_task_is_short(name: str, body: list[ast.stmt]) -> None:
    assert (body[-1].end_lineno or 0) - body[0].lineno < LONGEST_BODY


@pytest.mark.parametrize(("name", "body"), BODIES)
def test_a_task_reads_the_clock_once_at_most(name: str, body: list[ast.stmt]) -> None:
    """It may hand the clock on: a sweep lasts, and claims go by the time it is."""
    calls = [n.func for one in body for n in ast.walk(one) if isinstance(n, ast.Call)]
    reads = [one for one in calls if getattr(one, "attr", "") == "now"]
    assert len(reads) <= 1


def test_nothing_is_enqueued_by_position_or_in_a_loop() -> None:
    found = []
    for path in modules(APP, ROOT / "tracker"):
        for node in nodes(path):
            if isinstance(node, LOOPS):
                found += [where(path, call) for call in ast.walk(node) if _enqueues(call)]
            elif isinstance(node, ast.Call) and _enqueues(node):
                by_position = node.args[1:] if _attr(node) == "send_task" else node.args
                found += [where(path, node)] if by_position else []
    assert found == []


def _attr(node: ast.AST) -> str:
    return getattr(getattr(node, "func", None), "attr", "")


def _enqueues(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _attr(node) in ENQUEUE


def test_only_the_wiring_says_when() -> None:
    """A schedule anywhere else, or a task that waits in the broker for its time."""
    found = [
        where(path, node)
        for path in modules(APP)
        for node in nodes(path)
        if isinstance(node, ast.Call)
        if {keyword.arg for keyword in node.keywords} & CLOCKS or words(node.func) & CLOCKS
    ]
    assert found == []


def test_every_entry_of_the_schedule_has_a_task_of_its_own() -> None:
    """Else the run of one would be taken for that of the other."""
    names = [entry["task"] for entry in app.conf.beat_schedule.values()]
    assert len(names) == len(set(names))
    assert set(names) == set(OURS), "a task that the clock never sends, or one that is gone"


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, but for what is kept of the runs themselves."""
    found = [model for model in apps.get_app_config("requests_app").get_models()]
    return {
        model.__name__: [model_to_dict(row) for row in model._base_manager.order_by("pk")]
        for model in found
        if model is not TaskRun
    }


@pytest.mark.django_db
@pytest.mark.parametrize("name", OURS)
def test_a_task_that_runs_twice_does_its_work_once(
    name: str, at_once: None, mailoutbox: list[Any]
) -> None:
    a_world()
    with time_machine.travel(NOW + timedelta(hours=30), tick=False):
        app.tasks[name]()
        once, mails = everything(), len(mailoutbox)
        app.tasks[name]()
    assert everything() == once
    assert len(mailoutbox) == mails
    assert TaskRun.objects.get(task=name).outcome == "done"


@pytest.mark.django_db
def test_a_run_is_kept_with_its_times(at_once: None) -> None:
    a_request()
    with time_machine.travel(NOW, tick=False):
        tasks.send_due_reminders.delay()
    run = TaskRun.objects.get()
    assert run.task == "requests_app.tasks.send_due_reminders"
    assert (run.started_at, run.finished_at, run.succeeded_at) == (NOW, NOW, NOW)
    assert run.took_seconds is not None and run.took_seconds >= 0


@pytest.mark.django_db
def test_an_error_is_kept_and_still_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**values: object) -> None:
        raise ValueError("no such box")

    monkeypatch.setattr(tasks, "sweep", breaks)
    with pytest.raises(ValueError, match="no such box"):
        tasks.send_due_reminders()
    run = TaskRun.objects.get()
    assert (run.outcome, run.error) == ("failed", "ValueError: no such box")
    assert run.succeeded_at is None and not run.has_not_ended


@pytest.mark.django_db
def test_a_task_whose_run_cannot_be_kept_does_its_work_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(**values: object) -> None:
        raise OperationalError("the database is locked")

    done: list[object] = []
    monkeypatch.setattr(tasks, "begin_run", away)
    monkeypatch.setattr(tasks, "end_run", away)
    monkeypatch.setattr(tasks, "sweep", lambda at, clock: done.append(at))
    tasks.send_due_reminders()
    assert len(done) == 1
    assert caplog.text.count("send_due_reminders is not recorded") == 2


def test_the_guards_look_where_something_is() -> None:
    assert len(OURS) >= 6
    assert Path(tasks.__file__) == APP / "tasks.py"
