"""How every process writes its log: one JSON object a line, or a readable line for a trial."""

from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from tracker.redaction import redacted

SHORTEST_SECRET = 8  # characters; a shorter one would be replaced within ordinary words
# Told in this order, then whatever else a line has.
FIRST = ["at", "level", "logger", "event"]


class Redactor:
    """A processor: takes the `secrets` and whatever else is secret out of every text of a line."""

    def __init__(self, secrets: list[str]) -> None:
        self.secrets = tuple(one for one in secrets if len(one) >= SHORTEST_SECRET)

    def __call__(self, logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
        for name, value in line.items():
            if isinstance(value, str):
                line[name] = redacted(value, secrets=self.secrets)
        return line


def _level_in_capitals(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    """As Python's own lines have it, so that one search finds an error in any log."""
    line["level"] = str(line["level"]).upper()
    return line


def _readable(logger: WrappedLogger, method: str, line: EventDict) -> str:
    """ "2026-06-22 08:00:00 ERROR django.request: Internal Server Error: /  [request_id=…]"."""
    exception = line.pop("exception", "")
    head = "{at} {level} {logger}: {event}".format(**{name: line.pop(name) for name in FIRST})
    rest = " ".join(f"{name}={value}" for name, value in line.items())
    return head + (f"  [{rest}]" if rest else "") + (f"\n{exception}" if exception else "")


def logging_settings(*, as_json: bool, secrets: list[str]) -> dict[str, Any]:
    """Django's LOGGING. `secrets`: values that must stand in no line."""
    time_format = "iso" if as_json else "%Y-%m-%d %H:%M:%S"
    of_every_line: list[Processor] = [
        structlog.contextvars.merge_contextvars,  # request_id, task_id …
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(allow=LINE_FACTS),
        structlog.processors.TimeStamper(fmt=time_format, utc=as_json, key="at"),
        _level_in_capitals,
    ]
    last: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        structlog.processors.EventRenamer("event"),
        Redactor(secrets),
    ]
    if as_json:
        last += [_ordered, structlog.processors.JSONRenderer(ensure_ascii=False, default=str)]
    else:
        last.append(_readable)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": of_every_line,
                "processors": last,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            # Their own handlers would write each line a second time.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
            "celery": {"level": "INFO"},
            "requests_app": {"level": "INFO"},
            "tracker": {"level": "INFO"},
        },
    }


# What our own lines carry beside their words; other libraries' extras may be anything.
LINE_FACTS = ["method", "path", "status", "took_ms", "person"]


def _ordered(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    order = [*FIRST, *LINE_FACTS, *sorted(set(line) - {*FIRST, *LINE_FACTS})]
    return {name: line[name] for name in order if name in line}
