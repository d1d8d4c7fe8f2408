"""Words that staff hang on requests to find them again."""

from __future__ import annotations

from django.db import models

from requests_app.domain.agencies.models import FoldedName
from requests_app.domain.agencies.names import folded


class TagQuerySet(models.QuerySet["Tag"]):
    def called(self, name: str) -> TagQuerySet:
        """The tag of this name, in whatever spelling; at most one."""
        return self.filter(folded_name=folded(name))


class Tag(FoldedName):
    """A word of our own for requests; two spellings of one word are one tag."""

    name = models.CharField(max_length=40)
    folded_name = models.CharField(max_length=40, unique=True, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["folded_name"]

    def __str__(self) -> str:
        return self.name
