"""Attaching files, restricting them, attaching the redacted copy of one."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from requests_app.domain.request_log.models import Attachment
from requests_app.staff_site.forms.dates import LooseDateField

MEGABYTE = 1024 * 1024
# Only the program leaves a file to the virus scanner.
CHOSEN_STATES = [
    choice for choice in Attachment.State.choices if choice[0] != Attachment.State.UNSCANNED
]
REASON = forms.Textarea(attrs={"rows": 2})


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files, in the order in which they were chosen."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        uploads = data if isinstance(data, list | tuple) else [data]
        if not self.required and not any(uploads):
            return []
        return [super(ManyFilesField, self).clean(upload, initial) for upload in uploads or [None]]


def _limits() -> str:
    """The limits in settings, read when a form is shown."""
    one, all_ = settings.MAX_UPLOAD_BYTES // MEGABYTE, settings.MAX_REQUEST_BYTES // MEGABYTE
    return f"At most {one:,} MB each, {all_:,} MB a request. Kept as they are."


class AttachForm(forms.Form):
    """Files, or cells copied out of a spreadsheet, which become a file of their own."""

    file = ManyFilesField(
        label="Files",
        allow_empty_file=True,
        error_messages={"required": "Choose a file, or paste cells below."},
    )
    cells = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "mono"}),
        help_text="Copied out of a spreadsheet or a table on a web page, with the row of headings.",
    )
    came_on = LooseDateField(label="Came on")
    kept_none = True  # whether nothing was attached, for the head of what is wrong
    use_required_attribute = False  # a browser would ask for a file beside pasted cells

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _limits()
        self.fields["file"].required = not (self.data.get("cells") or "").strip()

    @classmethod
    def blank(cls) -> "AttachForm":
        return cls(initial={"came_on": "today"})

    def uploads(self) -> list[tuple[str, UploadedFile | ContentFile]]:
        """Whatever is to be attached with the field that it came in, the pasted cells last: as a
        spreadsheet copies them, with tabs between the columns."""
        found: list[tuple[str, UploadedFile | ContentFile]]
        found = [("file", upload) for upload in self.cleaned_data.get("file") or []]
        cells = self.cleaned_data.get("cells") or ""
        if cells.strip():
            content = cells.replace("\r\n", "\n").encode()
            found.append(("cells", ContentFile(content, name="Pasted cells.tsv")))
        return found


class StateForm(forms.Form):
    """Restricting a file. `was` is the state in which the form was opened."""

    state = forms.ChoiceField(choices=CHOSEN_STATES)
    reason = forms.CharField(
        label="Why", max_length=500, widget=REASON, help_text="Shown beside the file."
    )
    was = forms.ChoiceField(choices=Attachment.State.choices, widget=forms.HiddenInput)

    @classmethod
    def of(cls, attachment: Attachment) -> "StateForm":
        return cls(initial={"state": attachment.state, "was": attachment.state})

    def move_to(self, state: str) -> None:
        """Puts what was typed upon the state that stands now, so that it can be saved again."""
        self.data = {name: self.data[name] for name in self.data} | {"was": state}


class DeleteForm(forms.Form):
    reason = forms.CharField(
        label="Why",
        max_length=300,
        required=False,
        help_text="Shown in the bin, such as “attached to the wrong request”.",
    )


class RedactedCopyForm(forms.Form):
    file = forms.FileField(label="Redacted copy", allow_empty_file=True)
    may_go_out = forms.BooleanField(label="May go out", required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        most = settings.MAX_UPLOAD_BYTES // MEGABYTE
        self.fields["file"].help_text = f"At most {most:,} MB. The original stays untouched."
