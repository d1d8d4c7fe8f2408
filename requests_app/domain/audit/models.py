"""The audit record: who changed, opened or exported what. Rows are only ever added."""

from django.db import models

from requests_app.domain.accounts.models import Person


class AuditEntry(models.Model):
    at = models.DateTimeField()
    actor = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    # The name as it was: the entry outlives the account.
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    subject_label = models.CharField(max_length=300)
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "audit entries"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="audit_by_subject"),
            models.Index(fields=["-at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.subject_label}"
