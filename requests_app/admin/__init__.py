"""The review site. Django finds the registrations through this package."""

from requests_app.admin import (
    agencies,
    data,
    duties,
    law,
    people,
    quoting,
    record,
    releases,
    reminders,
    requests,
)

__all__ = [
    "agencies",
    "data",
    "duties",
    "law",
    "people",
    "quoting",
    "record",
    "releases",
    "reminders",
    "requests",
]
