"""Handing mails to the server, one after the other over one connection."""

import smtplib

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from requests_app.domain.reminders.refusals import BrokeOff, is_closing


def hand_over(message: EmailMessage, connection: BaseEmailBackend) -> None:
    """Sends a mail; opens the connection where it is not open. Raises `OSError`.

    A server that has had enough of a connection (421, as after its hundredth mail) has not taken
    the mail, and is asked once more on a new one. Where it ends a new one too, it has had enough
    of us.
    """
    message.connection = connection
    is_new = connection.open()
    try:
        _send(message)
    except OSError as error:
        if is_new or not is_closing(error):
            raise
        connection.close()
        connection.open()
        _send(message)


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except smtplib.SMTPServerDisconnected as error:
        raise BrokeOff(str(error)) from error
