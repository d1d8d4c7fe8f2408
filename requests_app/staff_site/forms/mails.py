"""Giving a mail, and choosing what of it is attached to what is logged or recorded from it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat

from requests_app.domain.request_log.mail_clues import Clue
from requests_app.domain.request_log.mail_drafts import Enclosure

LONGEST_PASTED = 1_000_000  # characters


class MailForm(forms.Form):
    """A mail's text, or its file."""

    text = forms.CharField(
        label="Text of the mail",
        required=False,
        max_length=LONGEST_PASTED,
        strip=False,
        help_text="With its From, Date and Subject lines, as you copy it.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    file = forms.FileField(
        label="Or its .eml",
        required=False,
        allow_empty_file=True,
        help_text="Drop it here, or choose it. What it encloses comes along.",
        widget=forms.ClearableFileInput(attrs={"accept": ".eml,message/rfc822"}),
    )
    records_request = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        # The page of a request has another form with a file.
        super().__init__(*args, **{"auto_id": "mail_%s", **kwargs})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = cleaned.get("file") is not None or (cleaned.get("text") or "").strip()
        if not given and not self.errors:
            self.add_error("text", "Paste the text of a mail, or choose its file.")
        return cleaned

    def content(self) -> tuple[bytes, str, bool]:
        """(the mail, its name, whether it was pasted). Only after `is_valid()`."""
        upload = self.cleaned_data["file"]
        if upload is not None:
            return upload.read(), upload.name or "mail.eml", False
        return self.cleaned_data["text"].encode("utf-8", errors="replace"), "Pasted mail.txt", True


class FromMailMixin(forms.Form):
    """Adds `mail` (the one that is kept for the person) and `attach` (which parts of it)."""

    mail = forms.IntegerField(widget=forms.HiddenInput, required=False)
    attach = forms.MultipleChoiceField(
        label="Attach from the mail", required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer(self, parts: Sequence[Enclosure], *, attached: Collection[str] = ()) -> None:
        """Offers the parts of a mail that are not among the `attached` (sha256), all but pictures
        within the letter ticked."""
        new = [part for part in parts if part.sha256 not in attached]
        field = self.fields["attach"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(part.sha256, _label(part)) for part in new]
        self.initial["attach"] = [part.sha256 for part in new if not part.file.is_inline]

    def say_where_from(self, clues: Mapping[str, Clue]) -> None:
        """Puts below each proposed value what it was read from."""
        for name, clue in clues.items():
            shown = {"agency": "agency_text"}.get(name, name)
            self.fields[shown].help_text = f"Proposed {clue.why}."

    def go_on_without_mail(self) -> None:
        """Keeps what was typed, without the mail that is gone."""
        left_out = {"mail", "attach"}
        self.data = {name: self.data[name] for name in self.data if name not in left_out}


def _label(part: Enclosure) -> str:
    what = "The mail itself" if part.is_mail else part.file.name
    picture = ", a picture in the letter" if part.file.is_inline else ""
    return f"{what} ({filesizeformat(len(part.file.content))}{picture})"
