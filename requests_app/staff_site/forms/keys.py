"""The key of a form that is shown once: with it, a second click saves nothing new."""

import uuid
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict


class KeyedForm(forms.Form):
    """Adds `form_key`. A form that is opened anew has one of its own."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def key(self) -> str | None:
        """The key, for the operation. Only after `is_valid()`."""
        key = self.cleaned_data["form_key"]
        return str(key) if key else None

    def renew_key(self) -> None:
        """Keeps what was typed, to be saved beside what the old key has saved."""
        self.put("form_key", uuid.uuid4())

    def put(self, name: str, value: Any) -> None:
        """Puts something else into what was typed, for the form to be shown again."""
        typed = MultiValueDict(self.data)
        typed[name] = str(value)
        self.data = typed
