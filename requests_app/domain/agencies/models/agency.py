"""An agency: who it is, which law and calendar bind it, what it came from and became."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models.functions import Length
from simple_history.models import HistoricalRecords

from requests_app.domain.agencies.kinds import COUNTY_CHOICES, Kind
from requests_app.domain.agencies.models.folded import FoldedName
from requests_app.domain.agencies.names import folded
from requests_app.domain.deadlines.counting import reporting_due_on
from requests_app.domain.deadlines.spans import days_after

CONTACT_IS_OLD_AFTER = 365  # days since somebody last found it to be right


class Level(models.TextChoices):
    """Whose body it is: decides the holiday calendar, and helps to tell which law applies."""

    STATE = "state", "State"
    COUNTY = "county", "County"
    CITY = "city", "City"
    SCHOOL = "school", "School"
    DISTRICT = "district", "District"
    TRIBAL = "tribal", "Tribal"
    PRIVATE = "private", "Private"


class RecordsLaw(models.TextChoices):
    """The public-records law that binds the agency; a request's clock follows it."""

    CPRA = "cpra", "California Public Records Act"
    FOIA = "foia", "Federal FOIA"
    NONE = "none", "No public-records law"


class Succession(models.TextChoices):
    """How an agency ended. The first two name who came after it."""

    RENAMED = "renamed", "Renamed to"
    MERGED = "merged", "Merged into"
    CLOSED = "closed", "Closed, nobody came after it"


class AgencyQuerySet(models.QuerySet["Agency"]):
    def named_like(self, text: str) -> AgencyQuerySet:
        """Agencies whose name, alias or ORI contains every word of `text`.

        Blank text asks for nothing in particular and finds all; text of which folding leaves no
        word ("東京", "???") finds none.
        """
        words = folded(text).split()
        if not words and text.strip():
            return self.none()
        found = self
        for word in words:
            found = found.filter(search_text__contains=word)
        return found

    def best_first(self, text: str) -> AgencyQuerySet:
        """Those whose name begins with `text` first, the shortest name first among equals."""
        begins = models.Case(
            models.When(folded_name__startswith=folded(text), then=0),
            default=1,
            output_field=models.IntegerField(),
        )
        return self.order_by(begins, Length("folded_name"), "name")

    def open_on(self, on: date) -> AgencyQuerySet:
        """Agencies that had not been closed by `on`. (closed_on is NULL for a living agency.)"""
        return self.filter(models.Q(closed_on__isnull=True) | models.Q(closed_on__gt=on))

    def reporting(self) -> AgencyQuerySet:
        """Bodies of California law, which owe the DOJ a yearly misuse report.

        The DOJ itself receives the reports; tribal and private subscribers report too, but no
        list says which of them subscribe, so their duty is entered by hand.
        """
        return self.filter(records_law=RecordsLaw.CPRA).exclude(name=DOJ_NAME)

    def owing_report_on(self, reporting_year: int) -> AgencyQuerySet:
        """Those that were there when the year's report was due, on 1 February of the next."""
        return self.reporting().open_on(reporting_due_on(reporting_year))

    def with_contact_to_check(self, *, on: date) -> AgencyQuerySet:
        """Agencies with a contact that nobody confirmed within the year before `on`."""
        old = days_after(on, -CONTACT_IS_OLD_AFTER)
        never = models.Q(contacts__isnull=False, contacts__last_confirmed_on__isnull=True)
        to_check = Agency.objects.filter(never | models.Q(contacts__last_confirmed_on__lt=old))
        return self.filter(pk__in=to_check.values("pk"))

    def without_contact(self) -> AgencyQuerySet:
        """Agencies of which no address is known."""
        return self.filter(contacts__isnull=True)


class LivingEntries(models.Manager.from_queryset(AgencyQuerySet)):  # type: ignore[misc]
    """The entries of the directory, without those that were merged into another one."""

    def get_queryset(self) -> AgencyQuerySet:
        return super().get_queryset().filter(merged_into__isnull=True)


DOJ_NAME = "California Department of Justice"


class Agency(FoldedName):
    name = models.CharField(max_length=200)
    folded_name = models.CharField(max_length=200, editable=False)
    kind = models.CharField(max_length=40, choices=Kind.choices, db_index=True)
    level = models.CharField(max_length=20, choices=Level.choices)
    records_law = models.CharField(max_length=10, choices=RecordsLaw.choices)
    county = models.CharField(max_length=40, choices=COUNTY_CHOICES, blank=True, db_index=True)
    website = models.URLField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True, help_text="Where the entry comes from.")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    closed_on = models.DateField(null=True, blank=True)
    succeeded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    # How it ended (closed_on, succeeded_by), and where that is known from.
    succession = models.CharField(max_length=10, choices=Succession.choices, blank=True)
    succession_source = models.CharField(max_length=300, blank=True)
    # Of a second entry of the same agency: all that hung on it went to this one, and its address
    # leads there. The row stays, so that the merge can be undone.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_entries"
    )
    # Name, aliases and ORIs folded into one column, so that one search box finds them all.
    # Written by `refresh_search_text` only.
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["search_text", "folded_name"])
    objects = LivingEntries()
    with_merged = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["folded_name", "county"],
                name="one_agency_per_name_and_county",
                condition=models.Q(merged_into__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def has_ended(self, *, on: date) -> bool:
        """Whether it was renamed, merged or closed by `on`."""
        return self.closed_on is not None and self.closed_on <= on

    def refresh_search_text(self) -> None:
        """Folds name, aliases and ORIs into `search_text`; call after changing any of them.

        Writes only what is another one now, and no row of history: it is worked out, not entered.
        """
        words = [
            self.name,
            *(a.name for a in self.aliases.all()),
            *(o.code for o in self.oris.all()),
        ]
        text = " | ".join(folded(word) for word in words)
        if text != self.search_text:
            self.search_text = text
            Agency.with_merged.filter(pk=self.pk).update(search_text=text)

    def closure_days(self) -> dict[date, str]:
        """Whole-day closures of the main office: date -> the reason given for it."""
        return {closure.on: closure.reason for closure in self.closures.all()}

    def adopted_keys(self) -> frozenset[str]:
        """The § 6700 holidays that this local body adopted, as keys of `holiday_rules`."""
        return frozenset(adopted.holiday for adopted in self.adopted_holidays.all())
