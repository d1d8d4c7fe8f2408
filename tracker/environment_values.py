"""How one variable becomes a value, and the line that says what is wrong with it.

Every function raises `BadSetting` with the variable's name, its value (but never a secret) and
what it should be.
"""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
EVERY_ADDRESS = {"0.0.0.0", "::"}
SHORTEST_SECRET_KEY = 50  # characters; what `manage.py check --deploy` asks for
FEWEST_DIFFERENT_CHARACTERS = 5
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
MAIL_TIMEOUT_SECONDS = 20
NOBODYS_NAME = "Your organisation"  # in letters, until somebody says whose they are
LONGEST_LINE, MOST_LINES = 100, 5


class BadSetting(Exception):
    """A variable is missing or its value cannot be used; the message names both and the rule."""


def flag(environ: Mapping[str, str], name: str, *, default: str = "0") -> bool:
    """On or off; `default` when it is not set."""
    value = (environ.get(name) or default).strip().lower()
    if value not in YES | NO:
        raise BadSetting(f"{name}={environ[name]!r}: use 1 (on) or 0 (off).")
    return value in YES


def whole_number(
    environ: Mapping[str, str], name: str, *, default: int, least: int, most: int
) -> int:
    """A number from `least` to `most`."""
    value = environ.get(name, "").strip() or str(default)
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise BadSetting(f"{name}={value!r}: use a whole number from {least} to {most}.")
    return int(value)


def secret_key(environ: Mapping[str, str], debug: bool) -> str:
    """The key, or "" in a local workspace, which then uses its own."""
    value = environ.get("SECRET_KEY", "")
    if debug:
        return value
    rule = f"give at least {SHORTEST_SECRET_KEY} random characters"
    if not value:
        raise BadSetting(f"SECRET_KEY is not set: {rule} (or DEBUG=1 for a trial at home).")
    if len(value) < SHORTEST_SECRET_KEY or len(set(value)) < FEWEST_DIFFERENT_CHARACTERS:
        raise BadSetting(
            f"SECRET_KEY has {len(value)} characters, {len(set(value))} different: {rule}."
        )
    return value


def host_names(environ: Mapping[str, str], debug: bool, bind: str) -> list[str]:
    """ALLOWED_HOSTS, names separated by commas; required unless DEBUG is on."""
    hosts = _list(environ, "ALLOWED_HOSTS")
    example = "the names this site answers to, such as tenthday.example.org"
    for host in hosts:
        if "/" in host or " " in host:
            raise BadSetting(f"ALLOWED_HOSTS={host!r}: give {example}, without https://.")
    if hosts:
        return hosts
    if not debug:
        raise BadSetting(f"ALLOWED_HOSTS is not set: give {example} (several with commas).")
    # A trial bound to every address is meant to be reached under names nobody can foresee.
    return ["*"] if bind in EVERY_ADDRESS else ["localhost", "127.0.0.1", "[::1]", bind]


def home_name(bind: str) -> str:
    """The name under which a browser on this machine reaches what listens on `bind`."""
    if bind in EVERY_ADDRESS:
        return "localhost"
    return f"[{bind}]" if ":" in bind else bind


def origins(environ: Mapping[str, str]) -> list[str]:
    """CSRF_TRUSTED_ORIGINS, separated by commas."""
    found = _list(environ, "CSRF_TRUSTED_ORIGINS")
    for origin in found:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
            raise BadSetting(
                f"CSRF_TRUSTED_ORIGINS={origin!r}: give origins such as"
                " https://tenthday.example.org (several with commas)."
            )
    return found


def address(environ: Mapping[str, str], name: str, schemes: str, example: str) -> str:
    """A URL with one of `schemes` (separated by spaces), or "" when it is not set."""
    value = environ.get(name, "").strip()
    if value and (urlsplit(value).scheme not in schemes.split() or "://" not in value):
        # An address may carry a password, so only what stands before it is repeated.
        shown = value.split("://")[0] + "://..." if "://" in value else value
        raise BadSetting(f"{name}={shown!r}: give an address such as {example}.")
    try:
        _ = urlsplit(value).port
    except ValueError:
        raise BadSetting(f"{name}: its port is none; give an address such as {example}.") from None
    return value


def directory(environ: Mapping[str, str], name: str) -> str:
    """A directory that is there, or "" when it is not set."""
    value = environ.get(name, "").strip()
    if value and not Path(value).is_dir():
        raise BadSetting(f"{name}={value!r}: give a directory that exists.")
    return value


def mail_server(environ: Mapping[str, str]) -> dict[str, str | int | bool]:
    """EMAIL_URL as Django's EMAIL_ settings, or {} when it is not set.

    smtp:// speaks in clear, smtp+tls:// begins in clear and turns to TLS (STARTTLS), smtps://
    is TLS from the start (RFC 8314).
    """
    example = "smtp+tls://user:password@mail.example.org:587"
    value = address(environ, "EMAIL_URL", " ".join(MAIL_PORTS), example)
    if not value:
        return {}
    parts = urlsplit(value)
    if not parts.hostname:
        raise BadSetting(f"EMAIL_URL names no server: give an address such as {example}.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": MAIL_TIMEOUT_SECONDS,
    }


def mail_from(environ: Mapping[str, str]) -> str:
    """MAIL_FROM: who the mails come from."""
    value = environ.get("MAIL_FROM", "").strip() or "Tenth Day <tenth-day@localhost.localdomain>"
    if "@" not in value or "\n" in value:
        raise BadSetting(
            f"MAIL_FROM={value!r}: give an address such as Tenth Day <tracker@example.org>."
        )
    return value


def organisation_name(environ: Mapping[str, str]) -> str:
    """ORGANISATION_NAME: who writes the letters."""
    value = environ.get("ORGANISATION_NAME", "").strip() or NOBODYS_NAME
    if "\n" in value or len(value) > LONGEST_LINE:
        raise BadSetting(
            f"ORGANISATION_NAME={value!r}: give a name in one line of at most {LONGEST_LINE} "
            "characters."
        )
    return value


def organisation_address(environ: Mapping[str, str]) -> tuple[str, ...]:
    """ORGANISATION_ADDRESS: the lines below the name in a letterhead, between semicolons."""
    value = environ.get("ORGANISATION_ADDRESS", "")
    lines = tuple(line.strip() for line in value.split(";") if line.strip())
    if "\n" in value or len(lines) > MOST_LINES or any(len(one) > LONGEST_LINE for one in lines):
        raise BadSetting(
            f"ORGANISATION_ADDRESS={value!r}: give at most {MOST_LINES} lines of "
            f"{LONGEST_LINE} characters, with semicolons between them, such as "
            "1 Main Street; Sacramento, CA 95814; records@example.org."
        )
    return lines


def _list(environ: Mapping[str, str], name: str) -> list[str]:
    return [part.strip() for part in environ.get(name, "").split(",") if part.strip()]
