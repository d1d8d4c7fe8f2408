"""What every public page and file has in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from requests_app.domain.publication.corrections import Replaced
from requests_app.domain.publication.published import NotPublished

FRESH_FOR = 300  # seconds that a page may be kept: what is published changes a few times a month
View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Reading only, kept for `FRESH_FOR`; what is not published is a 404 like what is not there."""

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Replaced as gone:  # an address that was quoted still leads somewhere
            if gone.correction:
                return redirect("public:correction", gone.correction)
            return redirect("public:release", gone.release)
        except NotPublished as error:
            raise Http404(str(error)) from error

    return require_safe(cache_control(public=True, max_age=FRESH_FOR)(shown))
