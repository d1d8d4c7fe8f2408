"""A process that works in an installation without a pause: logs, attaches, deletes, empties, looks
at mails and forgets them. Prints a line after each round; ends when its standard input does."""

import os
import select
import sys
from datetime import timedelta
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.utils import timezone  # noqa: E402

from requests_app.domain.accounts.models import Person  # noqa: E402
from requests_app.domain.request_log.attachments import attach_file  # noqa: E402
from requests_app.domain.request_log.bin import delete_attachment  # noqa: E402
from requests_app.domain.request_log.mail_drafts import forget_drafts, keep_draft  # noqa: E402
from requests_app.domain.request_log.models import RecordsRequest  # noqa: E402
from requests_app.domain.upkeep.keeping.emptying import empty_bin  # noqa: E402

MUCH = 40_000  # bytes of each file


def work(number: int) -> None:
    now, by = timezone.now(), Person.objects.get(username="writer")
    request = RecordsRequest.objects.order_by("pk")[number % 3]
    made = [
        attach_file(
            records_request=request,
            upload=ContentFile(f"{name},{os.urandom(8).hex()}\n".encode() * 1000, f"{name}.csv"),
            came_on=timezone.localdate(),
            by=by,
            at=now,
        )
        for name in ("stays", "goes")
    ]
    keep_draft(content=os.urandom(MUCH), name="a.eml", is_pasted=False, person=by, at=now)
    delete_attachment(attachment=made[1], reason="", by=by, at=now)
    empty_bin(at=now + timedelta(days=400))
    forget_drafts(before=now + timedelta(days=400))


def main() -> None:
    number = int(sys.argv[1])
    while not select.select([sys.stdin], [], [], 0)[0]:
        work(number)
        number += 1
        print("round", number, flush=True)


main()
