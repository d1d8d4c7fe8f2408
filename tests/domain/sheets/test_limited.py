"""A function of ours in a child: what it gives comes back, what goes wrong is a named refusal."""

import os
import sys
import time

import pytest

from requests_app.domain.sheets.limited import Unreadable, limited

MODEST = {"seconds": 2, "megabytes": 256}


def size_and_words(content: bytes, *words: str) -> tuple[int, str]:
    print("what a library prints is no answer")
    return len(content), " ".join(words)


def environment(content: bytes) -> dict[str, str]:
    return dict(os.environ)


def refuse(content: bytes) -> None:
    raise ValueError(f"Not this: {content.decode()}")


def fail(content: bytes) -> None:
    raise KeyError("xl/workbook.xml")


def recurse(content: bytes) -> None:
    recurse(content)


def eat(content: bytes) -> int:
    return len(bytearray(1024 * 1024 * 1024))


def turn(content: bytes) -> None:
    while True:
        pass


def sleep(content: bytes) -> None:
    time.sleep(60)


def crash(content: bytes) -> None:
    os.abort()


def write(content: bytes) -> None:
    with open("/tmp/tenth-day-written-by-a-child", "wb") as file:  # noqa: PTH123
        file.write(content)


def test_what_the_function_gives_comes_back() -> None:
    content = bytes(range(256)) * 10_000
    assert limited(size_and_words, content, "two", "words", **MODEST) == [2_560_000, "two words"]


def test_the_child_knows_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    known = limited(environment, b"", **MODEST)
    assert "SECRET_KEY" not in known and "DATABASE_URL" not in known


@pytest.mark.parametrize(
    ("function", "why"),
    [
        (refuse, "Not this: x"),
        (fail, "broken or hostile"),
        (recurse, "broken or hostile"),
        (eat, "more than 256 MB"),
        (turn, "more than 2 seconds"),
        (crash, "broke off"),
        (write, "broke off|broken or hostile"),
    ],
)
def test_what_goes_wrong_is_a_refusal_that_says_so(function, why) -> None:
    with pytest.raises(Unreadable, match=why):
        limited(function, b"x", **MODEST)


def test_one_that_only_waits_is_ended_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("requests_app.domain.sheets.limited.START", 1.0)
    with pytest.raises(Unreadable, match="more than 1 seconds"):
        limited(sleep, b"", seconds=1, megabytes=256)


def test_it_works_where_a_process_may_have_no_children_of_its_own() -> None:
    """As in a Celery worker, which is a daemonic process."""
    import multiprocessing

    context = multiprocessing.get_context("fork")
    there, here = context.Pipe()

    def work() -> None:
        there.send(limited(size_and_words, b"123", **MODEST))

    process = context.Process(target=work, daemon=True)
    process.start()
    assert here.poll(20) and here.recv() == [3, ""]
    process.join(5)
    assert sys.executable
