"""404 and 403 as pages of the product, also while DEBUG is on."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


class ErrorPages:
    """Middleware. A 500 keeps Django's technical page while DEBUG is on, and 500.html without."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and request.resolver_match is None:
            # No view was found, so none could raise: this is Django's own page.
            return not_found(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Http404):
            return not_found(request)
        if isinstance(exception, PermissionDenied):
            return render(request, "403.html", {"exception": str(exception)}, status=403)
        return None


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The product's 404."""
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without the token of its page: it was open too long, or came from elsewhere."""
    explained = "The form was open too long. Go back, load the page again and send it once more."
    return render(request, "403.html", {"exception": explained}, status=403)
