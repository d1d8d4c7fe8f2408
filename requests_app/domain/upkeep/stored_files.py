"""Stored files that nothing needs any more."""

from collections.abc import Collection

from django.core.files.storage import default_storage

from requests_app.domain.misuse_data.models import ReturnedFile
from requests_app.domain.request_log.attachments import held_names


def forget_files(names: Collection[str]) -> None:
    """Deletes the files of these storage names, except what something that is kept needs: the same
    content has one name, however many things it belongs to."""
    imported = ReturnedFile.objects.filter(file__in=names).values_list("file", flat=True)
    for name in set(names) - held_names(names) - set(imported):
        default_storage.delete(name)
