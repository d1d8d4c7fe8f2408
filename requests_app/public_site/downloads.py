"""Published figures as files at a stable address."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from requests_app.domain.publication.downloads import all_csv, statewide_csv
from requests_app.domain.publication.values import Statement
from requests_app.domain.sheets.writing import BYTE_ORDER_MARK
from requests_app.public_site.caching import FRESH_FOR
from requests_app.public_site.charts import address_of


@login_not_required
@require_safe
@cache_control(public=True, max_age=FRESH_FOR)
def tallies_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The statewide figures."""
    return _file(request, statewide_csv, "clets-misuse-statewide.csv")


@login_not_required
@require_safe
@cache_control(public=True, max_age=FRESH_FOR)
def figures_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every published figure."""
    return _file(request, all_csv, "clets-misuse-figures.csv")


def _file(
    request: HttpRequest,
    rows: Callable[[Callable[[Statement], str]], Iterator[str]],
    name: str,
) -> StreamingHttpResponse:
    site = request.build_absolute_uri("/").removesuffix("/")

    def whole_address(statement: Statement) -> str:
        return f"{site}{address_of(statement)}"

    def content() -> Iterator[str]:
        yield BYTE_ORDER_MARK
        yield from rows(whole_address)

    response = StreamingHttpResponse(content(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
