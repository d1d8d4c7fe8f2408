"""The audit record in the review site: read, filtered by what an index knows, never changed."""

import json
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html

from requests_app.admin.base import LONGEST_SEARCH, RecordAdmin, entries_about
from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.audit.models import AuditChain, AuditEntry
from requests_app.domain.audit.queries import entries_matching, subject_kinds
from requests_app.domain.audit.verbs import SENTENCES, VERBS, Area


class AreaFilter(admin.SimpleListFilter):
    title = "area"
    parameter_name = "area"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(area.name.lower(), area.value) for area in Area]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        area = Area.__members__.get((self.value() or "").upper())
        return queryset.filter(verb__in=VERBS[area]) if area else queryset


class VerbFilter(admin.SimpleListFilter):
    """The verbs of the area that was chosen: all of them would be a list of over a hundred."""

    title = "what was done"
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        area = Area.__members__.get(request.GET.get("area", "").upper())
        verbs = list(VERBS[area]) if area else []
        asked = request.GET.get("verb", "")
        if asked in SENTENCES and asked not in verbs:
            verbs.append(asked)
        return [(verb, verb) for verb in verbs]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(verb=self.value()) if self.value() else queryset


class PersonFilter(admin.SimpleListFilter):
    """By the number that the entry keeps; an account that is gone is found by the search."""

    title = "person"
    parameter_name = "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        people = Person.objects.order_by("first_name", "last_name", "username")
        return [("itself", "Tenth Day itself"), *((str(one.pk), str(one)) for one in people)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "itself":
            return queryset.filter(actor_number=None)
        number = self.value() or ""
        is_number = number.isascii() and number.isdecimal() and len(number) < 18
        return queryset.filter(actor_number=int(number)) if is_number else queryset


class KindFilter(admin.SimpleListFilter):
    title = "kind of thing"
    parameter_name = "subject_kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return subject_kinds()

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(subject_kind=self.value()) if self.value() else queryset


class DayFilter(admin.DateFieldListFilter):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.title = "day"


@admin.register(AuditEntry)
class AuditEntryAdmin(RecordAdmin):
    view_permission = Permission.READ_AUDIT
    list_display = ["when", "name", "did", "to_what", "seal"]
    list_filter = [AreaFilter, VerbFilter, PersonFilter, KindFilter, ("at", DayFilter)]
    search_fields = ["subject_label"]  # what is searched is in `entries_matching`
    search_help_text = (
        "The beginning of a thing's name as it is written, a person, the number of a thing, or a "
        "position as #12."
    )
    fields = [
        "at", "who", "verb", "meaning", "thing", "details_in_lines", "position", "hash",
    ]  # fmt: skip
    actions = None
    list_display_links = ["when", "did"]
    change_form_template = "admin/audit_entry.html"
    change_list_template = "admin/audit_list.html"

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        term = search_term.strip()[:LONGEST_SEARCH]
        return (queryset.filter(entries_matching(term)) if term else queryset), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With how far the chain is, and what came of its last verification."""
        chain = AuditChain.objects.first()
        return super().changelist_view(request, {**(extra_context or {}), "chain": chain})

    @admin.display(description="When", ordering="-id")
    def when(self, entry: AuditEntry) -> datetime:
        return entry.at

    @admin.display(description="Who")
    def name(self, entry: AuditEntry) -> str:
        return entry.actor_name

    @admin.display(description="Did what")
    def did(self, entry: AuditEntry) -> str:
        return entry.verb

    @admin.display(description="To what")
    def to_what(self, entry: AuditEntry) -> str:
        return entry.subject_label

    @admin.display(description="Seal")
    def seal(self, entry: AuditEntry) -> str:
        return f"#{entry.position:,}" if entry.position else "not yet"

    @admin.display(description="Who")
    def who(self, entry: AuditEntry) -> str:
        if entry.actor_number is None:
            return entry.actor_name
        gone = "" if entry.actor_id else ", deleted since"
        return f"{entry.actor_name} (account {entry.actor_number}{gone})"

    @admin.display(description="In words")
    def meaning(self, entry: AuditEntry) -> str:
        return SENTENCES.get(entry.verb, "")

    @admin.display(description="What")
    def thing(self, entry: AuditEntry) -> str:
        every = format_html(
            '<a href="{}">all entries about it</a>',
            entries_about(entry.subject_kind, entry.subject_id),
        )
        page = _page_of(entry)
        own = format_html('<a href="{}">its page</a> · ', page) if page else ""
        words = f"{entry.subject_label} ({entry.subject_kind} {entry.subject_id})"
        return format_html("{} · {}{}", words, own, every)

    @admin.display(description="Details")
    def details_in_lines(self, entry: AuditEntry) -> str:
        return format_html("<pre>{}</pre>", json.dumps(entry.details, indent=2, ensure_ascii=False))


def _page_of(entry: AuditEntry) -> str:
    """The address of the thing in the review site; "" where it has no page there."""
    try:
        return reverse(f"admin:requests_app_{entry.subject_kind}_change", args=[entry.subject_id])
    except NoReverseMatch:
        return ""
