"""What is considered of one subject, with whom it is for: what planning, the look just before
sending and the page of what comes next all go by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from requests_app.domain.reminders.considering import Considered, consider
from requests_app.domain.reminders.facts import Facts
from requests_app.domain.reminders.kinds import KIND_RULES, ReminderKind, To
from requests_app.domain.reminders.recipients import NOBODY, AddressBook, Recipient

NOT_WANTED = "The recipient does not want this kind."


@dataclass(frozen=True, slots=True)
class Verdict:
    """One kind for one subject on one day. recipient: whom it is for; None: nobody can be reached.
    why_not: "" when it is to be sent now, else the reason."""

    considered: Considered
    recipient: Recipient | None
    at_once: bool
    why_not: str

    @property
    def kind(self) -> ReminderKind:
        return self.considered.kind

    @property
    def speaks_of(self) -> date:
        return self.considered.speaks_of

    @property
    def reaches_nobody(self) -> bool:
        """Due, and there is nobody to send it to."""
        return self.considered.is_due and self.recipient is None


def verdicts(
    facts: Facts, kinds: Iterable[ReminderKind], *, on: date, book: AddressBook
) -> list[Verdict]:
    """Of each of `kinds` for which the facts have a date. Pure, given the book."""
    found: dict[To, Recipient | None] = {}

    def whom(kind: ReminderKind) -> Recipient | None:
        to = KIND_RULES[kind].to
        if to not in found:
            found[to] = book.whom(to, facts, on=on)
        return found[to]

    def days(kind: ReminderKind) -> int:
        return book.choice(_person(whom(kind)), kind).days

    return [_verdict(one, whom(one.kind), book) for one in consider(facts, kinds, on=on, days=days)]


def _verdict(one: Considered, recipient: Recipient | None, book: AddressBook) -> Verdict:
    choice = book.choice(_person(recipient), one.kind)
    why_not = one.why_not
    if not why_not and recipient is None:
        why_not = NOBODY
    elif not why_not and not choice.wanted:
        why_not = NOT_WANTED
    return Verdict(one, recipient, choice.at_once, why_not)


def _person(recipient: Recipient | None) -> int | None:
    return recipient.person if recipient else None
