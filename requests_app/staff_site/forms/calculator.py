from typing import Any

from django import forms

from requests_app.domain.agencies.models import Level
from requests_app.domain.deadlines.counting import check_extension, check_in_range
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
PENDING = "pending-"


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
        pending = LawVersion.objects.filter(state=VersionState.PENDING)
        self.pending = {f"{PENDING}{version.pk}": version for version in pending}
        law = self.fields["law"]
        assert isinstance(law, forms.ChoiceField)
        law.choices = [
            ("", "As the agency's, else the CPRA"),
            *Law.choices,
            *((key, f"{version.act}, pending") for key, version in self.pending.items()),
            (FREE, "A law of your own"),
        ]

    def clean(self) -> dict[str, Any]:
        """Adds what `due_date` is asked with, as `asked`, or why there is no date, as `no_date`."""
        cleaned = super().clean()
        if not cleaned.get("agency_text") and "agency_text" in self.data:
            cleaned["agency"] = None  # An id left in the page is no agency that somebody chose.
        for name in ("received", "claimed"):
            self._check(name, check_in_range, cleaned.get(name))
        if self.errors:
            return cleaned
        agency = cleaned["agency"]
        key = cleaned["law"] or (agency.records_law if agency else Law.CPRA)
        level = cleaned["level"] or (agency.level if agency else Level.STATE)
        statute = self._statute(key, cleaned)
        if statute is None:
            return cleaned | {"no_date": no_date_reason(key, level) if not self.errors else ""}
        self._check("extension", check_extension, statute, cleaned["extension"] or 0)
        if self.errors:
            return cleaned
        return cleaned | {"asked": self._asked(cleaned, statute, level)}

    def _statute(self, key: str, cleaned: dict[str, Any]) -> Statute | None:
        """The law that was chosen, as it is for that receipt; None where none gives a date."""
        received_on = cleaned["received"]
        if key == FREE:
            if cleaned["days"] is None:
                self.add_error("days", "How many days? A law of your own has its period.")
                return None
            unit = cleaned["unit"] or Unit.CALENDAR_ROLLED
            return free_law(days=cleaned["days"], unit=unit, holidays=cleaned["holidays"])
        if key in self.pending:
            return as_statute(self.pending[key], on=received_on, laws=self.rules.laws)
        return None if no_date_reason(key, "") else self.rules.law(key, received_on)

    def _asked(self, cleaned: dict[str, Any], statute: Statute, level: str) -> dict[str, Any]:
        agency = cleaned["agency"]
        closures = dict.fromkeys(cleaned["closures"], "")
        return {
            "received_on": cleaned["received"],
            "law": statute,
            "level": level,
            "extension_days": cleaned["extension"] or 0,
            "claimed_received_on": cleaned["claimed"],
            "closures": closures | (agency.closure_days() if agency else {}),
            "adopted": agency.adopted_keys() if agency else frozenset(),
            "appointed": self.rules.appointed,
        }

    def _check(self, field: str, check: Any, *values: Any) -> None:
        """Runs a check of the deadlines room and says its refusal beside the field."""
        if field in self.errors or values[-1] is None:
            return
        try:
            check(*values)
        except DeadlineError as refusal:
            self.add_error(field, str(refusal))
