"""Sending what waits: invitations, and links to new passwords. The secret of a link is made here
and goes into the mail alone; a mail that fails is tried again by the next run, with another one.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.db.models import Q

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from requests_app.domain.sign_in.invitations import digest_of, new_token
from requests_app.domain.sign_in.mails import invitation_mail, reset_mail
from requests_app.domain.sign_in.models import ForgottenPassword, Invitation
from requests_app.domain.sign_in.passwords import ASKED, people_to_answer, reset_token

log = logging.getLogger(__name__)

# Who asked for a new password an hour ago does something else by now.
ANSWERED_WITHIN = timedelta(hours=1)
# A worker that is killed while it sends has hold of its mail for so long; then another takes it.
HELD_FOR = timedelta(minutes=10)
BEING_SENT = "is being sent"  # in the place of a trouble, while a worker has hold of it
LONGEST_TROUBLE = 300  # characters


def send_account_mails(*, at: datetime) -> int:
    """Sends whatever waits; returns how many mails went. What fails is logged and waits on."""
    invited = Invitation.objects.waiting().filter(_unsent(at), expires_at__gt=at)
    sent = sum(_invite(pk, at) for pk in list(invited.values_list("pk", flat=True)))
    ForgottenPassword.objects.filter(asked_at__lte=at - ANSWERED_WITHIN).delete()
    asked = list(ForgottenPassword.objects.filter(_unanswered(at)))
    return sent + sum(_answer(one, at) for one in asked)


def _unsent(at: datetime) -> Q:
    return Q(sent_at=None) | Q(trouble=BEING_SENT, sent_at__lte=at - HELD_FOR)


def _unanswered(at: datetime) -> Q:
    return Q(claimed_at=None) | Q(claimed_at__lte=at - HELD_FOR)


def _invite(pk: int, at: datetime) -> int:
    token = new_token()
    waiting = Invitation.objects.waiting().filter(pk=pk)
    # Of two workers one row is changed by the first alone.
    held = {"sent_at": at, "trouble": BEING_SENT, "token_digest": digest_of(token)}
    if not waiting.filter(_unsent(at)).update(**held):
        return 0
    try:
        invitation_mail(waiting.get(), token, at=at).send()
    except (SMTPException, OSError, Invitation.DoesNotExist) as error:
        log.warning("invitation %s was not sent: %s", pk, type(error).__name__)
        waiting.update(sent_at=None, trouble=_words(error))
        return 0
    waiting.update(trouble="")
    return 1


def _answer(asked: ForgottenPassword, at: datetime) -> int:
    mine = ForgottenPassword.objects.filter(pk=asked.pk)
    if not mine.filter(_unanswered(at)).update(claimed_at=at):
        return 0
    people = people_to_answer(asked.email, at=at)
    try:
        for person in people:
            _send_reset(person, at)
    except (SMTPException, OSError) as error:
        log.warning("a link to a new password was not sent: %s", type(error).__name__)
        mine.update(claimed_at=None)
        return 0
    mine.delete()
    return len(people)


def _send_reset(person: Person, at: datetime) -> None:
    reset_mail(person, reset_token(person)).send()
    record(verb=ASKED, subject=person, by=None, at=at)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:LONGEST_TROUBLE].replace("\x00", "")
