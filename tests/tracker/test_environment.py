"""Settings from the environment: what is understood, and the line for what is not."""

from pathlib import Path
from typing import Any

import pytest

from tracker.environment import assume_local_workspace, read
from tracker.environment_values import BadSetting
from tracker.secret_key import UnwritableVarDir

KEY = "a-k3y*" * 10
PRODUCTION = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "tenthday.example.org"}


def test_a_production_site_needs_only_a_key_and_its_names() -> None:
    environment = read(PRODUCTION)
    assert not environment.debug
    assert environment.allowed_hosts == ["tenthday.example.org"]
    assert environment.max_upload_mb == 25
    assert environment.max_export_mb == 2000
    assert environment.reminder_sweep_seconds == 60
    assert environment.site_url == "http://127.0.0.1:8000"
    assert (environment.organisation_name, environment.organisation_address) == (
        "Your organisation",
        (),
    )


def test_the_letterhead_is_told_in_lines() -> None:
    told = {
        "ORGANISATION_NAME": " Open Records Project ",
        "ORGANISATION_ADDRESS": "1 Main Street; Sacramento, CA 95814 ;; a@example.org;",
    }
    environment = read(PRODUCTION | told)
    assert environment.organisation_name == "Open Records Project"
    assert environment.organisation_address == (
        "1 Main Street",
        "Sacramento, CA 95814",
        "a@example.org",
    )


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DEBUG", "maybe", "use 1 (on) or 0 (off)"),
        ("SECRET_KEY", "", "SECRET_KEY is not set: give at least 50 random characters"),
        ("SECRET_KEY", "short", "SECRET_KEY has 5 characters, 5 different"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY has 60 characters, 1 different"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS is not set"),
        ("ALLOWED_HOSTS", "https://a.org", "ALLOWED_HOSTS='https://a.org': give the names"),
        ("CSRF_TRUSTED_ORIGINS", "a.org", "CSRF_TRUSTED_ORIGINS='a.org': give origins"),
        ("SITE_URL", "a.org", "SITE_URL='a.org': give an address"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL='mysql://...': give an address"),
        ("DATABASE_URL", "postgres://h:x/db", "DATABASE_URL: its port is none"),
        ("REDIS_URL", "localhost:6379", "REDIS_URL='localhost:6379': give an address"),
        ("EMAIL_URL", "mail.example.org", "EMAIL_URL='mail.example.org': give an address"),
        ("EMAIL_URL", "smtp://:25", "EMAIL_URL names no server"),
        ("EMAIL_URL", "smtp://h:x", "EMAIL_URL: its port is none"),
        ("MAIL_FROM", "nobody", "MAIL_FROM='nobody': give an address"),
        ("ORGANISATION_NAME", "x" * 101, "give a name in one line"),
        ("ORGANISATION_ADDRESS", "a;b;c;d;e;f", "give at most 5 lines"),
        ("PORT", "eighty", "PORT='eighty': use a whole number from 1 to 65535"),
        ("PORT", "70000", "PORT='70000': use a whole number from 1 to 65535"),
        ("MAX_EXPORT_MB", "1e3", "MAX_EXPORT_MB='1e3': use a whole number from 1 to 100000"),
        ("MAX_REQUEST_MB", "0", "MAX_REQUEST_MB='0': use a whole number from 1 to 102400"),
        ("MAX_UPLOAD_MB", "0", "MAX_UPLOAD_MB='0': use a whole number from 1 to 1024"),
        ("REMINDER_SWEEP_SECONDS", "1.5", "REMINDER_SWEEP_SECONDS='1.5': use a whole number"),
        ("FILES_URL", "https://s3.example.org/b", "FILES_URL='https://...': give an address"),
        ("FILES_URL", "s3://s3.example.org", "FILES_URL names no host or no bucket"),
        ("FILES_URL", "s3:///bucket", "FILES_URL names no host or no bucket"),
        ("CLAMD", "localhost:3310", "CLAMD='localhost:3310': give an address"),
        ("CLAMD", "unix://run/clamd.ctl", "CLAMD='unix://run/clamd.ctl': give unix:///run"),
        ("CLAMD", "tcp://:3310", "CLAMD='tcp://:3310': give unix:///run"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT='xml': use json or text"),
        ("SECURE_PROXY", "tls", "SECURE_PROXY='tls': use 1 (on) or 0 (off)"),
    ],
)
def test_a_bad_value_is_named_with_its_rule(name: str, value: str, told: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        read({**PRODUCTION, name: value})
    assert told in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "EMAIL_URL", "FILES_URL"])
