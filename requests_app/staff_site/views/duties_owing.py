"""Who still owes the year's report, and the letter that asks them for it in one step."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.reporting.files import owed_lines
from requests_app.domain.reporting.history import years_with_duties
from requests_app.domain.reporting.letters import (
    MOST_AT_ONCE,
    LettersChanged,
    letters_asking,
    letters_zip,
    record_letters,
)
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.reporting.owing import owing_lines
from requests_app.domain.request_log.exports import record_export
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.duty_filters import OwingFilter
from requests_app.staff_site.forms.duties import MOST_CHOSEN, ticked_duties
from requests_app.staff_site.letter_page import sender_for, unnamed
from requests_app.staff_site.paging import capped_count, page_of
from requests_app.staff_site.views.duties import csv_file, year_asked, year_context


def _owing(query: QueryDict, year: int, person: Person) -> OwingFilter:
    owing = AnnualDuty.objects.of_year(year).owing(on=timezone.localdate())
    return OwingFilter(query, queryset=owing, person=person)


@may(Permission.SEE_WORKSPACE)
def duties_owing(request: StaffRequest) -> HttpResponse:
    today, opened = timezone.localdate(), years_with_duties()
    year = year_asked(request.GET, opened)
    chosen = _owing(request.GET, year, request.user)
    in_order = chosen.qs.select_related("agency").order_by("agency__name", "pk")
    page = page_of(in_order, request.GET.get("page"))
    context = year_context(year, opened) | {
        "filter": chosen,
        "page_obj": page,
        "rows": owing_lines(page.rows, on=today, person=request.user),
        "owing": capped_count(chosen.qs),
        "most": MOST_AT_ONCE,
        "can_write": request.user.may(Permission.RECORD_EVENTS),
    }
    return render(request, "staff/duties/owing.html", context)


@may(Permission.SEE_WORKSPACE)
def owing_csv(request: StaffRequest) -> StreamingHttpResponse:
    year, today = year_asked(request.GET, years_with_duties()), timezone.localdate()
    lines = owed_lines(
        _owing(request.GET, year, request.user).qs.order_by("agency__name", "pk"),
        on=today,
        person=request.user,
    )
    return csv_file(request, lines, what=f"who owes {year}", name=f"owing-{year}")


@may(Permission.RECORD_EVENTS)
def write_to_owing(request: StaffRequest) -> HttpResponse:
    """The letters to the chosen agencies: looked at, downloaded, recorded as sent."""
    duties = _chosen(request)
    if not duties:
        messages.error(request, "Choose the agencies to write to.")
        return redirect("staff:duties_owing")
    sender, today = sender_for(request.user), timezone.localdate()
    if request.POST.get("act") == "record" and _recorded(request, duties):
        return redirect(f"{reverse('staff:duties_owing')}?year={duties[0].reporting_year}")
    letters = letters_asking(
        duties, sender=sender, on=today, rules=rules_in_force(), person=request.user
    )
    if request.POST.get("act") == "zip" and letters.ready:
        return _zip_of(request, letters_zip(letters, sender=sender, on=today), len(duties))
    context = {"place": "duties", "letters": letters, "duties": duties, "today": today}
    return render(request, "staff/duties/letters.html", context | unnamed())


def _zip_of(request: StaffRequest, held: bytes, number: int) -> HttpResponse:
    """The letters as a file; that somebody took them out is on record."""
    now, today = timezone.now(), timezone.localdate()
    what = f"letters to {number} agencies that owe"
    record_export(what=what, query="", kind="zip", by=request.user, at=now)
    response = HttpResponse(held, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="letters-{today}.zip"'
    return response


def _chosen(request: StaffRequest) -> list[AnnualDuty]:
    """Those that were ticked, or the whole list as it is filtered."""
    if request.POST.get("all"):
        year = year_asked(request.POST, years_with_duties())
        found = _owing(request.POST, year, request.user).qs[:MOST_CHOSEN]
        wanted = AnnualDuty.objects.filter(pk__in=list(found.values_list("pk", flat=True)))
    else:
        wanted = ticked_duties(request.POST)
    return list(wanted.select_related("agency").order_by("agency__name", "pk"))


def _recorded(request: StaffRequest, duties: list[AnnualDuty]) -> bool:
    seen = request.POST.get("seen", "")
    try:
        kept = record_letters(
            duties=duties,
            sender=sender_for(request.user),
            seen=int(seen) if seen.isdecimal() and len(seen) < 7 else 0,
            by=request.user,
            at=timezone.now(),
        )
    except LettersChanged as error:
        messages.error(request, str(error))
        return False
    messages.success(request, f"Recorded as sent: {len(kept):,} letters, each on its request.")
    return True
