"""The form of what happened to a request; it shows the fields that belong to the kind chosen."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.request_log.event_kinds import (
    ASKED_BY,
    EVENT_RULES,
    RECORDABLE,
    EventKind,
)
from requests_app.domain.request_log.models import Event
from requests_app.domain.request_log.timeline import Happening
from requests_app.staff_site.forms.dates import LooseDateField
from requests_app.staff_site.forms.keys import KeyedForm
from requests_app.staff_site.forms.mails import FromMailMixin

LONGEST_CITED = 2000  # characters


class EventForm(FromMailMixin, KeyedForm):
    """Recording what happened."""

    kind = forms.ChoiceField(
        label="What happened",
        choices=[("", "— choose —"), *((kind.value, kind.label) for kind in RECORDABLE)],
        widget=forms.Select(attrs={"data-key": "r", "aria-keyshortcuts": "r"}),
    )
    on = LooseDateField(label="On", help_text="The date of the letter, mail or portal message.")
    names_on = LooseDateField(
        label="Date it names", required=False, help_text="The new due date, or the estimate."
    )
    ground = forms.ChoiceField(
        label="Ground of the extension", required=False, help_text="Gov. Code § 7922.535(c)."
    )
    in_writing = forms.BooleanField(label="In writing", required=False, initial=True)
    amount = forms.CharField(label="Fee", max_length=60, required=False, help_text="As written.")
    exemptions = forms.CharField(
        label="Exemptions cited",
        required=False,
        max_length=LONGEST_CITED,
        help_text="The sections, as the letter cites them.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    deciders = forms.CharField(
        label="Who is responsible for the denial",
        required=False,
        max_length=LONGEST_CITED,
        help_text="Names and titles: the letter has to give them (Gov. Code § 7922.540(b)).",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # Sent by the button below what the recording moves.
    receipt_seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)

    def __init__(
        self, *args: Any, law: str, rules: Rules, corrects: Event | None = None, **kwargs: Any
    ):
        """law: that of the agency. A ground that is no longer lawful can be stated as well, and
        the one of the event that is corrected, whether or not a law still knows it. The sending
        has its day corrected, or is taken back: it turns into nothing else."""
        super().__init__(*args, **kwargs)
        if corrects is not None and corrects.kind == EventKind.SENT:
            kinds = self.fields["kind"]
            assert isinstance(kinds, forms.ChoiceField)
            kinds.choices = [(EventKind.SENT.value, EventKind.SENT.label)]
        known = {
            ground.key: f"{ground.words} — {ground.citation}"
            for ground in rules.grounds(law).values()
        }
        if corrects is not None and corrects.ground:
            known.setdefault(corrects.ground, corrects.ground_words or corrects.ground)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "None given"), *known.items()]

    @classmethod
    def blank(
        cls,
        *,
        law: str,
        rules: Rules,
        version: int | None = None,
        proposed: Mapping[str, Any] | None = None,
    ) -> "EventForm":
        """The form for a new event, with a key of its own and the version it was opened at.

        proposed: the kind of the next step, or what a mail says.
        """
        initial = {"on": "today", "version": version, **(proposed or {})}
        return cls(law=law, rules=rules, initial=initial)

    def _asks(self) -> tuple[str, ...]:
        kind = self["kind"].value()
        return EVENT_RULES[EventKind(kind)].asks if kind in EventKind.values else ()

    def asked(self) -> list[BoundField]:
        """The fields that belong to the kind chosen, and those with something to mend."""
        asks = self._asks()
        return [self[name] for name in ASKED_BY if name in asks or self[name].errors]

    def not_asked(self) -> list[BoundField]:
        """The other kinds' fields: without JavaScript the kind may be another when it is sent."""
        shown = [bound.name for bound in self.asked()]
        return [self[name] for name in ASKED_BY if name not in shown]

    def move_to(self, version: int) -> None:
        """Keeps what was typed, to be recorded upon the version that stands now."""
        self.put("version", version)

    def happening(self) -> Happening:
        """What was entered, for the operation. Only after `is_valid()`."""
        data = {name: self.cleaned_data[name] for name in Happening.__dataclass_fields__}
        if "in_writing" not in self._asks():
            # A box that is not shown cannot be ticked, which says nothing.
            del data["in_writing"]
        return Happening(**{**data, "kind": EventKind(data["kind"])})
