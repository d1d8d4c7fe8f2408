"""Contacts as a CSV: which column is which, and what a row says."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from requests_app.domain.agencies.contacts import (
    ContactDetails,
    ContactRefused,
    checked,
    is_web_address,
)
from requests_app.domain.agencies.csv_rows import DirectoryRefused, RowError, read_csv
from requests_app.domain.agencies.models import Contact
from requests_app.domain.agencies.names import folded

# Column -> the heads it is known by, folded.
HEADS = {
    "agency": ("agency", "agency name", "name", "department"),
    "ori": ("ori", "oris", "ori code"),
    "county": ("county",),
    "kind": ("kind", "type", "contact kind", "contact type", "method"),
    "value": ("value", "contact", "address", "email", "e mail", "email address", "portal url",
              "url"),
    "portal_kind": ("portal kind", "portal type", "platform", "vendor"),
    "last_confirmed_on": ("last confirmed on", "last confirmed", "confirmed on", "confirmed",
                          "checked on"),
}  # fmt: skip
DATE_FORMS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d %B %Y", "%d %b %Y", "%B %d, %Y")
KINDS = {
    **{folded(one.value): one for one in Contact.Kind},
    **{folded(one.label): one for one in Contact.Kind},
    **dict.fromkeys(("mail", "letter", "postal address"), Contact.Kind.POST),
    **dict.fromkeys(("web", "website", "web form"), Contact.Kind.PORTAL),
}
PORTAL_KINDS = {
    **{folded(one.value): one for one in Contact.PortalKind},
    **{folded(one.label): one for one in Contact.PortalKind},
    **dict.fromkeys(("next request",), Contact.PortalKind.NEXTREQUEST),
    **dict.fromkeys(("gov qa",), Contact.PortalKind.GOVQA),
    **dict.fromkeys(("just foia",), Contact.PortalKind.JUSTFOIA),
}


@dataclass(frozen=True)
class ContactRow:
    """cells: as written in the file, by the file's own heads."""

    row: int
    cells: dict[str, str]
    agency: str
    ori: str
    county: str
    details: ContactDetails | None
    errors: tuple[RowError, ...]


def read_contacts(content: bytes, name: str, *, today: date) -> tuple[list[str], list[ContactRow]]:
    """The heads and rows of a CSV of contacts. Raises `DirectoryRefused` for what is no such file.

    It needs a column of the value, and one of the agency or its ORI; what kind of contact it is
    shows in most values.
    """
    table = read_csv(content, name)
    columns = _columns(table.header)
    missing = [] if "value" in columns else ["value"]
    missing += [] if columns.keys() & {"agency", "ori"} else ["agency or ori"]
    if missing:
        raise DirectoryRefused([RowError(1, "header", ", ".join(missing), "column is missing")])
    return table.header, [_row(number, cells, columns, today) for number, cells in table.rows]


def _columns(header: list[str]) -> dict[str, str]:
    """Our column -> the file's head of it; of two that fit, the first."""
    found: dict[str, str] = {}
    for column, heads in HEADS.items():
        fits = [head for head in header if folded(head.replace("_", " ")) in heads]
        if fits:
            found[column] = fits[0]
    return found


def _row(number: int, cells: dict[str, str], columns: dict[str, str], today: date) -> ContactRow:
    said = {column: cells.get(columns.get(column, ""), "") for column in HEADS}
    errors: list[RowError] = []

    def read(understand: Callable[..., Any], *asked: str) -> Any:
        """What those cells are understood as; what they cannot be is an error of this row."""
        try:
            return understand(*(said[column] for column in asked))
        except ContactRefused as refused:
            errors.append(RowError(number, refused.field, said[refused.field][:100], str(refused)))
            return None

    details = ContactDetails(
        kind=read(_kind, "kind", "value") or "",
        value=said["value"],
        portal_kind=read(_portal_kind, "portal_kind") or "",
        last_confirmed_on=read(_day, "last_confirmed_on"),
    )
    sound = read(lambda: checked(details, today=today)) if details.kind else None
    place = {column: said[column] for column in ("agency", "ori", "county")}
    return ContactRow(number, cells, **place, details=sound, errors=tuple(errors))


def _kind(text: str, value: str) -> str:
    """As written; where nothing is, as the value shows."""
    if text:
        if folded(text) not in KINDS:
            raise ContactRefused("kind", f"must be one of {', '.join(Contact.Kind.values)}")
        return KINDS[folded(text)]
    if is_web_address(value):
        return Contact.Kind.PORTAL
    if re.fullmatch(r"\S+@\S+", value):
        return Contact.Kind.EMAIL
    raise ContactRefused("kind", "say what kind of contact it is: the value does not show it")


def _portal_kind(text: str) -> str:
    if text and folded(text) not in PORTAL_KINDS:
        raise ContactRefused(
            "portal_kind", f"must be one of {', '.join(Contact.PortalKind.values)}"
        )
    return PORTAL_KINDS[folded(text)] if text else ""


def _day(text: str) -> date | None:
    if not text:
        return None
    for form in DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a calendar day
        except ValueError:
            continue
    raise ContactRefused("last_confirmed_on", "is no date: write it like 2026-06-09 or 6/9/2026")
