"""Mails that somebody is about to log or record from."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class MailDraft(models.Model):
    """A mail as it was dropped or pasted, kept for its person between looking and saving.

    Nobody else sees it, and it goes after two days: what is saved is attached to its request.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_drafts"
    )
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    file = models.FileField(max_length=200)
    is_pasted = models.BooleanField(help_text="Text from a mail program, not the mail's own file.")
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "sha256"], name="one_mail_draft_per_person_and_content"
            ),
        ]

    def __str__(self) -> str:
        return self.name
