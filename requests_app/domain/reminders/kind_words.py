"""When a kind of reminder comes, in words: "3 days before the due date"."""

from requests_app.domain.deadlines.words import count_of
from requests_app.domain.reminders.kinds import About, KindRule

# What the dates of the facts are called, one for each that a kind speaks of.
DATE_WORDS = {
    "due_on": "the due date",
    "latest_arguable_on": "the last arguable day",
    "left_alone_since": "the last arguable day or the last entry after it",
    "waiting_on_us_since": "the day they asked",
    "estimated_on": "the day they named",
    "silent_since": "the day we last heard from them",
    "last_event_on": "the last entry",
    "may_be_destroyed_from": "the end of the two years",
    "last_asked_on": "the last ask",
    "reports_due_on": "1 February",
    "upkeep_on": "1 November",
}


def after_the_number(rule: KindRule) -> str:
    """What follows the number of days: "days before the due date"."""
    base = DATE_WORDS[rule.speaks_of]
    if rule.comes_back:
        return f"days after {base}, and so on"
    return f"days {'before' if rule.before else 'after'} {base}"


def when_words(rule: KindRule, days: int) -> str:
    """ "3 days before the due date"; "on the day it is set for" of an own reminder."""
    if rule.about is About.OWN:
        return "on the day it is set for"
    base = DATE_WORDS[rule.speaks_of]
    if rule.comes_back:
        return f"every {count_of(days, 'day')} after {base}"
    if days == 0:
        return f"on {base}"
    return f"{count_of(days, 'day')} {'before' if rule.before else 'after'} {base}"
