"""What a mail server said when it refused a mail, in words; the ledger keeps it as it came."""

import re

# As `smtplib` writes its errors: (550, b'5.1.1 no such user').
_ANSWER = re.compile(r"\((\d{3}), b?(['\"])(.*?)\2\)")
_ENHANCED = re.compile(r"^\d\.\d{1,3}\.\d{1,3}\s+")  # RFC 3463, beside the plain code
_WHAT = {
    "SMTPRecipientsRefused": "The mail server does not take mail for this address",
    "SMTPDataError": "The mail server did not take the mail",
}


def failure_words(reason: str) -> str:
    """ "The mail server does not take mail for this address (550): no such user."; what is no
    answer of a mail server stays as it is."""
    kind, _, rest = reason.partition(": ")
    what, answer = _WHAT.get(kind), _ANSWER.search(rest)
    if what is None:
        return reason
    if answer is None:
        return f"{what}."
    said = _ENHANCED.sub("", answer[3].replace("\\n", " ")).strip().rstrip(".")
    return f"{what} ({answer[1]}): {said}." if said else f"{what} ({answer[1]})."
