"""Days that the President or the Governor appointed: in, with a preview, and out again."""

from datetime import date
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.deadlines.holiday_rules import SAT
from requests_app.domain.deadlines.words import WEEKDAYS
from requests_app.domain.request_log.dates import ImpossibleDate, shown
from requests_app.domain.statute_book.models import AppointedHoliday
from requests_app.domain.upkeep.law_changes import (
    HolidayGone,
    HolidayKnown,
    appoint_holiday,
    preview_holiday,
    preview_holiday_removal,
    remove_holiday,
)
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.law import HolidayForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.moves import Change, change_page

APPOINTED = (
    "A day that the President or the Governor appoints as a public holiday is a judicial holiday "
    "(Code Civ. Proc. § 135) and, for the state, one of Gov. Code § 6700."
)


@may(Permission.CHANGE_LAW)
def add_holiday(request: StaffRequest) -> HttpResponse:
    change = Change(
        heading="Enter an appointed holiday",
        lede=APPOINTED,
        button="Enter the holiday",
        done="Holiday entered.",
        back=_law_page(),
        preview=partial(preview_holiday, today=timezone.localdate(), by=request.user),
        looked_at=("on",),
        apply=partial(appoint_holiday, by=request.user, at=timezone.now()),
        refusals=(HolidayKnown, ImpossibleDate),
        beside="on",
        remark=_on_a_weekend,
    )
    return change_page(request, change, HolidayForm(request.POST or None))


@may(Permission.CHANGE_LAW)
def take_out_holiday(request: StaffRequest, pk: int) -> HttpResponse:
    holiday = found_or_404(request, AppointedHoliday, pk=pk)
    change = Change(
        heading=f"Take out {holiday.name}, {shown(holiday.on)}",
        lede=f"{holiday.reason}; {holiday.source}",
        button="Take the holiday out",
        done="Holiday taken out.",
        back=_law_page(),
        preview=partial(
            preview_holiday_removal, holiday=holiday, today=timezone.localdate(), by=request.user
        ),
        apply=partial(remove_holiday, holiday=holiday, by=request.user, at=timezone.now()),
        refusals=(HolidayGone,),
    )
    return change_page(request, change)


def _on_a_weekend(data: dict[str, Any]) -> str:
    """An order names its own day: rule 1.11 shifts the holidays of a rule, not this one."""
    on: date = data["on"]
    if on.weekday() < SAT:
        return ""
    return (
        f"{shown(on)} is a {WEEKDAYS[on.weekday()]}, which is off anyway: entered like this it "
        "moves no date, and no weekday beside it becomes a holiday. If the order names another "
        "day as well, enter that one."
    )


def _law_page() -> str:
    return f"{reverse('staff:law')}#appointed"
