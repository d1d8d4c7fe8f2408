"""What the buttons of a reminder mail open. Programs that look into mails fetch every link, so
fetching changes nothing: each page has one button."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from requests_app.domain.reminders.links import Purpose, SnoozeLink, StopLink
from requests_app.domain.reminders.setting_out import wishes_page
from requests_app.domain.reminders.snoozing import offered, snooze
from requests_app.domain.reminders.stopping import is_stopped, person_of, stop_kind, want_again
from requests_app.staff_site.access import by_link


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(Purpose.SNOOZE)
def snooze_page(request: HttpRequest, link: SnoozeLink) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    is_new = request.method == "POST" and snooze(link=link, at=now)[1]
    offer = offered(link=link, on=today)
    own = offer.known
    context = {"offer": offer, "own": own, "is_new": is_new, "days": link.days, "today": today}
    return render(request, "staff/mail_links/snooze.html", context)


# A mail program posts here by itself (RFC 8058): it has no page, and what it has instead of the
# page's token is the signature in the address.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@by_link(Purpose.STOP)
def stop_page(request: HttpRequest, link: StopLink) -> HttpResponse:
    is_new = request.method == "POST" and stop_kind(link=link, at=timezone.now())
    return render(request, "staff/mail_links/stop.html", _stop_context(link, is_new=is_new))


@require_POST
@by_link(Purpose.STOP)
def want_again_now(request: HttpRequest, link: StopLink) -> HttpResponse:
    want_again(link=link, at=timezone.now())
    context = _stop_context(link, is_new=False)
    return render(request, "staff/mail_links/wanted.html", context)


def _stop_context(link: StopLink, *, is_new: bool) -> dict[str, Any]:
    person = person_of(link.person)
    return {
        "person": person,
        "kind": link.kind,
        "stopped": is_stopped(person=person, kind=link.kind),
        "is_new": is_new,
        "wishes": wishes_page(),
    }
