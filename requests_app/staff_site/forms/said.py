"""The forms of what an agency said about a year, and of our requests for its comment."""

from typing import Any

from django import forms

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.reporting.said.kinds import Cause, SaidKind
from requests_app.domain.reporting.said.models import Said
from requests_app.domain.reporting.said.operations import Words, as_it_stands
from requests_app.domain.request_log.file_access import Use, states_for, within_roles
from requests_app.domain.request_log.models import Attachment, RecordsRequest
from requests_app.domain.request_log.sight import seen_by
from requests_app.staff_site.forms.dates import LooseDateField

LONGEST_TEXT = 10_000
MOST_OFFERED = 200  # requests and files of one agency


class SaidForm(forms.Form):
    kind = forms.ChoiceField(label="What it is", choices=SaidKind.choices)
    cause = forms.ChoiceField(
        choices=[("", "None"), *Cause.choices], required=False, help_text="For a cause alone."
    )
    text = forms.CharField(
        label="In its words",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    said_on = LooseDateField(label="Day", help_text="Of the letter, page or file that says so.")
    url = forms.URLField(
        label="Address",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="The source: an address, a file or a request, whichever there are.",
    )
    attachment = forms.ModelChoiceField(
        Attachment.objects.none(), label="File that came back", required=False, empty_label="None"
    )
    records_request = forms.ModelChoiceField(
        RecordsRequest.objects.none(), label="Request", required=False, empty_label="None"
    )

    # As it stood when the form was opened.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, agency: Agency, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = RecordsRequest.objects.filter(agency=agency, is_sample=False)
        asked = seen_by(asked, person).order_by("-id")
        files = Attachment.objects.filter(
            records_request__in=asked.values("pk"), state__in=states_for(person, Use.NAME)
        )
        files = within_roles(files, person, Use.NAME)
        for name, offered in (("records_request", asked), ("attachment", files.order_by("-id"))):
            keys = list(offered.values_list("pk", flat=True)[:MOST_OFFERED])
            field: Any = self.fields[name]
            field.queryset = offered.filter(pk__in=keys)

    @classmethod
    def of(cls, said: Said, person: Person) -> "SaidForm":
        """As it was entered."""
        initial = {
            name: getattr(said, name) for name in ("kind", "cause", "text", "said_on", "url")
        }
        initial["seen"] = as_it_stands(said)
        initial |= {"attachment": said.attachment_id, "records_request": said.records_request_id}
        return cls(initial=initial, agency=said.agency, person=person)

    def words(self) -> Words:
        typed = dict(self.cleaned_data)
        del typed["seen"]
        cause = typed.pop("cause")
        kind = SaidKind(typed.pop("kind"))
        return Words(kind=kind, cause=Cause(cause) if cause else None, **typed)


class CommentForm(forms.Form):
    """That we asked."""

    asked_on = LooseDateField(label="Asked on")
    asked_by = forms.CharField(label="Who asked", max_length=200)
    question = forms.CharField(
        label="What we asked",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CommentAnswerForm(forms.Form):
    """What came of it."""

    answered_on = LooseDateField(label="Answered on", required=False)
    answer = forms.CharField(
        label="Its answer, word for word",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Blank with no day: no answer.",
    )
