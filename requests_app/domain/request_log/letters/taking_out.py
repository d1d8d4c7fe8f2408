"""That somebody took a letter out as a file, whether it is kept as sent or still being written."""

from datetime import datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.letters.kinds import LetterKind
from requests_app.domain.request_log.models import Letter, RecordsRequest
from requests_app.domain.request_log.sight import check_reach


@transaction.atomic
def record_taken_out(
    *, subject: Letter | RecordsRequest | Agency, kind: str, ending: str, by: Person, at: datetime
) -> None:
    """Notes it. `subject`: the kept letter, or what the one that is being written is about.
    `ending`: of the file, as "pdf". Raises `NotAMember`."""
    check_reach(by, subject)
    record(
        verb="exported letter",
        subject=subject,
        by=by,
        at=at,
        letter=LetterKind(kind).value,
        format=ending,
    )
