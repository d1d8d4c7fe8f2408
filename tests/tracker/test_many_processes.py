"""deploy/compose.yaml: what it says, and its processes started by hand as it says, two web servers
and two workers of them, with a real PostgreSQL, a real broker and a real S3-compatible store."""

import contextlib
import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml

from tests import services
from tests.services import die_with_parent, until
from tests.tracker.site import ROOT, environ
from tracker import broker as our_broker
from tracker.celery import DATES, OTHERS

NAME = "tenthday.example.org"
START = 600.0  # seconds that all of them together may take on a busy machine (60 on an idle one)
OF_THE_PRODUCT = ["prepare", "web", "worker", "dates", "beat"]
FIGURES = "Agency,Year,Number of Violations\nOakland Police Department,2025,4\n"


@pytest.fixture
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text()))


def test_every_queue_has_its_worker_and_there_is_one_clock(compose: dict[str, Any]) -> None:
    commands = {name: compose["services"][name]["command"] for name in OF_THE_PRODUCT}
    assert [commands[name][commands[name].index("-Q") + 1] for name in ("worker", "dates")] == [
        OTHERS,
        DATES,
    ]
    assert [name for name, words in commands.items() if "beat" in words] == ["beat"]


def test_the_broker_loses_as_little_as_our_own(compose: dict[str, Any], tmp_path: Path) -> None:
    theirs, ours = compose["services"]["broker"]["command"], our_broker.command(tmp_path)
    for option in ("--appendonly", "--appendfsync", "--save", "--maxmemory-policy"):
        assert theirs[theirs.index(option) + 1] == ours[ours.index(option) + 1]


def test_the_image_has_what_the_processes_need(project_root: Path) -> None:
    dockerfile = (project_root / "deploy" / "Dockerfile").read_text()
    for path in re.search(r"^COPY (.+) \./$", dockerfile, re.MULTILINE).group(1).split():  # type: ignore[union-attr]
        assert (project_root / path).is_file()
    left_out = (project_root / ".dockerignore").read_text().split()
    assert not {"tracker", "requests_app", "static", "templates", "manage.py"} & set(left_out)


class Host:
    """Processes of the compose file, each with a VAR_DIR of its own as a container has."""

    def __init__(self, compose: dict[str, Any], home: Path, **addresses: str) -> None:
        self.services, self.home, self.addresses = compose["services"], home, addresses

    def env(self, name: str, port: int) -> dict[str, str]:
        var_dir = self.home / name
        (var_dir / "run").mkdir(parents=True)
        told = self.services["web"]["environment"]
        said = {key: re.sub(r"\$\{SITE_NAME[^}]*\}", NAME, value) for key, value in told.items()}
        here = {"BIND": "127.0.0.1", "PORT": str(port), "DEBUG": "0", "SECRET_KEY": "a-k3y*" * 10}
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        return environ(var_dir, **{**said, **self.addresses, **here, "PATH": path})

    def run(self, name: str, words: list[str]) -> str:
        """Runs a command to its end; what it printed."""
        done = subprocess.run(
            words, cwd=ROOT, env=self.env(name, 1), capture_output=True, text=True, timeout=START
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextlib.contextmanager
    def started(self, service: str, number: int = 1, port: int = 1) -> Iterator[None]:
        """A process, until the end; it ends in good order when it is asked to."""
        name, words = f"{service}{number}", self.services[service]["command"]
        if "worker" in words:
            words = [*words, "-n", f"{name}@%h"]  # a container has a host name of its own
        env = self.env(name, port)
        with (self.home / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                words, cwd=ROOT, env=env, stdout=log, stderr=log, preexec_fn=die_with_parent
            )
        try:
            yield
        finally:
            process.terminate()
            assert process.wait(60) in {0, -15}


def asked(
    port: int, path: str, form: dict[str, str] | None = None, cookies: str = ""
) -> tuple[int, str, dict[str, str]]:
    """As the proxy asks: the status, the page, and the cookies that were set."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Host": NAME, "X-Forwarded-Proto": "https", "Cookie": cookies}
    headers |= {"Referer": f"https://{NAME}{path}"}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    body = None if form is None else urlencode(form)
    connection.request("GET" if form is None else "POST", path, body, headers)
    answer = connection.getresponse()
    page = answer.read().decode()
    given = [value.split(";")[0] for value in answer.headers.get_all("Set-Cookie") or []]
    return answer.status, page, dict(one.split("=", 1) for one in given)


def token_in(page: str) -> str:
    return str(re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1))  # type: ignore[union-attr]


@pytest.mark.long
@pytest.mark.skipif(
    os.environ.get("TEST_DATABASE") != "postgres", reason="shown by the run on PostgreSQL"
)
def test_two_web_servers_and_two_workers_are_one_site(
    compose: dict[str, Any], tmp_path: Path, broker: str, empty_database: str
) -> None:
    with contextlib.ExitStack() as held:
        files = held.enter_context(services.running_file_store(tmp_path / "s3"))
        files = files.replace("/files", "/not-made-yet")
        given = {"DATABASE_URL": empty_database, "REDIS_URL": broker, "FILES_URL": files}
        host = Host(compose, tmp_path, **given, EMAIL_URL="smtp://127.0.0.1:1")
        told = host.run("prepare1", compose["services"]["prepare"]["command"])
        username, password = re.search(r"account: (\S+) .*password: (\S+)", told).groups()  # type: ignore[union-attr]
        assert (tmp_path / "s3" / "not-made-yet").is_dir()
        assert host.run("prepare2", compose["services"]["prepare"]["command"]) == ""

        ports = [services.free_port(), services.free_port()]
        for number, port in enumerate(ports):
            held.enter_context(host.started("web", number, port))
        for service, number in [("worker", 1), ("worker", 2), ("dates", 1), ("beat", 1)]:
            held.enter_context(host.started(service, number))
        for port in ports:
            until(lambda port=port: services.accepts(port), "a web server", within=START)
        until(lambda: all(sound(port) for port in ports), "all tasks", within=START)

        signed_in = sign_in(ports[0], username, password)
        status, page, _ = asked(ports[1], "/password/", cookies=signed_in)
        assert (status, "Sign out" in page) == (200, True)
        (tmp_path / "figures.csv").write_text(FIGURES)
        words = ["python", "manage.py", "import_misuse_data", str(tmp_path / "figures.csv")]
        host.run("shell1", [*words, "--publisher", "Oakland Police", "--covers", "2025"])
        assert (
            len([one for one in (tmp_path / "s3" / "not-made-yet").rglob("*") if one.is_file()])
            == 1
        )
        assert not (tmp_path / "shell1" / "files").exists()


def sound(port: int) -> bool:
    status, page, _ = asked(port, "/healthz")
    return status == 200 and json.loads(page)["status"] == "ok"


def sign_in(port: int, username: str, password: str) -> str:
    """The cookies of whoever signed in there."""
    _, page, cookies = asked(port, "/sign-in/")
    jar = "; ".join(f"{name}={value}" for name, value in cookies.items())
    form = {"username": username, "password": password, "csrfmiddlewaretoken": token_in(page)}
    status, page, given = asked(port, "/sign-in/", form, jar)
    assert status == 302, page
    return "; ".join(f"{name}={value}" for name, value in {**cookies, **given}.items())
