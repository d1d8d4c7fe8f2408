from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.preparation import CannotPrepare, prepare_content


class Command(BaseCommand):
    help = (
        "Brings the database up to date, with the first content, the first account and the bucket "
        "for files, where the processes are started by something else than `manage.py serve`."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            prepare_content()
        except CannotPrepare as error:
            raise CommandError(str(error)) from error
