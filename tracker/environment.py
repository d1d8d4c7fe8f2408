"""Settings that come from the environment, checked before anything else starts.

`read` is pure; `read_or_exit` is what manage.py, gunicorn and celery all pass through, so a
wrong value ends each of them the same way: one line on stderr and exit code 2.
The variables are described in docs/deploy.md and deploy/example.env.
"""

import os
import sys
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracker.environment_services import file_store, log_as_json, scanner
from tracker.environment_values import (
    BadSetting,
    address,
    directory,
    flag,
    home_name,
    host_names,
    mail_from,
    mail_server,
    organisation_address,
    organisation_name,
    origins,
    secret_key,
    whole_number,
)
from tracker.secret_key import UnwritableVarDir, local_secret_key

ROOT = Path(__file__).resolve().parent.parent
# These only calculate: they touch no data, so a fresh clone may run them with nothing set.
COMMANDS_WITHOUT_A_SITE = {"due_date"}
# How long what is not kept for ever is kept, in days (docs/tables.md says what and why).
KEPT_DAYS = {
    "BIN_DAYS": 30,
    "MAIL_DRAFT_DAYS": 2,
    "UNOWNED_FILE_DAYS": 1,
    "MAIL_BODY_DAYS": 365,
    "FAILED_SIGN_IN_DAYS": 1,
    "INVITATION_DAYS": 90,
}
# These start or judge a site, so they must be told what kind of site it is.
COMMANDS_OF_A_SITE = {"serve", "check", "runserver"}


@dataclass(frozen=True)
class Environment:
    """What the environment says, as values that can be used."""

    debug: bool
    secret_key: str = field(repr=False)
    allowed_hosts: list[str]
    csrf_trusted_origins: list[str]
    site_url: str  # without a slash at the end
    var_dir: Path  # absolute
    bind: str
    port: int
    # These carry passwords: no log or error prints them.
    database_url: str = field(repr=False)  # empty: SQLite in var_dir
    redis_url: str = field(repr=False)  # empty: a broker of our own, on a socket
    mail: dict[str, str | int | bool] = field(repr=False)  # empty: mails are kept as files
    mail_from: str
    organisation_name: str
    organisation_address: tuple[str, ...]  # in lines
    max_upload_mb: int
    one_person_desk: bool
    max_export_mb: int
    max_request_mb: int
    reminder_sweep_seconds: int
    secure_proxy: bool
    pg_bin: str  # empty: PostgreSQL's programs are on PATH
    keep_days: dict[str, int]  # by variable
    file_store: dict[str, Any]  # empty: files are kept in var_dir
    clamd: str  # empty: files are not scanned
    log_as_json: bool
    proxy_count: int  # 0: the web server sees the visitors' own addresses
    rate_limits: bool


def read(environ: Mapping[str, str]) -> Environment:
    """Reads every variable.

    Raises `BadSetting` for the first that cannot be used, and `UnwritableVarDir` when a local
    workspace has no place for its key.
    """
    debug = flag(environ, "DEBUG")
    var_dir = Path(environ.get("VAR_DIR") or ROOT / "var").absolute()
    bind = environ.get("BIND") or "127.0.0.1"
    port = whole_number(environ, "PORT", default=8000, least=1, most=65535)
    home = f"http://{home_name(bind)}:{port}"
    return Environment(
        debug=debug,
        secret_key=secret_key(environ, debug) or local_secret_key(var_dir),
        allowed_hosts=host_names(environ, debug, bind),
        csrf_trusted_origins=origins(environ),
        site_url=(address(environ, "SITE_URL", "http https", home) or home).rstrip("/"),
        var_dir=var_dir,
        bind=bind,
        port=port,
        database_url=address(
            environ, "DATABASE_URL", "postgres postgresql sqlite", "postgres://user:pw@host/name"
        ),
        redis_url=address(environ, "REDIS_URL", "redis rediss redis+socket", "redis://host:6379/0"),
        mail=mail_server(environ),
        mail_from=mail_from(environ),
        organisation_name=organisation_name(environ),
        organisation_address=organisation_address(environ),
        max_upload_mb=whole_number(environ, "MAX_UPLOAD_MB", default=25, least=1, most=1024),
        max_export_mb=whole_number(environ, "MAX_EXPORT_MB", default=2000, least=1, most=100_000),
        max_request_mb=whole_number(environ, "MAX_REQUEST_MB", default=500, least=1, most=102400),
        reminder_sweep_seconds=whole_number(
            environ, "REMINDER_SWEEP_SECONDS", default=60, least=1, most=86400
        ),
        one_person_desk=flag(environ, "ONE_PERSON_DESK"),
        pg_bin=directory(environ, "PG_BIN"),
        keep_days={
            name: whole_number(environ, name, default=days, least=1, most=36500)
            for name, days in KEPT_DAYS.items()
        },
        file_store=file_store(environ),
        clamd=scanner(environ),
        log_as_json=log_as_json(environ, debug),
        secure_proxy=(secure_proxy := flag(environ, "SECURE_PROXY")),
        proxy_count=whole_number(
            environ, "PROXY_COUNT", default=int(secure_proxy), least=0, most=9
        ),
        rate_limits=flag(environ, "RATE_LIMITS", default="1"),
    )


def read_or_exit() -> Environment:
    """`read` of this process's environment; a bad setting prints its line and exits with 2."""
    try:
        return read(os.environ)
    except (BadSetting, UnwritableVarDir) as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None


def assume_local_workspace(argv: list[str], environ: MutableMapping[str, str]) -> None:
    """Lets commands typed by hand work in a workspace that `make run` made.

    Such a workspace keeps a key of its own in VAR_DIR. Whoever configures a real site sets
    SECRET_KEY or DEBUG, and then nothing is assumed.
    """
    command = argv[1] if len(argv) > 1 else "help"
    if "DEBUG" in environ or "SECRET_KEY" in environ or command in COMMANDS_OF_A_SITE:
        return
    var_dir = Path(environ.get("VAR_DIR") or ROOT / "var")
    if command in COMMANDS_WITHOUT_A_SITE or (var_dir / "secret_key").exists():
        environ["DEBUG"] = "1"
