"""Forms of returned data: what a file is taken for, and why a release goes back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from requests_app.domain.misuse_data import mapping as mappings
from requests_app.domain.misuse_data.choices import Comparable
from requests_app.domain.misuse_data.models import Source
from requests_app.domain.misuse_data.proposals import Covers
from requests_app.domain.misuse_data.sources import source_of
from requests_app.domain.misuse_data.vocabulary import SourceKind
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.sheets.tables import Table
from requests_app.staff_site.forms.agency_field import AgencyChoiceMixin
from requests_app.staff_site.forms.columns import first_values
from requests_app.staff_site.forms.dates import LooseDateField


class ImportForm(forms.Form):
    """Whose figures, for which years, and what each column holds (`column_0`, `column_1` …)."""

    source_name = forms.CharField(label="Source", max_length=200, help_text="Who states these.")
    source_kind = forms.ChoiceField(label="Kind of source", choices=SourceKind.choices)
    title = forms.CharField(max_length=200, help_text="As it will be shown and quoted.")
    covers_from = forms.IntegerField(label="First year covered", min_value=1990, max_value=2100)
    covers_to = forms.IntegerField(label="Last year covered", min_value=1990, max_value=2100)
    issued_on = LooseDateField(
        label="As of", required=False, help_text="The day the source gives. Blank: not known."
    )

    def __init__(self, *args: Any, table: Table, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.table = table
        suggested = mappings.suggest(table)
        for position, column in enumerate(table.columns):
            self.fields[f"column_{position}"] = forms.ChoiceField(
                label=column,
                choices=mappings.roles(),
                initial=suggested[column],
                required=False,
                help_text=first_values(table, position),
            )

    @classmethod
    def suggested(cls, attachment: Attachment, table: Table) -> ImportForm:
        """Filled with what the request says about the file."""
        asked = attachment.records_request
        source = source_of(asked)
        return cls(
            table=table,
            initial={
                "source_name": source.name,
                "source_kind": source.kind,
                "title": f"{source.name}, {asked.reporting_year}",
                "covers_from": asked.reporting_year,
                "covers_to": asked.reporting_year,
                "issued_on": min(attachment.came_on, timezone.localdate()),
            },
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("covers_from"), cleaned.get("covers_to")
        if first and last and first > last:
            self.add_error("covers_to", f"{last} is before {first}, the first year covered.")
        return cleaned

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{position}"] for position in range(len(self.table.columns))]

    def mapping(self) -> dict[str, str]:
        return {
            column: self.cleaned_data.get(f"column_{position}") or mappings.IGNORED
            for position, column in enumerate(self.table.columns)
        }

    def covers(self) -> Covers:
        return Covers(self.cleaned_data["covers_from"], self.cleaned_data["covers_to"])

    def source(self) -> Source:
        name = self.cleaned_data["source_name"].strip()
        known = Source.objects.filter(name=name).first()
        return known or Source(name=name, kind=self.cleaned_data["source_kind"])


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label="What has to be mended", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class CompareForm(AgencyChoiceMixin):
    """What is compared; measures and years are those that there are figures for."""

    measure = forms.ChoiceField()
    year = forms.TypedChoiceField(coerce=int)

    def __init__(self, query: QueryDict, *, choices: Comparable):
        # A first visit has no query yet: the first choices are then shown, and compared.
        asked = {
            "measure": query.get("measure") or next((key for key, _ in choices.measure), ""),
            "year": query.get("year") or next((str(year) for year, _ in choices.year), ""),
            "agency_text": query.get("agency_text", ""),
            "agency": query.get("agency", ""),
        }
        super().__init__(asked)
        self.fields["measure"].choices = choices.measure  # type: ignore[attr-defined]
        self.fields["year"].choices = choices.year  # type: ignore[attr-defined]
        self.fields["agency_text"].required = False

    def subject(self) -> tuple[int | None, str]:
        """Whom to compare, as the subject of a `Statement`; no agency: the whole state."""
        agency = self.cleaned_data.get("agency")
        return (agency.pk, "") if agency and self.cleaned_data["agency_text"] else (None, "")
