"""The audit record: who changed, opened or exported what. Rows are only ever added."""

from django.db import models
from django.db.models import Q

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.findings import NOT_VERIFIED


class AuditEntry(models.Model):
    """What somebody did, and its seal: the place that it took in the chain, and the hash that
    binds it to the entry before (`sealing.py`).

    The database itself refuses every change but two: the seal is set once, and `actor` is emptied
    when the account is deleted (migration 0051).
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    # Number and name as they were: the entry outlives the account.
    actor_number = models.BigIntegerField("number of the account", null=True)
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    subject_label = models.CharField(max_length=300)
    details = models.JSONField(default=dict)
    position = models.BigIntegerField(
        null=True, help_text="Its place in the chain, from 1; none until it is sealed."
    )
    hash = models.CharField(max_length=64, default="", help_text="SHA-256, in hex.")

    class Meta:
        verbose_name_plural = "audit entries"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="audit_by_subject"),
            models.Index(fields=["-at"], name="audit_by_time"),
            models.Index(fields=["actor_number", "-id"], name="audit_by_person"),
            models.Index(fields=["verb", "-id"], name="audit_by_verb"),
            models.Index(
                fields=["subject_label"], opclasses=["varchar_pattern_ops"], name="audit_by_label"
            ),
            models.Index(fields=["id"], condition=Q(position=None), name="audit_unsealed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["position"],
                condition=Q(position__isnull=False),
                name="one_audit_entry_at_each_position",
            ),
            models.CheckConstraint(
                condition=Q(position=None, hash="") | Q(position__gte=1) & ~Q(hash=""),
                name="an_audit_entry_is_sealed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.subject_label}"


class AuditChain(models.Model):
    """How far the chain is: one row, which whoever seals holds locked. Beside it, when the head
    was last noted outside the database, and what came of the last verification."""

    KEY = 1

    position = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
    noted_at = models.DateTimeField(null=True)
    noted_position = models.BigIntegerField(default=0)
    verified_at = models.DateTimeField(null=True)
    verified_position = models.BigIntegerField(default=0)
    # What was wrong, a sentence a line; empty when all was sound.
    findings = models.TextField(default="")

    class Meta:
        verbose_name = "chain of the audit record"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_chain_of_the_audit_record"),
        ]

    def __str__(self) -> str:
        return f"{self.position:,} entries, head {self.hash[:12] or 'none'}"

    @property
    def was_verified(self) -> bool:
        """Whether the last look at the record came to its end."""
        return not self.findings.startswith(NOT_VERIFIED)
