"""Whatever program reads the settings ends the same way when one is bad."""

from pathlib import Path

import pytest

from tests.tracker.site import environ, run

PROGRAMS = {
    "manage": ["python", "manage.py", "check"],
    "serve": ["python", "manage.py", "serve"],
    "gunicorn": ["gunicorn"],
    "worker": ["celery", "-A", "tracker", "worker"],
    "beat": ["celery", "-A", "tracker", "beat"],
}


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"DEBUG": "0"}, "SECRET_KEY is not set: give at least 50 random characters"),
        ({"PORT": "http"}, "PORT='http': use a whole number from 1 to 65535."),
    ],
    ids=["missing", "bad"],
)
def test_a_bad_setting_ends_it_with_one_line(
    program: str, given: dict[str, str], line: str, tmp_path: Path
) -> None:
    told = run(PROGRAMS[program], **environ(tmp_path, **given))
    assert told.returncode == 2
    assert told.stderr.startswith(line)
    assert (told.stdout + told.stderr).count("\n") == 1
