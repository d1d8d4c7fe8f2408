"""The letters we write, as one table: what each is for, and the event that its sending is."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices

from requests_app.domain.request_log.event_kinds import EventKind


class LetterKind(TextChoices):
    REQUEST = "request", "Request"
    FOLLOW_UP = "follow-up", "Follow-up"
    OVERDUE = "overdue", "Overdue"
    EXTENSION_CONTESTED = "extension", "Extension contested"
    FEE_CONTESTED = "fee", "Fee contested"
    REASONS_MISSING = "reasons", "Reasons missing"
    PORTAL_CLOSED = "portal-closed", "Portal closed without records"
    YEARS_REPORT = "year-report", "The year's report"
    STILL_OWED = "owed", "What is still owed"


@dataclass(frozen=True, slots=True)
class LetterKindRow:
    """One letter.

    title: what it is called; what: what it says. when: the rule of `permitted.py` in words.
    event: what is recorded when it goes out. cites: keys of `citations.WHAT_IT_SAYS`, in the order
    of the letter. hint: what to mind before it goes out. cpra_only: argues from the Public Records
    Act, so that nobody else is bound by it.
    """

    title: str
    what: str
    when: str
    event: EventKind
    cites: tuple[str, ...] = ()
    hint: str = ""
    cpra_only: bool = True


_FOLLOW_UP = EventKind.FOLLOW_UP_SENT
LETTERS: Mapping[LetterKind, LetterKindRow] = {
    LetterKind.REQUEST: LetterKindRow(
        "Request letter",
        "Asks for the records, in the campaign's words.",
        "before the request is sent",
        EventKind.SENT,
        ("7922.535(a)", "7922.570", "7922.525", "7922.000", "7922.540", "7922.600", "7922.530"),
        cpra_only=False,
    ),
    LetterKind.FOLLOW_UP: LetterKindRow(
        "Follow-up letter",
        "Asks where the request stands, and says nothing of lateness.",
        "while the request is sent and open",
        _FOLLOW_UP,
        ("7922.535(a)",),
        cpra_only=False,
    ),
    LetterKind.OVERDUE: LetterKindRow(
        "Overdue letter",
        "Says that the determination is late on every reading, and asks for it.",
        "late on every reading, and we owe no answer",
        _FOLLOW_UP,
        ("7922.535(a)", "7923.000", "7923.115"),
        cpra_only=False,
    ),
    LetterKind.EXTENSION_CONTESTED: LetterKindRow(
        "Letter contesting the extension",
        "Says what is wrong with an extension notice.",
        "a notice with a defect, and no determination yet",
        _FOLLOW_UP,
        ("7922.535(c)", "7922.535(b)", "7922.535(a)"),
    ),
    LetterKind.FEE_CONTESTED: LetterKindRow(
        "Letter contesting the fee",
        "Says that search and redaction are not charged for.",
        "a fee was asked, and is neither paid, contested nor waived",
        EventKind.FEE_CONTESTED,
        ("7922.530", "7922.575", "NLG v. Hayward", "7922.570", "7922.535"),
        "The Act lets an agency charge for duplication, and for extracting or programming under "
        "§ 7922.575. Strike what the fee is not asked for.",
    ),
    LetterKind.REASONS_MISSING: LetterKindRow(
        "Letter asking for reasons and names",
        "Asks for what the denial lacks: writing, the exemption, the names of those responsible.",
        "a denial, whole or in part, that lacks one of them",
        _FOLLOW_UP,
        ("7922.000", "7922.540", "7922.525"),
    ),
    LetterKind.PORTAL_CLOSED: LetterKindRow(
        "Letter about the closed portal",
        "Says that closing a portal entry is no determination, and asks for one.",
        "the portal shows closed, and not all records came",
        _FOLLOW_UP,
        ("7922.535(a)", "7922.540", "7922.000"),
    ),
    LetterKind.YEARS_REPORT: LetterKindRow(
        "Letter asking for the year's report",
        "Asks whether the year's report went to the Department of Justice, and for a copy of it.",
        "after 1 February, while the request is sent and open",
        _FOLLOW_UP,
        cpra_only=False,
    ),
    LetterKind.STILL_OWED: LetterKindRow(
        "Letter about all that is owed",
        "Lists everything that an agency still owes us, over all its requests.",
        "late on every reading, closed in the portal without records, or promised and not come",
        _FOLLOW_UP,
        ("7922.535(a)", "7923.000", "7923.115"),
    ),
}
