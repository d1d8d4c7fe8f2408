from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django import forms

from requests_app.domain.agencies.models import Agency, Level, RecordsLaw
from requests_app.domain.deadlines.counting import check_extension, check_in_range
from requests_app.domain.deadlines.question import Question
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.deadlines.statutes import (
    MOST_DAYS,
    DeadlineError,
    Statute,
    free_law,
    no_date_reason,
)
from requests_app.domain.statute_book.models import Law, LawVersion, Unit
from requests_app.domain.statute_book.rules import as_statute
from requests_app.domain.statute_book.states import VersionState
from requests_app.staff_site.forms.agency_field import AgencyChoiceMixin
from requests_app.staff_site.forms.dates import LooseDateField, LooseDatesField

FREE = "free"
VERSION = "pending-"
OF_ONES_OWN = ("days", "unit", "holidays")


class CalculatorForm(AgencyChoiceMixin):
    """A receipt and what changes its date. Every field may stand in an address.

    An agency brings its law, level, closures and adopted holidays; what is chosen beside it wins.
    """

    received = LooseDateField(label="Received on", help_text="Day 0; it is not counted.")
    law = forms.ChoiceField(required=False)
    level = forms.ChoiceField(
        label="Whose body", choices=[("", "As the agency's, else state"), *Level.choices[:5]],
        required=False,
    )  # fmt: skip
    extension = forms.IntegerField(
        label="Days of extension",
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        help_text="CPRA: at most 14, once.",
    )
    claimed = LooseDateField(
        label="Receipt the agency claims", required=False, help_text="Only where it claims one."
    )
    closures = LooseDatesField(
        label="Office closed on",
        required=False,
        help_text="Whole days, with commas between.",
    )
    days = forms.IntegerField(min_value=0, max_value=MOST_DAYS, required=False)
    unit = forms.ChoiceField(label="Counted in", choices=Unit.choices, required=False)
    holidays = LooseDatesField(
        label="Its holidays",
        required=False,
        help_text="Besides Saturdays and Sundays, with commas between.",
    )

    def __init__(self, *args: Any, rules: Rules, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rules = rules
        self.fields["agency_text"].required = False
        # One that is in force by now is kept: an address that was shared has to go on working.
        entered = LawVersion.objects.exclude(state=VersionState.DROPPED)
        self.versions = {f"{VERSION}{version.pk}": version for version in entered}
        law = self.fields["law"]
        assert isinstance(law, forms.ChoiceField)
        law.choices = [
            ("", "As the agency's, else the CPRA"),
            *Law.choices,
            *((key, _named(version)) for key, version in self.versions.items()),
            (FREE, "A law of your own"),
        ]

    def clean(self) -> dict[str, Any]:
        """Adds the `question`, where everything that it takes is sound."""
        cleaned = super().clean()
        if not cleaned.get("agency_text") and "agency_text" in self.data:
            cleaned["agency"] = None  # An id left in the page is no agency that somebody chose.
        for name in ("received", "claimed"):
            self._check(name, check_in_range, cleaned.get(name))
        if cleaned.get("law") == FREE and cleaned.get("days") is None:
            self._missing("days", "How many days? A law of your own has its period.")
        if self.errors:
            return cleaned
        question = self._question(cleaned)
        if question.law != RecordsLaw.NONE:
            extension = question.extension_days
            self._check("extension", check_extension, question.statute(), extension)
        return cleaned if self.errors else cleaned | {"question": question}

    def address(self) -> str:
        """The query that asks this for good: "yesterday" and "6/9" are other days later on."""
        free = self.cleaned_data["law"] == FREE
        names = [name for name in self.fields if free or name not in OF_ONES_OWN]
        written = {name: _written(self.cleaned_data[name]) for name in names}
        return urlencode({name: words for name, words in written.items() if words})

    def _question(self, cleaned: dict[str, Any]) -> Question:
        agency = cleaned["agency"]
        closures = dict.fromkeys(cleaned["closures"], "")
        return Question(
            received_on=cleaned["received"],
            law=self._law(cleaned),
            level=cleaned["level"] or (agency.level if agency else Level.STATE),
            extension_days=cleaned["extension"] or 0,
            closures=closures | (agency.closure_days() if agency else {}),
            claimed_received_on=cleaned["claimed"],
            adopted=agency.adopted_keys() if agency else frozenset(),
            rules=self.rules,
            unbound=no_date_reason(agency.records_law, agency.level) if agency else "",
        )

    def _law(self, cleaned: dict[str, Any]) -> str | Statute:
        """The key of a law in force, a version as it would be, or the law that was described."""
        key, agency = cleaned["law"], cleaned["agency"]
        if key == FREE:
            unit = cleaned["unit"] or Unit.CALENDAR_ROLLED
            return free_law(days=cleaned["days"], unit=unit, holidays=cleaned["holidays"])
        if key in self.versions:
            version = self.versions[key]
            tried = as_statute(version, on=cleaned["received"], laws=self.rules.laws)
            return replace(tried, pending=version.state == VersionState.PENDING)
        return str(key or (agency.records_law if agency else Law.CPRA))

    def _missing(self, field: str, words: str) -> None:
        if field not in self.errors:
            self.add_error(field, words)

    def _check(self, field: str, check: Any, *values: Any) -> None:
        """Runs a check of the deadlines room and says its refusal beside the field."""
        if field in self.errors or values[-1] is None:
            return
        try:
            check(*values)
        except DeadlineError as refusal:
            self.add_error(field, str(refusal))


def _written(value: Any) -> str:
    """A value of the form as its field reads it again."""
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    if isinstance(value, Agency):
        return str(value.pk)
    return "" if value is None else str(value)


def _named(version: LawVersion) -> str:
    return f"{version.act}, {version.get_state_display().lower()}"
