"""The form of a letter that is being written."""

from typing import Any

from django import forms

from requests_app.domain.request_log.letters.drafts import MOST_OWED, Draft
from requests_app.staff_site.forms.keys import KeyedForm

LONGEST_BODY = 60_000  # characters; sixty requests in one letter take a third of it
LONGEST_LIST = MOST_OWED * 20  # characters of ids and commas


class LetterForm(KeyedForm):
    """The letter as it will go out. requests: those that it is about, by id."""

    subject = forms.CharField(max_length=400)
    body = forms.CharField(
        label="Letter",
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 26, "spellcheck": "true"}),
    )
    requests = forms.RegexField(
        r"^\d{1,18}(,\d{1,18})*$", max_length=LONGEST_LIST, widget=forms.HiddenInput
    )
    # The day of the same letter that went out already, once that was said.
    went_out_seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)

    @classmethod
    def of(cls, draft: Draft) -> "LetterForm":
        """The form with the letter as the program words it, and a key of its own."""
        return cls(
            initial={
                "subject": draft.subject,
                "body": draft.body,
                "requests": ",".join(str(one.pk) for one, _ in draft.requests),
                "went_out_seen": "",
            }
        )

    def pks(self) -> list[int]:
        """The requests that the letter is about. Only after `is_valid()`."""
        return [int(pk) for pk in self.cleaned_data["requests"].split(",")]

    def letter(self) -> dict[str, Any]:
        """What goes out, for the operation. Only after `is_valid()`."""
        return {
            "subject": self.cleaned_data["subject"],
            "body": self.cleaned_data["body"],
            "form_key": self.key(),
            "went_out_seen": self.cleaned_data["went_out_seen"],
        }

    def has_seen(self, day: str) -> None:
        """Keeps what was typed, to be recorded beside the letter that went out on that day."""
        self.put("went_out_seen", day)
