"""The directory: agencies with their ORIs, other names, contacts and closures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models.functions import Length
from simple_history.models import HistoricalRecords

from requests_app.domain.agencies.kinds import COUNTY_CHOICES, Kind
from requests_app.domain.agencies.names import folded


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


DOJ_NAME = "California Department of Justice"


class Agency(models.Model):
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
    # Name, aliases and ORIs folded into one column, so that one search box finds them all.
    # Written by `refresh_search_text` only.
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["search_text", "folded_name"])
    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["folded_name", "county"], name="one_agency_per_name_and_county"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_name = folded(self.name)
        super().save(*args, **kwargs)

    def refresh_search_text(self) -> None:
        """Folds name, aliases and ORIs into `search_text`; call after changing any of them."""
        words = [
            self.name,
            *(a.name for a in self.aliases.all()),
            *(o.code for o in self.oris.all()),
        ]
        self.search_text = " | ".join(folded(word) for word in words)
        self.save(update_fields=["search_text", "folded_name"])

    def closure_days(self) -> dict[date, str]:
        """Whole-day closures of the main office: date -> the reason given for it."""
        return {closure.on: closure.reason for closure in self.closures.all()}

    def adopted_keys(self) -> frozenset[str]:
        """The § 6700 holidays that this local body adopted, as keys of `holiday_rules`."""
        return frozenset(adopted.holiday for adopted in self.adopted_holidays.all())


class Ori(models.Model):
    """Originating Agency Identifier: nine characters, `CA` + county number + agency."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="oris")
    code = models.CharField(max_length=9, unique=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "ORI"
        verbose_name_plural = "ORIs"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Alias(models.Model):
    """Another name that the agency appears under in returned data."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    folded_name = models.CharField(max_length=200, editable=False, db_index=True)

    history = HistoricalRecords(excluded_fields=["folded_name"])

    class Meta:
        verbose_name_plural = "aliases"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "folded_name"], name="one_alias_per_agency_and_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_name = folded(self.name)
        super().save(*args, **kwargs)


class Contact(models.Model):
    """Where requests to the agency go."""

    class Kind(models.TextChoices):
        EMAIL = "email", "E-mail"
        PORTAL = "portal", "Portal"
        POST = "post", "Post"
        FAX = "fax", "Fax"

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=300)
    last_confirmed_on = models.DateField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "value"], name="one_contact_per_agency_kind_and_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"


class Closure(models.Model):
    """A whole day on which the agency's main office was closed (Code Civ. Proc. § 12b)."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="closures")
    on = models.DateField()
    reason = models.CharField(max_length=200)
    source = models.CharField(max_length=300, help_text="Where this is known from.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "on"], name="one_closure_per_agency_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} closed on {self.on}: {self.reason}"


class AdoptedHoliday(models.Model):
    """A holiday of Gov. Code § 6700 that binds a local body only because it adopted it."""

    class Holiday(models.TextChoices):
        KING = "king", "Martin Luther King Jr. Day"
        MARCH_31 = "march_31", "31 March (Farmworkers Day, before 2026 Cesar Chavez Day)"

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="adopted_holidays")
    holiday = models.CharField(max_length=20, choices=Holiday.choices)
    source = models.CharField(max_length=300, help_text="The resolution or memorandum.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["holiday"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "holiday"], name="one_adoption_per_agency_and_holiday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} adopted {self.get_holiday_display()}"
