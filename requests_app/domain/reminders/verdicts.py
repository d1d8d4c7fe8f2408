"""What is considered of one subject, with whom it is for: what planning, the look just before
sending and the page of what comes next all go by."""

import logging
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from requests_app.domain.reminders.considering import Considered, consider
from requests_app.domain.reminders.facts import Facts
from requests_app.domain.reminders.kinds import KIND_RULES, ReminderKind, To
from requests_app.domain.reminders.recipients import NOBODY, AddressBook, Recipient

log = logging.getLogger(__name__)

NOT_WANTED = "The recipient does not want this kind."


class Verdict(NamedTuple):
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
    """Of each of `kinds` for which the facts have a date. Pure, given the book.

    A date that cannot be reckoned is logged, and its kind left out: whatever is wrong with one row,
    the others must not wait for it.
    """
    found: list[Verdict] = []
    recipients: dict[To, Recipient | None] = {}
    for kind in kinds:
        rule = KIND_RULES[kind]
        if rule.to not in recipients:
            recipients[rule.to] = book.whom(rule.to, facts, on=on)
        recipient = recipients[rule.to]
        choice = book.choice(recipient.person if recipient else None, kind)
        try:
            one = consider(kind, rule, facts, on=on, days=choice.days)
        except Exception:
            log.exception("no reminder %s: a date of %r cannot be reckoned", kind, facts)
            continue
        if one is None:
            continue
        why_not = one.why_not
        if not why_not and recipient is None:
            why_not = NOBODY
        elif not why_not and not choice.wanted:
            why_not = NOT_WANTED
        found.append(Verdict(one, recipient, choice.at_once, why_not))
    return found