def test_a_password_is_never_repeated(name: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        read({**PRODUCTION, name: "wrong://me:pass-word@host"})
    assert "pass-word" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25, "", "", False, False)),
        ("smtp+tls://u:p%40ss@m.org", ("m.org", 587, "u", "p@ss", True, False)),
        ("smtps://u:p@m.org:2465", ("m.org", 2465, "u", "p", False, True)),
    ],
)
def test_mail_servers_are_understood(url: str, expected: tuple[Any, ...]) -> None:
    mail = read({**PRODUCTION, "EMAIL_URL": url}).mail
    names = ["HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL"]
    assert tuple(mail[f"EMAIL_{name}"] for name in names) == expected


def test_a_local_workspace_keeps_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    first = read({"DEBUG": "1", "VAR_DIR": str(tmp_path / "var")})
    again = read({"DEBUG": "1", "VAR_DIR": str(tmp_path / "var")})
    assert len(first.secret_key) >= 50
    assert again.secret_key == first.secret_key
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_var_dir_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnwritableVarDir, match=r"VAR_DIR='.*file/var' cannot be written"):
        read({"DEBUG": "1", "VAR_DIR": str(tmp_path / "file" / "var")})


@pytest.mark.parametrize(
    ("bind", "url", "hosts"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000", ["localhost", "127.0.0.1", "[::1]", "127.0.0.1"]),
        ("0.0.0.0", "http://localhost:8000", ["*"]),
        ("::1", "http://[::1]:8000", ["localhost", "127.0.0.1", "[::1]", "::1"]),
    ],
)
def test_a_trial_is_reached_where_it_listens(
    bind: str, url: str, hosts: list[str], tmp_path: Path
) -> None:
    environment = read({"DEBUG": "1", "VAR_DIR": str(tmp_path), "BIND": bind})
    assert (environment.site_url, environment.allowed_hosts) == (url, hosts)


@pytest.mark.parametrize(
    ("command", "given", "made", "debug"),
    [
        ("remove_sample", {}, True, "1"),  # typed by hand in a workspace of `make run`
        ("remove_sample", {}, False, None),  # there is no such workspace
        ("remove_sample", {"SECRET_KEY": KEY}, True, None),  # a configured site
        ("serve", {}, True, None),  # must be told what to serve
        ("due_date", {}, False, "1"),  # only calculates
    ],
)
def test_what_a_command_typed_by_hand_may_assume(
    command: str, given: dict[str, str], made: bool, debug: str | None, tmp_path: Path
) -> None:
    if made:
        (tmp_path / "secret_key").write_text(KEY)
    environ = {"VAR_DIR": str(tmp_path), **given}
    assume_local_workspace(["manage.py", command], environ)
    assert environ.get("DEBUG") == debug


def test_a_file_store_is_understood() -> None:
    url = "s3://k%2Fey:sec%40ret@s3.example.org:9000/bucket/of/ours?region=eu-1"
    store = read({**PRODUCTION, "FILES_URL": url}).file_store
    assert (store["endpoint_url"], store["region_name"]) == ("https://s3.example.org:9000", "eu-1")
    assert (store["bucket_name"], store["location"]) == ("bucket", "of/ours")
    assert (store["access_key"], store["secret_key"]) == ("k/ey", "sec@ret")
    by_role = read({**PRODUCTION, "FILES_URL": "s3+http://[::1]:9000/bucket"}).file_store
    assert (by_role["endpoint_url"], by_role["access_key"]) == ("http://[::1]:9000", None)


def test_a_real_site_logs_for_programs_and_a_trial_for_people(tmp_path: Path) -> None:
    assert read(PRODUCTION).log_as_json
    assert not read({"DEBUG": "1", "VAR_DIR": str(tmp_path)}).log_as_json
    assert not read({**PRODUCTION, "LOG_FORMAT": "text"}).log_as_json
