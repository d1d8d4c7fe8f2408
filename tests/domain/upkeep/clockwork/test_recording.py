"""Each task has one row, which every run writes over."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from requests_app.domain.upkeep.clockwork.models import TaskRun
from requests_app.domain.upkeep.clockwork.recording import begin_run, end_run
from tests.builders import NOW

LATER = NOW + timedelta(seconds=3)


def the_run() -> TaskRun:
    return TaskRun.objects.get()


@pytest.mark.django_db
def test_a_run_is_kept_from_its_begin_to_its_end() -> None:
    begin_run(task="t", at=NOW)
    assert the_run().has_not_ended and the_run().outcome == ""
    end_run(task="t", at=LATER, took_seconds=3.0)
    run = the_run()
    assert (run.started_at, run.finished_at, run.succeeded_at) == (NOW, LATER, LATER)
    assert (run.outcome, run.error, run.took_seconds) == ("done", "", 3.0)
    assert not run.has_not_ended


@pytest.mark.django_db
def test_an_error_keeps_the_success_before_it_and_a_success_forgets_the_error() -> None:
    begin_run(task="t", at=NOW)
    end_run(task="t", at=NOW, took_seconds=0.1)
    begin_run(task="t", at=LATER)
    end_run(task="t", at=LATER, took_seconds=0.1, error=ValueError("no such box\x00" + "x" * 500))
    run = the_run()
    assert (run.outcome, run.succeeded_at, run.finished_at) == ("failed", NOW, LATER)
    assert run.error.startswith("ValueError: no such boxx") and len(run.error) < 301
    end_run(task="t", at=LATER, took_seconds=0.1)
    assert (the_run().outcome, the_run().error) == ("done", "")


@pytest.mark.django_db
def test_a_run_that_begins_while_its_error_is_on_record_leaves_it_there() -> None:
    begin_run(task="t", at=NOW)
    end_run(task="t", at=NOW, took_seconds=0.1, error=ValueError("x"))
    begin_run(task="t", at=LATER)
    assert the_run().error == "ValueError: x" and the_run().has_not_ended


@pytest.mark.django_db
@pytest.mark.parametrize("error", [None, ValueError("x")])
def test_a_run_costs_two_statements(
    error: Exception | None, django_assert_num_queries: Callable
) -> None:
    begin_run(task="t", at=NOW)
    with django_assert_num_queries(6):  # each with the savepoint that the test's own asks for
        begin_run(task="t", at=NOW)
        end_run(task="t", at=LATER, took_seconds=3.0, error=error)


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_make_one_row() -> None:
    together = Barrier(6)

    def work() -> None:
        try:
            together.wait(10)
            begin_run(task="t", at=NOW)
            end_run(task="t", at=LATER, took_seconds=3.0)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        for working in [pool.submit(work) for _ in range(6)]:
            working.result()
    assert the_run().outcome == "done"
