"""What is special about one office and moves its dates: closures, adopted holidays."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import AdoptedHoliday, Agency, Closure
from requests_app.domain.request_log.dates import ImpossibleDate, shown
from requests_app.domain.upkeep.offices import (
    AdoptionRefused,
    ClosureGone,
    ClosureKnown,
    preview_adoption,
    preview_closure,
    preview_removal,
    preview_unadoption,
    record_adoption,
    record_closure,
    remove_adoption,
    remove_closure,
)
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.agencies import AdoptionForm, ClosureForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.moves import Change, change_page

SECTION_12B = (
    "A whole-day closure of the main office counts when a last day falls on it "
    "(Code Civ. Proc. § 12b)."
)
SECTION_6700 = (
    "King Day and 31 March bind a local body under Gov. Code § 6700 only where it adopted them; "
    "they are judicial holidays anyway, so that only the arguable dates move."
)


@may(Permission.EDIT_DIRECTORY)
def add_closure(request: StaffRequest, pk: int) -> HttpResponse:
    agency = found_or_404(request, Agency, pk=pk)
    change = _change(
        agency,
        heading="Enter a closure",
        lede=SECTION_12B,
        button="Enter the closure",
        done="Closure entered.",
        preview=partial(
            preview_closure, agency=agency, today=timezone.localdate(), by=request.user
        ),
        looked_at=("on",),
        apply=partial(record_closure, agency=agency, by=request.user, at=timezone.now()),
        refusals=(ClosureKnown, ImpossibleDate),
        beside="on",
    )
    return change_page(request, change, ClosureForm(request.POST or None))


@may(Permission.EDIT_DIRECTORY)
def take_out_closure(request: StaffRequest, pk: int) -> HttpResponse:
    closure = found_or_404(request, Closure.objects.select_related("agency"), pk=pk)
    change = _change(
        closure.agency,
        heading=f"Take out the closure of {shown(closure.on)}",
        lede=f"{closure.reason}; {closure.source}",
        button="Take the closure out",
        done="Closure taken out.",
        preview=partial(
            preview_removal, closure=closure, today=timezone.localdate(), by=request.user
        ),
        apply=partial(remove_closure, closure=closure, by=request.user, at=timezone.now()),
        refusals=(ClosureGone,),
    )
    return change_page(request, change)


@may(Permission.EDIT_DIRECTORY)
def add_adoption(request: StaffRequest, pk: int) -> HttpResponse:
    agency = found_or_404(request, Agency, pk=pk)
    change = _change(
        agency,
        heading="Enter an adopted holiday",
        lede=SECTION_6700,
        button="Enter the holiday",
        done="Adopted holiday entered.",
        preview=partial(
            preview_adoption, agency=agency, today=timezone.localdate(), by=request.user
        ),
        looked_at=("holiday",),
        apply=partial(record_adoption, agency=agency, by=request.user, at=timezone.now()),
        refusals=(AdoptionRefused,),
        beside="holiday",
    )
    return change_page(request, change, AdoptionForm(request.POST or None))


@may(Permission.EDIT_DIRECTORY)
def take_out_adoption(request: StaffRequest, pk: int) -> HttpResponse:
    adopted = found_or_404(request, AdoptedHoliday.objects.select_related("agency"), pk=pk)
    change = _change(
        adopted.agency,
        heading=f"Take out {adopted.get_holiday_display()}",
        lede=f"Adopted, by {adopted.source}",
        button="Take the holiday out",
        done="Adopted holiday taken out.",
        preview=partial(
            preview_unadoption, adopted=adopted, today=timezone.localdate(), by=request.user
        ),
        apply=partial(remove_adoption, adopted=adopted, by=request.user, at=timezone.now()),
        refusals=(AdoptionRefused,),
    )
    return change_page(request, change)


def _change(agency: Agency, **values: Any) -> Change:
    """A change of one office: it comes from the agency's page and goes back there."""
    back = f"{reverse('staff:agency', args=[agency.pk])}#closures"
    return Change(kicker=agency.name, back=back, place="agencies", **values)
