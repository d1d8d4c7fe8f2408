"""A mail pasted as text, as Outlook, Gmail and mail programs copy it. Never raises."""

import re
from datetime import date, datetime, time

from dateutil import parser

from requests_app.domain.request_log.mail_reading import MailRead, read_mail
from requests_app.domain.request_log.mail_text import MOST_TEXT, UNREADABLE, one_line, tidy

# "From: …", "> From: …", "*From:* …": how a mail's head looks once it is text.
_HEAD = re.compile(r"^[>\s]*\*?(From|Sent|Date|To|Cc|Subject)\s*:\s*\*?\s*(.*?)\s*$", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:mailto:)?([\w.+'&/=-]{1,64}@[\w-]+(?:\.[\w-]+){1,6})")
_NAMED = re.compile(r"^\s*(?P<name>[^<>@]{1,120}?)\s*<\s*(?P<address>[^<>\s]+@[^<>\s]+)\s*>")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+", re.IGNORECASE)
_ASIDE = re.compile(r"\([^)]*\)|\bat\b|[\u202f\u00a0]", re.IGNORECASE)
_QUOTED = re.compile(r"^\s*> ?")
# Lines that only the source of a mail has.
_SOURCE = re.compile(r"^(received|message-id|mime-version|return-path|delivered-to):",
                     re.IGNORECASE | re.MULTILINE)  # fmt: skip
_HEAD_AT = 4_000  # characters within which the source of a mail shows itself
MOST_LINES = 20_000


def read_pasted(text: str, *, today: date) -> MailRead:
    """Reads what somebody copied out of a mail program. `today` gives a date its missing year."""
    text = text[:MOST_TEXT]
    if _SOURCE.search(text[:_HEAD_AT]):
        return read_mail(text.encode("utf-8", errors="replace"))
    lines = text.splitlines()[:MOST_LINES]
    head, body = _head_and_body(lines) or _gmail_view(lines) or ({}, lines)
    name, sender = _mailbox(head.get("from", ""))
    on = _day(head.get("sent") or head.get("date") or "", today)
    problems = []
    if not sender:
        problems.append("The text does not say who sent it.")
    if on is None:
        problems.append("The text has no date that can be read.")
    return MailRead(
        sender=sender,
        sender_name=name,
        recipients=_recipients(head),
        on=on,
        subject=one_line(head.get("subject", "")),
        text=tidy("\n".join(body)),
        problems=tuple(problems),
    )


def forwarded_in(mail: MailRead, *, today: date) -> MailRead | None:
    """The mail that `mail` hands on: the enclosed one, or the first whose head is in the text."""
    if mail.forwarded and mail.forwarded.sender:
        return mail.forwarded
    found = _head_and_body(mail.text.splitlines()[:MOST_LINES])
    if found is None or not _mailbox(found[0].get("from", ""))[1]:
        return None
    return read_pasted(mail.text, today=today)


def _head_and_body(lines: list[str]) -> tuple[dict[str, str], list[str]] | None:
    """The first run of lines that are a mail's head, at least a sender and one line more."""
    for start, line in enumerate(lines):
        first = _HEAD.match(line)
        if first is None or first[1].lower() != "from":
            continue
        head: dict[str, str] = {}
        at = start
        while at < len(lines) and at < start + 12:
            found = _HEAD.match(lines[at])
            if found is None and lines[at].strip(" >\t"):
                break
            if found is None and len(head) > 1:
                break
            if found:
                head.setdefault(found[1].lower(), found[2])
            at += 1
        if len(head) > 1:
            return head, _unquoted(lines[at:]) if line.lstrip().startswith(">") else lines[at:]
    return None


def _unquoted(lines: list[str]) -> list[str]:
    """The lines of a mail that was copied as a quotation."""
    return [_QUOTED.sub("", line) for line in lines]


def _gmail_view(lines: list[str]) -> tuple[dict[str, str], list[str]] | None:
    """As copied from Gmail's page: subject, "Name <address>", date, "to me", the letter."""
    for at, line in enumerate(lines[:8]):
        named = _NAMED.match(line)
        if named is None:
            continue
        rest = line[named.end() :].strip() or next(
            (one for one in lines[at + 1 : at + 3] if one), ""
        )
        before = [one.strip() for one in lines[:at] if one.strip()]
        head = {"from": line[: named.end()], "date": rest, "subject": before[0] if before else ""}
        return head, lines[at + 1 :]
    return None


def _mailbox(text: str) -> tuple[str, str]:
    """(name, address) of "Jane Clerk <clerk@fresno.gov>", "clerk@fresno.gov", "Jane [mailto:…]"."""
    found = _ADDRESS.search(text)
    name = re.split(r"[<\[(]", text)[0].strip(" \"'*")
    address = found[1].lower() if found else ""
    return one_line("" if name.lower() == address else name, 200), address[:254]


def _recipients(head: dict[str, str]) -> tuple[str, ...]:
    both = f"{head.get('to', '')}; {head.get('cc', '')}"
    return tuple(address.lower() for address in _ADDRESS.findall(both)[:50])


def _day(text: str, today: date) -> date | None:
    """The day of "Tuesday, June 9, 2026 3:14 PM", "Tue, Jun 9, 3:14 PM (2 days ago)"."""
    words = " ".join(_ASIDE.sub(" ", _WEEKDAY.sub("", text.strip())).split())[:60]
    if not any(c.isdigit() for c in words):
        return None
    try:
        # Two different defaults: a day or month that the text leaves out shows in the difference.
        first, second = (
            parser.parse(words, default=datetime.combine(today.replace(month=n, day=n), time()))
            for n in (1, 2)
        )
    except UNREADABLE:
        return None
    if first.date() != second.date():
        return None
    return _not_after(first.date(), today, words)


def _not_after(day: date, today: date, words: str) -> date:
    """Without a year a mail of "Dec 30" that is read in January is of last year."""
    if day > today and str(day.year) not in words and (day.month, day.day) != (2, 29):
        return day.replace(year=day.year - 1)
    return day
