"""A name that is found, and told apart from others, in whatever spelling."""

from __future__ import annotations

from typing import Any

from django.db import models

from requests_app.domain.agencies.names import folded


class FoldedName(models.Model):
    """Keeps the column `folded_name` what the column `name` is without its spelling."""

    name: models.CharField[Any, Any]
    folded_name: models.CharField[Any, Any]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_name = folded(self.name)
        super().save(*args, **kwargs)
