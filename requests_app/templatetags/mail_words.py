"""What became of a mail, in words."""

from django import template

from requests_app.domain.reminders.failure_words import failure_words

register = template.Library()


@register.filter
def in_words(reason: str) -> str:
    """The reason of a row of the ledger or of a mail, as people say it."""
    return failure_words(reason)
