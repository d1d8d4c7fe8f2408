"""What was decided once about a source's files, and is proposed for its next one."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from requests_app.domain.agencies.models import Agency, Alias
from requests_app.domain.agencies.names import folded
from requests_app.domain.misuse_data.models import Source
from requests_app.domain.request_log.models import Attachment


class Layout(models.Model):
    """What the columns of a source's files held, for one set of headings."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="layouts")
    # The headings without their order and spelling, as one hash; `columns` has them as written.
    headings = models.CharField(max_length=64, editable=False)
    columns = models.JSONField(help_text="The headings in the file's order.")
    mapping = models.JSONField(help_text="Heading -> what it was taken for.")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        ordering = ["-saved_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "headings"], name="one_layout_per_source_and_set_of_headings"
            ),
            models.CheckConstraint(condition=~Q(headings=""), name="layout_has_headings"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {', '.join(self.columns)}"[:300]


LONGEST_CELL = 200


class Cells(NamedTuple):
    """What a row says of its agency, as written."""

    name: str = ""
    ori: str = ""
    county: str = ""

    @property
    def text(self) -> str:
        """What it is called by: its name, or where it has none its ORI."""
        return self.name.strip() or self.ori.strip()

    @property
    def folded(self) -> str:
        """The same for two spellings. What folding leaves nothing of stays as it is."""
        return " | ".join(folded(cell) or cell.strip().lower() for cell in self)


class ConfirmedName(models.Model):
    """Whom a name means in the files that one agency returns, as a person said.

    `agency` None: nobody, the rows under it are left out. `alias`: the other name that the
    directory learned by it, for the files of all.
    """

    ways_to_campaign = ("attachment__records_request__campaign",)

    returned_by = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="names_in_its_files"
    )
    name = models.CharField(max_length=LONGEST_CELL, blank=True)
    ori = models.CharField(max_length=LONGEST_CELL, blank=True)
    county = models.CharField(max_length=LONGEST_CELL, blank=True)
    # The three folded into one, which tells two of them apart. (Folding may lengthen a name.)
    folded_cells = models.TextField(editable=False)
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.CASCADE, related_name="confirmed_names"
    )
    alias = models.ForeignKey(
        Alias, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    attachment = models.ForeignKey(
        Attachment, null=True, on_delete=models.SET_NULL, related_name="confirmed_names"
    )
    step = models.UUIDField(db_index=True, help_text="The same of all that were saved together.")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        ordering = ["-confirmed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["returned_by", "folded_cells"], name="a_name_means_one_agency_in_its_files"
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | Q(alias__isnull=True),
                name="only_an_agency_has_another_name",
            ),
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(ori=""), name="confirmed_name_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.name or self.ori}” is {self.agency or 'no agency'}"
