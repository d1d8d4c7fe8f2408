"""The search over everything that is known of requests."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.file_access import Use, states_for
from requests_app.domain.request_log.models import RecordsRequest, SearchEntry
from requests_app.domain.request_log.search import exactly, record_quoting, search_page
from requests_app.domain.request_log.words import LONGEST_QUERY, words_of
from requests_app.staff_site.access import StaffRequest, may

MOST_AGENCIES = 5
KINDS = {"request": "Requests", "event": "What happened", "file": "Files"}


@may(Permission.SEE_WORKSPACE)
def search_page_view(request: StaffRequest) -> HttpResponse:
    """What is typed in the head (`go`) and is exactly a number leads straight to what has it."""
    text = request.GET.get("q", "").replace("\x00", " ").strip()[:LONGEST_QUERY]
    if request.GET.get("go") and (only := exactly(text, person=request.user)):
        return redirect(f"staff:{_PAGES[type(only)]}", only.pk)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    before = request.GET.get("before", "")
    states = states_for(request.user, Use.FIND)
    page = search_page(text, states=states, kind=kind, before=_number(before), person=request.user)
    record_quoting(page=page, text=text, by=request.user, at=timezone.now())
    agencies = _agencies(text) if not kind and not before else []
    context = {
        "place": "search",
        "q": text,
        "has_words": bool(words_of(text)),
        "page": page,
        "agencies": agencies,
        "kinds": KINDS,
        "kind": kind,
        "is_later": bool(before),
        "sample": any(found.records_request.is_sample for found in page.found),
        "file_kind": SearchEntry.Kind.FILE,
        "event_kind": SearchEntry.Kind.EVENT,
    }
    return render(request, "staff/search.html", context)


_PAGES: dict[type, str] = {RecordsRequest: "request", Agency: "agency"}


def _number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 19 else None


def _agencies(text: str) -> list[Agency]:
    """Agencies by name, alias or ORI, the best first."""
    if not words_of(text):
        return []
    return list(Agency.objects.named_like(text).best_first(text)[:MOST_AGENCIES])
