"""Which broker may be started, and where it listens."""

import os
from pathlib import Path

import pytest

from tracker import broker
from tracker.broker_address import LONGEST_SOCKET_PATH, broker_dir, broker_url, socket_path


def test_the_binary_of_the_wheel_is_the_one_we_know() -> None:
    assert broker.binary().name in {"valkey-server", "redis-server"}


def test_another_binary_is_not_started(tmp_path: Path) -> None:
    other = tmp_path / "valkey-server"
    other.write_bytes(b"#!/bin/sh\n")
    with pytest.raises(broker.NoBroker, match="not the pinned 01c9c948"):
        broker.verified(other, broker.BINARIES["linux-x86_64"])


def test_an_unknown_platform_takes_the_servers_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "BINARIES", {})
    installed = tmp_path / "redis-server"
    installed.write_text("#!/bin/sh\n")
    installed.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert broker.binary() == installed


def test_without_any_broker_the_line_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "BINARIES", {})
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(broker.NoBroker, match="install valkey-server or redis-server, or set"):
        broker.binary()


def test_it_listens_on_no_port_and_keeps_every_task(tmp_path: Path) -> None:
    words = broker.command(tmp_path)
    options = dict(zip(words[1::2], words[2::2], strict=True))
    assert options["--port"] == "0"
    assert options["--unixsocket"] == str(socket_path(tmp_path))
    assert (options["--unixsocketperm"], options["--appendonly"]) == ("700", "yes")
    assert (tmp_path / "broker").stat().st_mode & 0o777 == 0o700


def test_a_deep_directory_gets_a_short_socket_of_its_own() -> None:
    deep, other = Path("/x" * 60), Path("/y" * 60)
    assert len(os.fsencode(socket_path(deep))) <= LONGEST_SOCKET_PATH
    assert socket_path(deep) == socket_path(deep) != socket_path(other)
    assert broker_dir(Path("/srv/var")) == Path("/srv/var/broker")
    assert broker_url(Path("/srv/var")) == "redis+socket:///srv/var/broker/broker.sock"


def test_a_place_that_somebody_else_made_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(broker.NoBroker, match="belongs to somebody else"):
        broker.make_private(tmp_path / "broker")


def test_a_link_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "broker").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(broker.NoBroker, match="belongs to somebody else"):
        broker.make_private(tmp_path / "broker")
