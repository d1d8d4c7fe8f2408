"""Every address is closed unless its view says that it is open."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ClosedByDefault(LoginRequiredMiddleware):
    """Django's, but that an open view is not asked who is there: to look would mark its page as one
    visitor's (`Vary: Cookie`), and nobody could keep it for the next."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
