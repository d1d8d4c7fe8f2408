"""What a list of files shows of each to one person."""

from dataclasses import dataclass

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.file_access import Use, may_leave, may_use
from requests_app.domain.request_log.file_kinds import HOLD_ROWS, KIND_LABELS
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.sheets.hiding import sentence


@dataclass(frozen=True)
class FileRow:
    """named: whether the person may know which file it is; of others only that there is one.

    original: the file of which it is the redacted copy; hides: what a workbook hides, in words
    that name sheets and columns, for whoever may open it.
    """

    file: Attachment
    named: bool
    may_open: bool
    may_download: bool
    may_import: bool
    original: Attachment | None
    hides: list[str]

    @property
    def kind(self) -> str:
        return KIND_LABELS.get(self.file.content_kind, self.file.content_kind)


def file_rows(files: list[Attachment], *, person: Person) -> list[FileRow]:
    """The files of one request, each original before its redacted copies. No query."""
    by_pk = {file.pk: file for file in files}
    newest_first = {file.pk: place for place, file in enumerate(files)}

    def order(file: Attachment) -> tuple[int, bool, int]:
        head = file.redacts_id if file.redacts_id in by_pk else file.pk
        return newest_first[head or file.pk], file.pk != head, newest_first[file.pk]

    return [
        file_row(file, person=person, original=by_pk.get(file.redacts_id or 0))
        for file in sorted(files, key=order)
    ]


def file_row(file: Attachment, *, person: Person, original: Attachment | None = None) -> FileRow:
    """One file for one person; an original that they may not know of is left out."""
    imports = person.may(Permission.IMPORT_FIGURES) and file.content_kind in HOLD_ROWS
    may_open = may_use(person, file, Use.OPEN)
    known = original if original and may_use(person, original, Use.NAME) else None
    return FileRow(
        file=file,
        named=may_use(person, file, Use.NAME),
        may_open=may_open,
        may_download=may_use(person, file, Use.DOWNLOAD),
        may_import=imports and may_leave(file),
        original=known,
        hides=[sentence(hidden) for hidden in file.hides if may_open],
    )
