import smtplib

import pytest

from requests_app.domain.reminders.refusals import Refusal, refusal


def refused(*codes: int) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused(
        {f"{number}@example.org": (code, b"no") for number, code in enumerate(codes)}
    )


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (refused(550), Refusal.FOR_GOOD),
        (refused(550, 451), Refusal.FOR_NOW),
        (refused(451), Refusal.FOR_NOW),
        (refused(421), Refusal.OF_EVERY_MAIL),
        (smtplib.SMTPDataError(552, b"too big"), Refusal.FOR_GOOD),
        (smtplib.SMTPDataError(451, b"later"), Refusal.FOR_NOW),
        (smtplib.SMTPDataError(421, b"closing"), Refusal.OF_EVERY_MAIL),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), Refusal.OF_EVERY_MAIL),
        (smtplib.SMTPConnectError(554, b"no service"), Refusal.OF_EVERY_MAIL),
        (smtplib.SMTPHeloError(550, b"who are you"), Refusal.OF_EVERY_MAIL),
        (smtplib.SMTPSenderRefused(550, b"not you", "us@example.org"), Refusal.OF_EVERY_MAIL),
        # It was told the size with the sender, and answers that.
        (smtplib.SMTPSenderRefused(552, b"too big", "us@example.org"), Refusal.FOR_GOOD),
        (smtplib.SMTPSenderRefused(452, b"no room now", "us@example.org"), Refusal.FOR_NOW),
        (smtplib.SMTPSenderRefused(421, b"closing", "us@example.org"), Refusal.OF_EVERY_MAIL),
        (smtplib.SMTPNotSupportedError("no STARTTLS"), Refusal.OF_EVERY_MAIL),
        (smtplib.SMTPServerDisconnected("gone"), Refusal.OF_EVERY_MAIL),
        (ConnectionRefusedError(), Refusal.OF_EVERY_MAIL),
        (TimeoutError(), Refusal.OF_EVERY_MAIL),
    ],
)
def test_only_a_refused_recipient_content_or_size_speaks_of_one_mail(error, expected) -> None:
    assert refusal(error) is expected
