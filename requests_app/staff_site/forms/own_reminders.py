"""The form of an own reminder."""

from django import forms

from requests_app.domain.accounts.models import Person
from requests_app.staff_site.forms.dates import LooseDateField
from requests_app.staff_site.forms.keys import KeyedForm


class ReminderFields(forms.Form):
    due_on = LooseDateField(
        label="When", help_text="“in 3 weeks”, “next Monday”, “6/9”, “9 June 2026”."
    )
    note = forms.CharField(label="What to think of", max_length=300)
    person = forms.ModelChoiceField(
        Person.objects.filter(is_active=True), label="For whom", empty_label=None
    )


class OwnReminderForm(ReminderFields, KeyedForm):
    """One reminder of one thing."""

    @classmethod
    def blank(cls, *, person: Person) -> "OwnReminderForm":
        """The form for a new reminder of this person, with a key of its own. Its controls have
        ids of their own, so that it can stand beside another form."""
        return cls(initial={"person": person.pk}, auto_id="remind_%s")
