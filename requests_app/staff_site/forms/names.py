"""Whom the names of a returned file mean: one small form per name, all sent together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from requests_app.domain.misuse_data.importing.unmatched import UnmatchedName
from requests_app.domain.misuse_data.names.confirming import Confirmation
from requests_app.staff_site.forms.agency_field import AgencyChoiceMixin

NO_AGENCY = "none"
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
            ("", f"{len(likely)} likely: choose, or later" if likely else "Later"),
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


def _meant(unmatched: UnmatchedName) -> str:
    """The one whose name it is when its short words are written out ("Fresno PD"), if it is the
    name of no other. What somebody has to weigh (an ORI against a name) is never chosen."""
    if unmatched.note:
        return ""
    same = [one for one in unmatched.suggestions if one.score == ALIKE]
    return str(same[0].agency.pk) if len(same) == 1 else ""
