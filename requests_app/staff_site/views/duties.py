"""1 February: the year's duties, agency by agency."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.deadlines.counting import reporting_due_on
from requests_app.domain.reporting.models import AnnualDuty, Answer
from requests_app.domain.reporting.operations import (
    AnswerIncomplete,
    YearNotOver,
    open_year,
    record_answer,
)
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.duties import DutyForm, YearForm
from requests_app.staff_site.paging import page_of


@may(Permission.SEE_WORKSPACE)
def duty_board(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    opened = list(
        AnnualDuty.objects.order_by("-reporting_year")
        .values_list("reporting_year", flat=True)
        .distinct()
    )
    asked = YearForm({"reporting_year": request.GET.get("year", "")})
    last_year = opened[0] if opened else today.year - 1
    year = asked.cleaned_data["reporting_year"] if asked.is_valid() else last_year
    of_year = AnnualDuty.objects.of_year(year)
    counts = dict(of_year.values_list("answer").annotate(Count("pk")).order_by())
    answer = request.GET.get("answer", "")
    shown = of_year.filter(answer=answer) if answer in Answer.values else of_year
    context = {
        "place": "duties",
        "today": today,
        "year": year,
        "years": sorted({*opened, today.year - 1}, reverse=True),
        "is_open": bool(counts),
        "due_on": reporting_due_on(year),
        "answers": [(one, counts.get(one, 0)) for one in Answer],
        "answer": answer,
        "total": sum(counts.values()),
        "page_obj": page_of(
            shown.select_related("agency", "answered_by").order_by("agency__name", "pk"),
            request.GET.get("page"),
        ),
        "can_record": request.user.may(Permission.RECORD_DUTIES),
    }
    return render(request, "staff/duties/board.html", context)


@require_POST
@may(Permission.RECORD_DUTIES)
def open_year_now(request: StaffRequest) -> HttpResponse:
    form = YearForm(request.POST)
    if not form.is_valid():
        messages.error(request, "A year is four digits, like 2025.")
        return redirect("staff:duties")
    year = form.cleaned_data["reporting_year"]
    try:
        made = open_year(reporting_year=year, by=request.user, at=timezone.now())
    except YearNotOver as error:
        messages.error(request, str(error))
        return redirect("staff:duties")
    messages.success(request, f"{year} is open: {made:,} {pluralize(made, 'duty,duties')} added.")
    return redirect(f"{reverse('staff:duties')}?year={year}")


@may(Permission.RECORD_DUTIES)
def edit_duty(request: StaffRequest, pk: int) -> HttpResponse:
    duty = get_object_or_404(AnnualDuty.objects.select_related("agency"), pk=pk)
    form = DutyForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        answer = Answer(form.cleaned_data.pop("answer"))
        try:
            record_answer(
                duty=duty, answer=answer, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except (AnswerIncomplete, ImpossibleDate) as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"Recorded for {duty.agency}: {answer.label}.")
            return redirect(f"{reverse('staff:duties')}?year={duty.reporting_year}")
    form = form or DutyForm(initial=vars(duty))
    return render(
        request, "staff/duties/edit.html", {"form": form, "duty": duty, "place": "duties"}
    )
