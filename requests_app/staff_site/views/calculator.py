"""The deadline calculator: a date, worked out, at an address of its own."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.deadlines.counting import due_date
from requests_app.domain.deadlines.days import days_of, strip_text
from requests_app.domain.deadlines.statutes import DeadlineError
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.calculator import CalculatorForm


@may(Permission.SEE_WORKSPACE)
def calculator_page(request: StaffRequest) -> HttpResponse:
    form = CalculatorForm(request.GET) if "received" in request.GET else CalculatorForm()
    today = timezone.localdate()
    context = {"place": "calculator", "form": form, "today": today}
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            due = due_date(
                data["received"],
                level=data["level"],
                extension_days=data["extension"] or 0,
                claimed_received_on=data["claimed"],
            )
        except DeadlineError as error:
            form.add_error(None, str(error))
        else:
            context |= {"due": due, "days": days_of(due, on=today)}
            context["strip_text"] = strip_text(due, on=today)
    return render(request, "staff/calculator.html", context)
