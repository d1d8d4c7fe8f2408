"""Whom the names of a returned file mean: one small form per name, all sent together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse

from requests_app.domain.misuse_data.confirming import Confirmation
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.previews import Wanted
from requests_app.domain.misuse_data.recognition import Chosen
from requests_app.domain.misuse_data.sources import source_of
from requests_app.domain.misuse_data.unmatched import UnmatchedName
from requests_app.domain.request_log.models import Attachment
from requests_app.staff_site.forms.agency_field import AgencyChoiceMixin

NO_AGENCY = "none"
LONGEST_QUERY = 6000  # characters
ALIKE = 100  # the score of names that are the same when written out


class NameForm(AgencyChoiceMixin):
    """One name: a suggestion, another agency by the search field, no agency, or left for later."""

    means = forms.ChoiceField(label="Means", required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, unmatched: UnmatchedName):
        super().__init__(data, prefix=unmatched.key, auto_id="id_%s")
        self.unmatched = unmatched
        likely = [(str(one.agency.pk), str(one)) for one in unmatched.suggestions]
        means = self.fields["means"]
        means.choices = [  # type: ignore[attr-defined]
            ("", "— later —"),
            *likely,
            (NO_AGENCY, "Not an agency: leave its rows out"),
        ]
        means.initial = _meant(unmatched)
        self.fields["agency_text"].required = False
        self.fields["agency_text"].label = "Or another agency"
        self.fields["agency_text"].widget.attrs.pop("autofocus", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("agency_text") and cleaned.get("means"):
            self.add_error("means", "Choose from the list or search, not both.")
        return cleaned

    def confirmation(self) -> Confirmation | None:
        """What was said; None where it is left for later."""
        means = self.cleaned_data.get("means")
        if self.cleaned_data.get("agency_text"):
            return Confirmation(self.unmatched.cells, self.cleaned_data["agency"])
        if not means:
            return None
        suggested = {str(one.agency.pk): one.agency for one in self.unmatched.suggestions}
        return Confirmation(self.unmatched.cells, suggested.get(means))


def address_of_names(attachment: Attachment, wanted: Wanted) -> str:
    """The page of a file's unmatched names, read as the import page was told."""
    chosen = wanted.chosen
    read = {
        "covers": [wanted.covers.first, wanted.covers.last],
        "columns": {name: dict(columns) for name, columns in chosen.columns.items()},
        "sheets": sorted(chosen.sheets) if chosen.sheets is not None else None,
    }
    query = urlencode({"read": json.dumps(read, ensure_ascii=False, separators=(",", ":"))})
    address = reverse("staff:names", args=[attachment.pk])
    # A browser may cut what is longer; the file is then read as it is suggested.
    return f"{address}?{query}" if len(query) < LONGEST_QUERY else address


def how_read(attachment: Attachment, query: QueryDict) -> Wanted:
    """What `address_of_names` put into the address; what cannot be understood is suggested."""
    asked = attachment.records_request
    plain = Wanted(source_of(asked), Covers(asked.reporting_year, asked.reporting_year))
    try:
        read = json.loads(query.get("read", "")[:LONGEST_QUERY])
        first, last = (int(year) for year in read["covers"])
        columns = {
            str(name): {str(heading): str(role) for heading, role in said.items()}
            for name, said in read["columns"].items()
        }
        sheets = None if read["sheets"] is None else frozenset(map(str, read["sheets"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        return plain
    if not 1990 <= first <= last <= 2100:
        return plain
    return Wanted(plain.source, Covers(first, last), Chosen(columns=columns, sheets=sheets))


def _meant(unmatched: UnmatchedName) -> str:
    """The one whose name it is when its short words are written out ("Fresno PD"), if it is the
    name of no other. What somebody has to weigh (an ORI against a name) is never chosen."""
    if unmatched.note:
        return ""
    same = [one for one in unmatched.suggestions if one.score == ALIKE]
    return str(same[0].agency.pk) if len(same) == 1 else ""
