"""The filters over the lists of reminders."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.models import Reminder, ReminderMail
from requests_app.domain.reminders.outlook import looked_at_for_the_desk, looked_at_next
from requests_app.domain.request_log.models import RecordsRequest

ANY = "Any"
NOT_SENT = (Reminder.State.SKIPPED, Reminder.State.FAILED)
DESK = "desk"


class ReminderFilterForm(forms.Form):
    """Kind, recipient and state; each tab has those of them that it can go by."""

    kind = forms.ChoiceField(choices=[("", ANY), *ReminderKind.choices], required=False)
    to = forms.ChoiceField(label="Recipient", required=False)
    state = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, states: list[tuple[str, Any]], has_kind: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        people = [(str(one.pk), str(one)) for one in Person.objects.only(*_NAMES)]
        self._choices("to", [("", ANY), (DESK, "The desk's address"), *people])
        self._choices("state", [("", ANY), *states])
        if not states:
            del self.fields["state"]
        if not has_kind:
            del self.fields["kind"]

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def recipient(self) -> Q:
        to = self.said("to")
        if to == DESK:
            return Q(recipient__isnull=True)
        return Q(recipient=int(to)) if to else Q()

    def looked_at(self, person: Person | None) -> QuerySet[RecordsRequest]:
        """The requests to be looked at that name the recipient, or `person` whose list it is; of
        the desk's address those that name nobody."""
        to = self.said("to")
        if person and to not in ("", str(person.pk)):
            return RecordsRequest.objects.none()
        if to == DESK:
            return looked_at_for_the_desk()
        return looked_at_next(Person.objects.get(pk=to) if to else person)

    def said(self, name: str) -> str:
        """What was chosen; "" where it is none of the choices."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))

    def narrowed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of reminders or of mails, those that fit."""
        for name in ("kind", "state"):
            if value := self.said(name):
                rows = rows.filter(**{name: value})
        return rows.filter(self.recipient)


_NAMES = ("first_name", "last_name", "username")
NOT_SENT_CHOICES = [(str(one.value), one.label) for one in NOT_SENT]
MAIL_CHOICES = list(ReminderMail.State.choices)
