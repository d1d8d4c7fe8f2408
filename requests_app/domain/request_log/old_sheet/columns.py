"""Which column of the old spreadsheet holds what: suggested from the heading, said by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from requests_app.domain.sheets.words import plain_words


class Holds(StrEnum):
    """What a column can hold."""

    IGNORED = "ignored"
    AGENCY = "agency"
    ORI = "ori"
    COUNTY = "county"
    YEAR = "year"
    SUBJECT = "subject"
    METHOD = "method"
    PORTAL_NUMBER = "portal_number"
    SENT = "sent_on"
    RECEIVED = "received_on"
    ACKNOWLEDGED = "acknowledged_on"
    AGENCY_DUE = "agency_due_on"
    EXTENDED = "extended_on"
    EXTENDED_TO = "extended_to"
    OUTCOME = "outcome"
    OUTCOME_ON = "outcome_on"
    CLOSED = "closed_on"
    ASSIGNEE = "assignee"
    NOTE = "note"


@dataclass(frozen=True)
class ColumnRule:
    """label: as a form offers it. words: the headings that mean it, in `plain_words`."""

    label: str
    words: frozenset[str]


def _rule(label: str, *words: str) -> ColumnRule:
    return ColumnRule(label, frozenset(words))


COLUMN_RULES: dict[Holds, ColumnRule] = {
    Holds.IGNORED: _rule("— left out —"),
    Holds.AGENCY: _rule(
        "Agency", "agency", "agency name", "name of agency", "department", "dept", "recipient",
        "agency department", "body", "law enforcement agency", "name",
    ),
    Holds.ORI: _rule("ORI", "ori", "ori number", "ori code"),
    Holds.COUNTY: _rule("County", "county", "county name"),
    Holds.YEAR: _rule(
        "Year asked about", "year", "reporting year", "year asked about", "calendar year",
        "data year", "years", "cy", "for year",
    ),
    Holds.SUBJECT: _rule("Subject", "subject", "request", "title", "records requested"),
    Holds.METHOD: _rule(
        "How it was sent", "method", "how", "sent by", "sent via", "via", "how sent"
    ),
    Holds.PORTAL_NUMBER: _rule(
        "Portal number", "portal number", "portal no", "request number", "request no",
        "request id", "reference", "reference number", "tracking number", "tracking",
        "nextrequest", "govqa", "pra", "pra number", "portal",
    ),
    Holds.SENT: _rule(
        "Sent on", "sent", "sent on", "date sent", "request sent", "date requested", "requested",
        "submitted", "date submitted", "request date", "date of request", "filed",
    ),
    Holds.RECEIVED: _rule(
        "Received on", "received", "received on", "date received", "receipt", "delivered",
        "received by agency", "recd", "date recd", "recd on",
    ),
    Holds.ACKNOWLEDGED: _rule(
        "Acknowledged on", "acknowledged", "acknowledged on", "ack", "ack date", "acknowledgement",
        "date acknowledged",
    ),
    Holds.AGENCY_DUE: _rule(
        "Due date the agency states", "due per agency", "agency due date", "portal due date",
        "due date given by agency", "their due date",
    ),
    Holds.EXTENDED: _rule(
        "Extension noticed on", "extension", "extension notice", "extended", "extended on",
        "extension date", "14 day letter", "date of extension",
    ),
    Holds.EXTENDED_TO: _rule(
        "Extended to", "extended to", "extension to", "new due date", "extended until",
        "extension until",
    ),
    Holds.OUTCOME: _rule(
        "What came of it", "outcome", "status", "result", "response", "disposition",
        "determination", "answer",
    ),
    Holds.OUTCOME_ON: _rule(
        "Day of that", "outcome date", "date of response", "response date", "responded",
        "responded on", "answered", "answered on", "status date", "date of outcome",
        "determination date", "date answered", "date responded", "resp date", "reply date",
    ),
    Holds.CLOSED: _rule("Closed on", "closed", "closed on", "date closed"),
    Holds.ASSIGNEE: _rule(
        "Assigned to", "assigned", "assigned to", "assignee", "who", "staff", "owner", "staffer"
    ),
    Holds.NOTE: _rule("Note", "note", "notes", "comment", "comments", "remarks"),
}  # fmt: skip
_BY_WORDS = {words: holds for holds, rule in COLUMN_RULES.items() for words in rule.words}
# What we add to the rows that are handed back; it comes back with them and holds nothing.
OURS = ("Row in the old sheet", "What to mend")
# Several columns may be notes; of everything else there is one.
MANY = frozenset({Holds.IGNORED, Holds.NOTE})


class ColumnsRefused(ValueError):
    """The columns cannot be read so; the message names the column and the rule."""


def named(heading: str) -> Holds:
    """What a heading suggests that its column holds."""
    return _BY_WORDS.get(plain_words(heading), Holds.IGNORED)


def names_a_column(heading: str) -> bool:
    """Whether the heading is one that we know."""
    return named(heading) != Holds.IGNORED


def suggested(headings: Iterable[str]) -> dict[str, Holds]:
    """What each heading holds. The first column that suits is taken; a second is left out, for a
    person to decide."""
    found: dict[str, Holds] = {}
    for heading in headings:
        holds = named(heading)
        taken = holds in found.values() and holds not in MANY
        found[heading] = Holds.IGNORED if taken else holds
    return found


def checked(mapping: Mapping[str, str], headings: Iterable[str]) -> dict[str, Holds]:
    """`mapping` (heading -> what it holds) as told, for the `headings` there are; a heading that it
    does not name is left out. Raises `ColumnsRefused`."""
    known = list(headings)
    found = dict.fromkeys(known, Holds.IGNORED)
    for heading, holds in mapping.items():
        if heading not in found:
            raise ColumnsRefused(f"The sheet has no column “{heading}”.")
        if holds not in set(Holds):
            raise ColumnsRefused(f"“{holds}” is nothing that column “{heading}” can hold.")
        found[heading] = Holds(holds)
    for holds in Holds:
        twice = [heading for heading in known if found[heading] == holds]
        if len(twice) > 1 and holds not in MANY:
            names = "” and “".join(twice)
            raise ColumnsRefused(f"“{names}” cannot both be “{COLUMN_RULES[holds].label}”.")
    if not {Holds.AGENCY, Holds.ORI} & set(found.values()):
        raise ColumnsRefused("No column names the agency, nor its ORI.")
    return found
