"""A CSV that is looked at before it is entered: uploaded once, then carried along by the page."""

import base64
import binascii
from typing import Any

from django import forms

from requests_app.domain.agencies.csv_rows import MOST_BYTES

LONGEST = MOST_BYTES * 4 // 3 + 4  # as base64


class CarriedFileForm(forms.Form):
    """A new file, else the one that was looked at."""

    file = forms.FileField(
        label="The file",
        required=False,
        allow_empty_file=True,
        help_text="CSV as a spreadsheet program saves it: UTF-8 or Windows text, with commas, "
        "semicolons or tabs; up to 1.5 MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt"}),
    )
    carried_content = forms.CharField(
        required=False, max_length=LONGEST, widget=forms.HiddenInput, strip=True
    )
    carried_name = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.data.get("carried_content")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload and upload.size > MOST_BYTES:
            self.add_error("file", f"It is larger than {MOST_BYTES / 1_000_000:g} MB.")
        elif upload:
            cleaned["bytes"] = upload.read()
        elif cleaned.get("carried_content"):
            try:
                cleaned["bytes"] = base64.b64decode(cleaned["carried_content"], validate=True)
            except (binascii.Error, ValueError):
                self.add_error("file", "The file got lost on the way: choose it again.")
        return cleaned

    def content(self) -> bytes:
        return self.cleaned_data["bytes"]

    def name(self) -> str:
        upload = self.cleaned_data["file"]
        return upload.name if upload else self.cleaned_data["carried_name"] or "directory.csv"

    def carried(self) -> str:
        return base64.b64encode(self.content()).decode()
