"""The forms of the old spreadsheet: uploading it, and saying what its columns hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from requests_app.domain.accounts.models import Person
from requests_app.domain.deadlines.years import FIRST_YEAR, LAST_YEAR
from requests_app.domain.request_log.models import Campaign, Method, OldSheet
from requests_app.domain.request_log.old_sheet.columns import COLUMN_RULES, Holds
from requests_app.domain.request_log.old_sheet.plan import Unmatched
from requests_app.domain.request_log.sight import seen_by
from requests_app.domain.sheets.tables import Table
from requests_app.staff_site.forms.columns import first_values

ALIKE = 100  # the score of names that are the same when written out
CHOICES = [(holds.value, rule.label) for holds, rule in COLUMN_RULES.items()]


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Spreadsheet",
        allow_empty_file=True,
        help_text="CSV, XLSX, XLS or ODS. It is kept as it is; nothing is logged yet.",
    )


class SheetForm(forms.Form):
    """What each column holds (`column_0` …), whom unknown names mean (`agency_0` …), and what
    holds for every row that says nothing else."""

    sheet_name = forms.ChoiceField(label="Sheet", required=False)
    year = forms.IntegerField(
        label="Year asked about",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="Empty: the year before the sending.",
    )
    subject = forms.CharField(max_length=300, required=False)
    method = forms.ChoiceField(label="How it was sent", choices=Method.choices)
    campaign = forms.ModelChoiceField(Campaign.objects.none(), required=False, empty_label="None")

    def __init__(
        self,
        *args: Any,
        sheet: OldSheet,
        sheets: Iterable[tuple[str, str]],
        table: Table,
        unmatched: Iterable[Unmatched],
        person: Person,
        **kwargs: Any,
    ):
        """sheets: (name, label) of those in the workbook; unmatched: by the last look."""
        super().__init__(*args, **kwargs)
        self.table = table
        self.fields["campaign"].queryset = seen_by(  # type: ignore[attr-defined]
            Campaign.objects.all(), person
        )
        self.fields["sheet_name"].choices = list(sheets)  # type: ignore[attr-defined]
        for position, heading in enumerate(table.columns):
            self.fields[f"column_{position}"] = forms.ChoiceField(
                label=heading, choices=CHOICES, help_text=first_values(table, position)
            )
        self.unknown = {one.value: one for one in unmatched}
        for position, one in enumerate(self.unknown.values()):
            self.fields[f"agency_{position}"] = forms.ChoiceField(
                label=one.value,
                required=False,
                initial=_meant(one),
                choices=[("", "— not known yet —"), *_likely(one)],
                help_text="" if one.suggestions else "Nothing in the directory is like it.",
            )
        if not self.is_bound:
            self.initial = _initial(sheet, table)

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{position}"] for position in range(len(self.table.columns))]

    @property
    def agency_fields(self) -> list[tuple[Unmatched, forms.BoundField]]:
        found = enumerate(self.unknown.values())
        return [(one, self[f"agency_{position}"]) for position, one in found]

    def mapping(self) -> dict[str, str]:
        names = enumerate(self.table.columns)
        return {name: self.cleaned_data[f"column_{position}"] for position, name in names}

    def defaults(self) -> dict[str, Any]:
        told = {name: self.cleaned_data[name] for name in ("year", "subject", "method")}
        campaign = self.cleaned_data["campaign"]
        return told | {"campaign": campaign.pk if campaign else None}

    def chosen(self) -> dict[str, int]:
        names = enumerate(self.unknown)
        picked = {name: self.cleaned_data.get(f"agency_{position}") for position, name in names}
        return {name: int(pk) for name, pk in picked.items() if pk}


def _likely(unknown: Unmatched) -> list[tuple[str, str]]:
    return [(str(one.agency.pk), str(one)) for one in unknown.suggestions]


def _meant(unknown: Unmatched) -> str:
    """Of the likely ones that whose name it is when its short words are written out ("Fresno PD"),
    if it is the name of no other."""
    same = [one for one in unknown.suggestions if one.score == ALIKE]
    return str(same[0].agency.pk) if len(same) == 1 else ""


def _initial(sheet: OldSheet, table: Table) -> dict[str, Any]:
    columns = enumerate(table.columns)
    holds = {f"column_{n}": sheet.mapping.get(name, Holds.IGNORED) for n, name in columns}
    plain = {"method": Method.EMAIL, "subject": "Records of CLETS misuse"}
    told = {name: value for name, value in sheet.defaults.items() if value}
    return plain | told | holds | {"sheet_name": sheet.sheet_name}
