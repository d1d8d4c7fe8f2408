"""What a message carries besides its words: the address that takes the action back."""

from django import template
from django.contrib.messages.storage.base import Message

register = template.Library()

UNDO = "undo="


@register.filter
def undo_address(message: Message) -> str:
    """The local path in `extra_tags="undo=/path/"`, or "".

    Only a path on this site: a button that posts must never lead to another host.
    """
    for tag in (message.extra_tags or "").split():
        path = tag.removeprefix(UNDO)
        if tag.startswith(UNDO) and path.startswith("/") and not path.startswith(("//", "/\\")):
            return path
    return ""
