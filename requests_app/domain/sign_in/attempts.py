"""What the audit record keeps of tries to sign in that failed."""

from datetime import datetime

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record


def failed_to_sign_in(
    *, username: str, step: str, is_locked: bool, address: str, at: datetime
) -> None:
    """Somebody who says to be `username` gave a wrong password or code (`step`). is_locked:
    whether that was once too often, so that the next try has to wait.

    A name that nobody has is not kept: it may be a password, typed in the wrong field.
    """
    person = Person.objects.filter(username=username).first()
    record(
        verb="sign-in locked" if is_locked else "sign-in failed",
        subject=person or Person(first_name="An unknown name"),
        by=None,
        at=at,
        step=step,
        address=address,
    )
