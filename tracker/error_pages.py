"""400, 403, 404, 405, 429 and 503 as pages of the product, also while DEBUG is on."""

import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tracker.file_store_errors import FileStoreAway

log = logging.getLogger(__name__)


class ErrorPages:
    """Middleware. A 500 keeps Django's technical page while DEBUG is on, and 500.html without."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and request.resolver_match is None:
            # No view was found, so none could raise: this is Django's own page.
            return not_found(request)
        if response.status_code == 405 and not response.content:
            page = _page(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Http404):
            return not_found(request)
        if isinstance(exception, PermissionDenied):
            return _page(request, "403.html", status=403, explained=str(exception))
        if isinstance(exception, FileStoreAway):
            log.error("the file store is away", exc_info=exception)
            return _page(request, "503.html", status=503)
        return None


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The product's 404."""
    return _page(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What came could not be read as a form: too many fields, too long, cut off."""
    return _page(request, "400.html", status=400)


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """Asked for more often than one visitor may; `seconds` until it is open again (RFC 6585)."""
    page = _page(request, "429.html", status=429, seconds=seconds)
    page["Retry-After"] = str(seconds)
    page["Cache-Control"] = "no-store"
    return page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without the token of its page: it was open too long, or came from elsewhere."""
    return _page(request, "403_form.html", status=403)


def _page(
    request: HttpRequest, template: str, *, status: int, **context: str | int
) -> HttpResponse:
    """In the dress of the place it was asked for: the staff's for those who are signed in."""
    user = getattr(request, "user", None)  # nobody knows yet who it is where a middleware refused
    is_staff = request.path.startswith("/staff/") and bool(user and user.is_authenticated)
    dress = {"dress": f"{'staff' if is_staff else 'public'}/base.html", "is_staff": is_staff}
    return render(request, template, context | dress, status=status)
