"""What the search looks through: one row for each thing that has words."""

from __future__ import annotations

from typing import Any

from django.db import models

from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.models.attachments import Attachment
from requests_app.domain.request_log.models.requests import RecordsRequest
from requests_app.domain.request_log.words import indexed_words


class WordsField(models.TextField):
    """The words of a row as PostgreSQL indexes them; SQLite's index reads the texts themselves."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def pre_save(self, model_instance: Any, add: bool) -> str:
        return model_instance.indexed_words()

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value if connection.vendor == "postgresql" else ""

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"


class SearchEntry(models.Model):
    """A request, event or file by its words. `search_index.py` is the one writer.

    A file that is not open to all has its state here as well, so that whoever may not see the file
    does not find it either.
    """

    ways_to_campaign = ("records_request__campaign",)

    class Kind(models.TextChoices):
        REQUEST = "request", "Request"
        EVENT = "event", "What happened"
        FILE = "file", "File"

    records_request = models.ForeignKey(
        RecordsRequest, on_delete=models.CASCADE, related_name="search_entries"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    object_id = models.BigIntegerField()
    on = models.DateField()
    state = models.CharField(
        max_length=20, choices=Attachment.State.choices, default=Attachment.State.NORMAL
    )
    # Of whom the request asks: a search for the agency and a word of a file finds the file.
    agency_name = models.CharField(max_length=200)
    text = models.TextField()
    words = WordsField(editable=False)

    class Meta:
        verbose_name_plural = "search entries"
        ordering = ["-records_request_id", "-kind", "-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_for_each_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.object_id}"

    def indexed_words(self) -> str:
        """For `words`. A request's own text names its agency."""
        heading = "" if self.kind == self.Kind.REQUEST else self.agency_name
        return indexed_words(heading, self.text)


class SearchProgress(models.Model):
    """How far the search is complete: of each kind of thing, up to which id each has its entry."""

    kind = models.CharField(max_length=10, choices=SearchEntry.Kind.choices, primary_key=True)
    complete_to = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "search progress"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} up to {self.complete_to}"


class SearchedName(models.Model):
    """The name of an agency that every entry about its requests has."""

    agency = models.OneToOneField(
        Agency, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name
