"""A letter of ours as it went out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from requests_app.domain.request_log.letters.kinds import LETTERS, LetterKind


class LetterIsKept(Exception):
    """A letter that went out is never changed."""


class Letter(models.Model):
    """A letter that was recorded as sent, word for word. Its requests are those of its events."""

    # One that names a request of a restricted campaign among others is as closed as that one.
    ways_to_campaign = ("events__records_request__campaign",)

    kind = models.CharField(max_length=20, choices=LetterKind.choices)
    recipient = models.TextField(help_text="The address, in lines.")
    letterhead = models.TextField(help_text="Who wrote, in lines, the name first.")
    subject = models.CharField(max_length=400)
    body = models.TextField()
    sent_on = models.DateField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    # Made with the form that is shown once: a second click with the same key keeps nothing new.
    form_key = models.CharField(max_length=36, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.title} of {self.sent_on}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise LetterIsKept("A letter is kept as it went out: write another.")
        super().save(*args, **kwargs)

    @property
    def title(self) -> str:
        return LETTERS[LetterKind(self.kind)].title
