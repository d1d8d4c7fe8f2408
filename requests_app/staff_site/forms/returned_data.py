"""Forms of returned data: what a file is taken for, and why a release goes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.utils import timezone

from requests_app.domain.deadlines.years import FIRST_YEAR, LAST_YEAR
from requests_app.domain.misuse_data.importing.previews import Wanted
from requests_app.domain.misuse_data.models import Source
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.reading import layouts
from requests_app.domain.misuse_data.reading import mapping as mappings
from requests_app.domain.misuse_data.reading.marks import MEANINGS, Marks
from requests_app.domain.misuse_data.reading.recognition import Chosen, FoundSheet, said_to_cover
from requests_app.domain.misuse_data.sources import source_of, title_of
from requests_app.domain.misuse_data.vocabulary import SourceKind
from requests_app.domain.request_log.models import Attachment
from requests_app.staff_site.forms.dates import LooseDateField


class SheetFields(NamedTuple):
    """A sheet as the form shows it: whether it is taken, and what each column holds."""

    found: FoundSheet
    taken: forms.BoundField | None  # None: the only sheet, or one without a table
    columns: list[forms.BoundField]
    changes: list[str]  # against the source's last file


class ImportForm(forms.Form):
    """Whose figures, for which years, which sheets, and what each of their columns holds.

    Columns are `column_0`, `column_1` … of the first sheet, `sheet_1_column_0` … of the others.
    """

    source_name = forms.CharField(label="Source", max_length=200, help_text="Who states these.")
    source_kind = forms.ChoiceField(label="Kind of source", choices=SourceKind.choices)
    title = forms.CharField(max_length=200, help_text="As it will be shown and quoted.")
    covers_from = forms.IntegerField(
        label="First year covered", min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    covers_to = forms.IntegerField(
        label="Last year covered", min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    issued_on = LooseDateField(label="As of", required=False)
    dash = forms.ChoiceField(label="A dash means", required=False)
    blank = forms.ChoiceField(label="A blank cell means", required=False)

    def __init__(self, *args: Any, found: Sequence[FoundSheet], source: Source, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.found, self.proposed_source = found, source
        self._as_of = _as_of(found)
        self.fields["issued_on"].help_text = (
            f"Read in the file: “{self._as_of[1]}”"
            if self._as_of
            else "The day the source gives. Blank: not known."
        )
        for mark, answers in MEANINGS.items():
            meanings = [(answer.value, answer.label) for answer in answers]
            self.fields[mark].choices = [("", "nothing certain: unclear"), *meanings]  # type: ignore[attr-defined]
        for one in self._tables():
            if len(found) > 1:
                label = f"Take sheet “{one.name}”" + (" (hidden)" if one.sheet.is_hidden else "")
                self.fields[_prefix(one) + "taken"] = forms.BooleanField(
                    label=label, required=False, initial=one.is_taken
                )
            for position, column in enumerate(one.columns):
                self.fields[f"{_prefix(one)}column_{position}"] = forms.ChoiceField(
                    label=column,
                    choices=mappings.roles(),
                    initial=one.mapping.get(column, mappings.IGNORED),
                    required=False,
                    help_text=one.first_values(position),
                )

    @classmethod
    def suggested(
        cls, attachment: Attachment, found: Sequence[FoundSheet], said: Mapping[str, object]
    ) -> ImportForm:
        """Filled with what was `said` already, else with what the file says of itself, else
        with what its request does."""
        asked = attachment.records_request
        source = source_of(asked)
        as_of, year = _as_of(found), asked.reporting_year
        covers = said_to_cover(found) or Covers(year, year)
        return cls(
            found=found,
            source=source,
            initial={
                "source_name": source.name,
                "source_kind": source.kind,
                "title": title_of(source, covers, records_request=asked),
                "covers_from": covers.first,
                "covers_to": covers.last,
                # The day on which the file came says nothing of when its source counted.
                "issued_on": as_of[0] if as_of else None,
                **dict.fromkeys(MEANINGS, ""),
                **layouts.marks_last_said(source).as_json(),
                **said,
            },
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("covers_from"), cleaned.get("covers_to")
        if first and last and first > last:
            self.add_error("covers_to", f"{last} is before {first}, the first year covered.")
        return cleaned

    @property
    def sections(self) -> list[SheetFields]:
        return [
            SheetFields(
                one,
                self[_prefix(one) + "taken"] if len(self.found) > 1 and one.has_table else None,
                [self[f"{_prefix(one)}column_{n}"] for n in range(len(one.columns))],
                layouts.changes(self.proposed_source, one.columns) if one.has_table else [],
            )
            for one in self.found
        ]

    @property
    def of_marks(self) -> list[str]:
        """What the file itself says of its dashes and blanks."""
        return list(dict.fromkeys(line for one in self.found for line in one.legend.of_marks))

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [bound for section in self.sections for bound in section.columns]

    def chosen(self) -> Chosen:
        tables = list(self._tables())
        taken = [one.name for one in tables if self.cleaned_data.get(_prefix(one) + "taken")]
        return Chosen(
            columns={one.name: self._mapping(one) for one in tables},
            sheets=frozenset(taken) if len(self.found) > 1 else None,
            marks=Marks.of({mark: self.cleaned_data.get(mark, "") for mark in MEANINGS}),
        )

    def _mapping(self, one: FoundSheet) -> dict[str, str]:
        return {
            column: self.cleaned_data.get(f"{_prefix(one)}column_{position}") or mappings.IGNORED
            for position, column in enumerate(one.columns)
        }

    def _tables(self) -> Iterator[FoundSheet]:
        return (one for one in self.found if one.has_table)

    def wanted(self) -> Wanted:
        return Wanted(self.source(), self.covers(), self.chosen())

    def covers(self) -> Covers:
        return Covers(self.cleaned_data["covers_from"], self.cleaned_data["covers_to"])

    def source(self) -> Source:
        name = self.cleaned_data.get("source_name", "").strip()
        known = Source.objects.filter(name=name).first()
        return known or Source(name=name, kind=self.cleaned_data.get("source_kind", ""))


def _as_of(found: Sequence[FoundSheet]) -> tuple[date, str] | None:
    """The day that the file itself gives, and the line that says so; none that is yet to come."""
    said = (one.legend.as_of for one in found)
    return next((one for one in said if one and one[0] <= timezone.localdate()), None)


def _prefix(one: FoundSheet) -> str:
    return f"sheet_{one.sheet.number}_" if one.sheet.number else ""


class AcceptForm(forms.Form):
    reason = forms.CharField(
        label="Why they can be accepted", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class PublishForm(forms.Form):
    correction = forms.CharField(
        label="Why the figures changed",
        max_length=2000,
        required=False,
        help_text="For the public correction note; needed where a published figure changes.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def asking(cls, *, is_needed: bool) -> PublishForm:
        """To be shown; whether the reason is given is the operation's to refuse."""
        form = cls()
        form.fields["correction"].required = is_needed
        return form


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Why it is withdrawn",
        max_length=2000,
        error_messages={"required": "Say why: the reason stands in the public note."},
        help_text="Everybody reads this on the page of corrections.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label="What has to be mended", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
