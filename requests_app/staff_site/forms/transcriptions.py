"""Typing a table beside its page, and settling what two people read differently."""

from collections.abc import Sequence
from typing import Any

from django import forms

from requests_app.domain.misuse_data.transcription.typed import LONGEST_CELL, Difference
from requests_app.staff_site.looked_at import key_of

FIRST, SECOND, OTHER = "first", "second", "other"


class TypeForm(forms.Form):
    """The table as the person reads it."""

    table = forms.CharField(
        label="The table as you read it",
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 18, "spellcheck": "false", "class": "mono", "wrap": "off"}
        ),
        help_text="A line for each row, the headings first. Cells are parted by bars (|) or tabs. "
        "Type what is there: a blank stays blank, “none” stays “none”. For a smudge type "
        "“unreadable”, for what is blacked out “withheld”.",
    )


class SettleForm(forms.Form):
    """For each cell: the one reading, the other, or a third."""

    def __init__(self, *args: Any, differences: Sequence[Difference], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.differences = differences
        self.seen = key_of(differences)
        for one in differences:
            where = f"Row {one.row}, cell {one.column}: {one.about}"
            self.fields[one.name] = forms.ChoiceField(
                label=where,
                widget=forms.RadioSelect,
                choices=[
                    (FIRST, one.first or "(blank)"),
                    (SECOND, one.second or "(blank)"),
                    (OTHER, "neither:"),
                ],
            )
            self.fields[f"{one.name}_other"] = forms.CharField(
                label="What it says instead", required=False, max_length=LONGEST_CELL
            )

    @property
    def is_of_what_was_seen(self) -> bool:
        """False where one of the two tables was typed anew since the page was shown."""
        return not self.differences or self.data.get("seen") == self.seen

    @property
    def pairs(self) -> list[Any]:
        """The choice and the field for a third reading, of each cell."""
        return [(self[one.name], self[f"{one.name}_other"]) for one in self.differences]

    def chosen(self) -> dict[Difference, str]:
        """What each cell says."""
        taken = {}
        for one in self.differences:
            other = " ".join(self.cleaned_data[f"{one.name}_other"].split())
            readings = {FIRST: one.first, SECOND: one.second, OTHER: other}
            taken[one] = readings[self.cleaned_data[one.name]]
        return taken
