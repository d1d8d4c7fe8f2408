"""Sources, their releases, the files behind them, and the figures with where they stood."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from requests_app.domain.agencies.models import Agency
from requests_app.domain.misuse_data import kept
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.queries import UNMATCHED, FigureQuerySet, ReleaseQuerySet
from requests_app.domain.misuse_data.vocabulary import (
    Answer,
    Qualifier,
    ReleaseState,
    SourceKind,
    Unit,
)
from requests_app.domain.request_log.models import Attachment, RecordsRequest


class Source(models.Model):
    """Who states figures: the DOJ, an agency, an organisation, a newspaper."""

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=SourceKind.choices)

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """What is counted, in the words of the source's form. Data, with one called `unmapped`."""

    UNMAPPED = "unmapped"

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=20, choices=Unit.choices)
    definition = models.TextField(blank=True)
    is_outcome = models.BooleanField(
        default=False, help_text="What became of a violation: suspended, resigned, terminated …"
    )
    position = models.PositiveSmallIntegerField(default=100)

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Release(kept.UntilIssued, models.Model):
    """A source's data for a period as of a day. A re-issue supersedes it and both are kept."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="releases")
    title = models.CharField(max_length=200)
    covers_from = models.PositiveSmallIntegerField(help_text="First calendar year.")
    covers_to = models.PositiveSmallIntegerField(help_text="Last calendar year.")
    issued_on = models.DateField(null=True, blank=True, help_text="As of when; blank: not known.")
    url = models.URLField(max_length=500, blank=True)
    state = models.CharField(
        max_length=20, choices=ReleaseState.choices, default=ReleaseState.DRAFT
    )
    # A claim that somebody else printed: quoted with its address, so it needs no review of ours.
    is_quoted_claim = models.BooleanField(default=False)
    records_request = models.ForeignKey(
        RecordsRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="releases"
    )
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    imported_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)

    history = HistoricalRecords()
    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-covers_to", "-issued_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(covers_from__lte=models.F("covers_to")),
                name="release_covers_a_period_that_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review"]) | Q(published_at__isnull=False),
                name="published_release_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published_by_its_importer(self) -> bool:
        """True where nobody else could check it: shown wherever the release is."""
        published = self.published_by_id is not None and not self.is_quoted_claim
        return published and self.published_by_id == self.imported_by_id

    @property
    def period(self) -> str:
        """ "2023" or "2019–2023"."""
        return str(Covers(self.covers_from, self.covers_to))


class ReturnedFile(kept.WithItsFile, models.Model):
    """One file whose rows were read into a release, and how each of its sheets was understood.

    It is an attachment of the request that won it, or it came without one (`attachment` None) and
    is kept here. Name, size and hash are its own either way.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="returned_files")
    attachment = models.ForeignKey(
        Attachment, null=True, blank=True, on_delete=models.PROTECT, related_name="returned_files"
    )
    file = models.FileField(max_length=200, blank=True, help_text="Of one without a request.")
    original_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    came_on = models.DateField()
    reader = models.CharField(max_length=20, help_text="Which reader: csv …")
    encoding = models.CharField(max_length=40, blank=True)
    # What was recognised in each sheet: name, is_hidden, is_taken, why_not, header_row, mapping
    # (heading -> role), notes, marks (mark -> answer), rows, figures, left_out ([place, why]),
    # left_out_count.
    sheets = models.JSONField(default=list)
    rows_read = models.PositiveIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "sha256"], name="one_reading_per_release_and_content"
            ),
            models.CheckConstraint(
                condition=Q(attachment__isnull=False, file="")
                | (Q(attachment__isnull=True) & ~Q(file="")),
                name="returned_file_is_an_attachment_or_kept_by_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.original_name} in {self.release}"

    @property
    def left_out_count(self) -> int:
        return sum(sheet.get("left_out_count", 0) for sheet in self.sheets)


class Figure(kept.WithItsRelease, models.Model):
    """One stated figure: what was written (`raw`) beside what was understood."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="figures")
    # No index of its own here and below where another one begins with the column: each is paid for
    # with every figure of an import.
    returned_file = models.ForeignKey(
        ReturnedFile,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="figures",
        db_index=False,
    )
    # NULL with a blank name: the whole state. NULL with a name: somebody the directory lacks.
    agency = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="figures",
        db_index=False,
    )
    agency_as_written = models.CharField(max_length=200, blank=True)
    year_from = models.PositiveSmallIntegerField()
    year_to = models.PositiveSmallIntegerField()
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="figures", db_index=False
    )
    measure_as_written = models.CharField(max_length=120)
    unit = models.CharField(max_length=20, choices=Unit.choices)
    answer = models.CharField(max_length=20, choices=Answer.choices)
    qualifier = models.CharField(max_length=20, choices=Qualifier.choices, default=Qualifier.EXACT)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    raw = models.CharField(max_length=500, blank=True)
    where = models.CharField(max_length=200, help_text="Sheet, row and column, or page.")
    # The same place as one number, in the file's order: sheet, row and column.
    cell = models.BigIntegerField(null=True, blank=True, editable=False)
    note = models.TextField(blank=True)

    history = HistoricalRecords()
    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["-year_to", "-year_from", "measure__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["returned_file", "cell"], name="one_figure_per_cell_of_a_file"
            ),
            models.CheckConstraint(
                condition=Q(answer="reported", value__isnull=False)
                | Q(answer="reported_zero", value=0)
                | Q(
                    answer__in=["listed_as_none", "did_not_report", "withheld", "unreadable"],
                    value__isnull=True,
                ),
                name="only_a_reported_figure_has_a_value",
            ),
            models.CheckConstraint(
                condition=Q(year_from__lte=models.F("year_to")),
                name="figure_covers_a_period_that_does_not_end_before_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["measure", "year_from", "year_to"], name="figures_by_measure"),
            models.Index(fields=["agency", "measure", "year_to"], name="figures_by_agency"),
            models.Index(fields=["year_to", "year_from"], name="figures_by_year"),
            models.Index(fields=["release"], name="figures_unmatched", condition=UNMATCHED),
        ]

    def __str__(self) -> str:
        return f"{self.measure_as_written} {self.period}: {self.raw or self.get_answer_display()}"

    @property
    def period(self) -> str:
        """ "2023" or "2019–2023"."""
        return str(Covers(self.year_from, self.year_to))

    @property
    def about(self) -> str:
        """Whom the figure is about, as the source writes it; naming nobody, the whole state."""
        return self.agency_as_written or "California (statewide)"
