"""What every public page and file has in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from zlib import compress, decompress

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from requests_app.domain.publication.corrections import Replaced, Withdrawn
from requests_app.domain.publication.published import NotPublished, last_change

FRESH_FOR = 300  # seconds that a page may be kept: what is published changes a few times a month
View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Reading only, kept for `FRESH_FOR`; what is not published is a 404 like what is not there,
    and what was withdrawn a 410."""

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Replaced as gone:  # an address that was quoted still leads somewhere
            if gone.correction:
                return redirect("public:correction", gone.correction)
            return redirect("public:release", gone.release)
        except Withdrawn as gone:
            context = {"note": gone.correction}
            return render(request, "public/withdrawn.html", context, status=HTTPStatus.GONE)
        except NotPublished as error:
            raise Http404(str(error)) from error

    kept = cache_control(public=True, max_age=FRESH_FOR)(_made_once(shown))
    return login_not_required(require_safe(kept))


def _made_once(view: View) -> View:
    """Made anew when anything was done here since, on another day, and after `FRESH_FOR`: two
    changes at the same moment can be taken for one."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        told = (last_change(), timezone.localdate(), request.build_absolute_uri())
        key = f"public-{sha256(repr(told).encode()).hexdigest()}"
        if kept := cache.get(key):
            content, kind, headers = kept
            return HttpResponse(decompress(content), content_type=kind, headers=headers)
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            headers = dict(response.headers)
            kept = (compress(response.content, 1), headers.pop("Content-Type"), headers)
            cache.set(key, kept, FRESH_FOR)
        return response

    return answered
