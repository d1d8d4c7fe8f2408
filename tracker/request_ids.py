"""One line of the log for each request, and an id by which everything it caused is found."""

import logging
import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tracker.redaction import path_in_log

HEADER = "X-Request-ID"
# An id of the proxy is kept when it can be nothing but an id: it goes into the log and an answer.
USABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")
log = logging.getLogger(__name__)


class RequestIds:
    """Middleware, the first: what any other one logs has the id too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "")
        request_id = given if USABLE.fullmatch(given) else uuid.uuid4().hex
        began = time.monotonic()
        # A thread answers many requests. The id is not taken away at the end: Django logs a 404
        # when the last middleware is through, and that line belongs to the request as well.
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        log.info(
            "answered",
            extra={
                "method": request.method,
                "path": path_in_log(request.path),  # no query: people search for names
                "status": response.status_code,
                "took_ms": round((time.monotonic() - began) * 1000),
                "person": person_of(request),
            },
        )
        response.headers[HEADER] = request_id
        return response


def person_of(request: HttpRequest) -> int | None:
    """The key of who asked, where somebody had to find out anyway: no query for the log's sake."""
    user = getattr(request, "_cached_user", None)  # what django.contrib.auth has looked up
    return None if user is None else user.pk
