"""The deadline calculator: a date, worked out, at an address of its own."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.deadlines.days import days_of, strip_text
from requests_app.domain.deadlines.due_dates import DueDate
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.calculator import CalculatorForm


@may(Permission.SEE_WORKSPACE)
def calculator_page(request: StaffRequest) -> HttpResponse:
    typed = request.GET if "received" in request.GET else None
    form = CalculatorForm(typed, rules=rules_in_force())
    today = timezone.localdate()
    context: dict[str, Any] = {"place": "calculator", "form": form, "today": today}
    if form.is_bound and form.is_valid():
        answer = form.cleaned_data["question"].answer()
        context |= {"no_date": answer} if isinstance(answer, str) else _worked_out(answer, today)
    return render(request, "staff/calculator.html", context)


def _worked_out(due: DueDate, today: date) -> dict[str, Any]:
    strip = {"days": days_of(due, on=today), "strip_text": strip_text(due, on=today)}
    return strip | {"due": due, "law": due.statute}
