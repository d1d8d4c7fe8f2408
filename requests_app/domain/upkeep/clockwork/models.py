"""The last run of each task that the clock sends."""

from django.db import models


class TaskRun(models.Model):
    """How the task went last: one row for each, written over by every run.

    Of two workers at once the later write stands, so that a run which began after another had
    ended is told by `started_at` being the later of the two moments.
    """

    class Outcome(models.TextChoices):
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    task = models.CharField(max_length=120, primary_key=True, help_text="Its name in Celery.")
    started_at = models.DateTimeField()
    # Of the run that ended last:
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    error = models.CharField(max_length=300, blank=True)
    took_seconds = models.FloatField(null=True)
    succeeded_at = models.DateTimeField(null=True, help_text="When one last ended well.")

    class Meta:
        ordering = ["task"]

    def __str__(self) -> str:
        return self.task

    @property
    def has_not_ended(self) -> bool:
        """Under way, or its process was killed."""
        return self.finished_at is None or self.finished_at < self.started_at
