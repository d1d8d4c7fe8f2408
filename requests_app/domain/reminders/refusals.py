"""What a mail that did not go says about itself, and what about the way to the server."""

import smtplib
from enum import Enum

# RFC 5321 § 3.8: the server is closing the connection, whatever mail it was asked to take.
SERVER_IS_CLOSING = 421
# RFC 1870 § 6.1: answers to MAIL FROM that speak of the size which it told, not of the sender.
TOO_BIG_NOW, TOO_BIG = 452, 552


class BrokeOff(OSError):
    """The connection broke while a mail was on its way, or the server never said what became of
    it: nobody knows whether it was taken."""


class Refusal(Enum):
    """Whom an error while sending is about, and for how long."""

    OF_EVERY_MAIL = "the connection, the sign-in or the sender: the next mail would meet it too"
    UNKNOWN = "the connection broke while this mail was on its way: it may have arrived"
    FOR_NOW = "this mail, and it may be taken later (4xx)"
    FOR_GOOD = "this mail, for every recipient, and never (5xx)"


def refusal(error: OSError) -> Refusal:
    """Reads an error of the mail backend (`smtplib.SMTPException` is an `OSError`).

    Only a refused recipient, refused content and a refused size speak of one mail (RFC 5321 § 4.2.1
    for 4xx and 5xx). A wrong password is a 5xx too, but it says nothing about the mail.
    """
    if isinstance(error, BrokeOff):
        return Refusal.UNKNOWN
    codes = _codes_about_the_mail(error)
    if not codes or SERVER_IS_CLOSING in codes:
        return Refusal.OF_EVERY_MAIL
    return Refusal.FOR_GOOD if min(codes) >= 500 else Refusal.FOR_NOW


def is_closing(error: OSError) -> bool:
    """Whether the server ends this connection, and has not taken the mail."""
    if isinstance(error, smtplib.SMTPSenderRefused):
        return error.smtp_code == SERVER_IS_CLOSING
    return SERVER_IS_CLOSING in _codes_about_the_mail(error)


def _codes_about_the_mail(error: OSError) -> set[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return {code for code, _ in error.recipients.values()}
    if isinstance(error, smtplib.SMTPSenderRefused):
        return {error.smtp_code} & {TOO_BIG_NOW, TOO_BIG}
    return {error.smtp_code} if isinstance(error, smtplib.SMTPDataError) else set()
