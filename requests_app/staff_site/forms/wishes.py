"""The forms of what people, and the desk, wish of their reminders."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission, roles_with
from requests_app.domain.reminders.kind_words import after_the_number, when_words
from requests_app.domain.reminders.kinds import KIND_RULES, ReminderKind
from requests_app.domain.reminders.wished import TIMES, KindWished, Wished
from requests_app.domain.reminders.wishes import DigestTimes, KindChoice
from requests_app.domain.reminders.wishing import days_allowed
from requests_app.staff_site.forms.dates import LooseDateField

YES_NO = {True: "yes", False: "no", None: ""}
NOT_YES_NO = {"digest_at", "zone"}
ABSENCE = ("away_from", "away_until", "stand_in")


@dataclass(frozen=True)
class Defaults:
    """What holds where nothing is said: whose it is, in words, and their values."""

    whose: str
    times: DigestTimes
    kinds: dict[ReminderKind, KindChoice]

    def says(self, value: object) -> str:
        """ "As the desk has it: 07:00"."""
        words = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        shown = f"{words:%H:%M}" if isinstance(words, time) else str(words)
        return f"As {self.whose}: {shown}"


@dataclass(frozen=True)
class KindRow:
    """One kind in the form: its controls, and its day in words. days: None where it is fixed."""

    kind: ReminderKind
    sentence: str
    wanted: BoundField
    at_once: BoundField
    days: BoundField | None
    words: str


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or nothing said; gives True, False or None."""

    def __init__(self, default: str, **kwargs: Any):
        choices = [("", default), ("yes", "Yes"), ("no", "No")]
        super().__init__(
            choices=choices,
            coerce=lambda value: value == "yes",
            empty_value=None,
            required=False,
            **kwargs,
        )


class WishesForm(forms.Form):
    """When a digest comes, and each kind. `first`: the fields that stand above the kinds."""

    digest_at = forms.TimeField(
        label="Comes at", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    zone = forms.CharField(
        label="Time zone",
        required=False,
        max_length=60,
        widget=forms.TextInput({"list": "zones", "autocomplete": "off"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    first = ("digest_at", "zone", "quiet_weekends", "quiet_holidays", "also_when_nothing")

    def __init__(self, *args: Any, defaults: Defaults, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.defaults, times = defaults, defaults.times
        self.fields["digest_at"].help_text = f"Empty: {_lower(defaults.says(times.digest_at))}."
        says = _lower(defaults.says(times.zone.key))
        self.fields["zone"].help_text = f"“Comes at” is the time there. Empty: {says}."
        for name, label in (
            ("quiet_weekends", "Quiet on weekends"),
            ("quiet_holidays", "Quiet on court holidays"),
            ("also_when_nothing", "A mail on days without anything as well"),
        ):
            self.fields[name] = YesNoField(defaults.says(getattr(times, name)), label=label)
        for kind in ReminderKind:
            self._add_kind(kind, defaults.kinds[kind])

    def _add_kind(self, kind: ReminderKind, choice: KindChoice) -> None:
        for name, label, default in (
            ("wanted", "wanted", choice.wanted),
            ("at_once", "at once", choice.at_once),
        ):
            self.fields[f"{name}-{kind}"] = YesNoField(
                f"Default: {'yes' if default else 'no'}", label=f"{kind.label}: {label}"
            )
        rule = KIND_RULES[kind]
        if rule.adjustable:
            least, most = days_allowed(rule)
            self.fields[f"days-{kind}"] = forms.IntegerField(
                label=f"{kind.label}: {after_the_number(rule)}",
                required=False,
                min_value=least,
                max_value=most,
                widget=forms.NumberInput({"placeholder": choice.days}),
            )

    @property
    def times(self) -> Iterator[BoundField]:
        return (self[name] for name in self.first)

    @property
    def kind_rows(self) -> Iterator[KindRow]:
        """The most urgent kind first."""
        for kind, rule in KIND_RULES.items():
            days = self[f"days-{kind}"] if rule.adjustable else None
            words = after_the_number(rule) if days else when_words(rule, rule.days)
            yield KindRow(
                kind, rule.sentence, self[f"wanted-{kind}"], self[f"at_once-{kind}"], days, words
            )

    def move_to(self, wished: Wished) -> None:
        """Sent once more, the form puts itself in the place of these."""
        typed = {name: self.data[name] for name in self.data}
        self.data = typed | {"seen": wished.mark}

    def wished(self) -> Wished:
        """What the form says; after it was found sound."""
        said = self.cleaned_data
        kinds = {
            kind: KindWished(
                said[f"wanted-{kind}"], said.get(f"days-{kind}"), said[f"at_once-{kind}"]
            )
            for kind in ReminderKind
        }
        stand_in = said.get("stand_in")
        return Wished(
            **{name: said[name] for name in TIMES},
            address=said.get("address", ""),
            away_from=said.get("away_from"),
            away_until=said.get("away_until"),
            stand_in=stand_in.pk if stand_in else None,
            kinds={kind: one for kind, one in kinds.items() if not one.says_nothing},
        )


class PersonWishesForm(WishesForm):
    """A person's own: with an absence, and who stands in."""

    away_from = LooseDateField(label="Away from", required=False, help_text="The first day away.")
    away_until = LooseDateField(label="Away until", required=False, help_text="The last day away.")
    stand_in = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who stands in",
        required=False,
        empty_label="Nobody",
        help_text="Gets your reminders meanwhile.",
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any):
        super().__init__(*args, **kwargs)
        there = Person.objects.filter(
            is_active=True,
            is_sample=person.is_sample,
            role__in=roles_with(Permission.RECORD_EVENTS),
        )
        field = self.fields["stand_in"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = there.exclude(pk=person.pk)


class DeskWishesForm(WishesForm):
    """The desk's: with its shared address."""

    address = forms.EmailField(
        label="The desk's address",
        required=False,
        max_length=254,
        help_text="Where reminders go that nobody can be reached for. Empty: to an administrator.",
    )


def initial(wished: Wished) -> dict[str, Any]:
    """What a form is filled with: all that is wished now, with its mark."""
    filled: dict[str, Any] = {name: getattr(wished, name) for name in TIMES}
    filled |= {name: YES_NO[filled[name]] for name in TIMES if name not in NOT_YES_NO}
    filled |= {"address": wished.address, "seen": wished.mark}
    filled |= dict(zip(ABSENCE, wished.absence, strict=True))
    for kind, said in wished.kinds.items():
        filled |= {
            f"wanted-{kind}": YES_NO[said.wanted],
            f"at_once-{kind}": YES_NO[said.at_once],
            f"days-{kind}": said.days,
        }
    return filled


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]
