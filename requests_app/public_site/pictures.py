"""Pictures as files at a stable address: the SVG to be printed, the CSV of what it shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.drawing import files
from requests_app.domain.drawing.pictures import Picture
from requests_app.domain.publication.agencies import NowUnder, agency_page
from requests_app.domain.publication.pictures.counties import county_picture
from requests_app.domain.publication.pictures.county_rows import county_rows, key_of
from requests_app.domain.publication.pictures.outcomes import agency_outcomes, statewide_outcomes
from requests_app.domain.publication.pictures.ranking import ranking_picture, table_of
from requests_app.domain.publication.pictures.yearly import agency_picture, statewide_picture
from requests_app.domain.publication.published import published_figures
from requests_app.domain.publication.tallies import tallies
from requests_app.domain.sheets.writing import csv_pieces
from requests_app.public_site.caching import public_page
from requests_app.public_site.charts import CSV, SVG, address_of, county_address

Made = tuple[Picture | None, str]


def picture_file(view: Callable[..., Made]) -> Callable[..., HttpResponse]:
    """The view gives a picture and the address of its page; `form` says which file is asked."""

    @wraps(view)
    def answered(request: HttpRequest, *, form: str, **kwargs: object) -> HttpResponse:
        if form not in FORMS:
            raise Http404(f"There is no .{form} of a picture.")
        try:
            picture, page = view(**kwargs)
        except NowUnder as moved:
            name = request.resolver_match.view_name if request.resolver_match else ""
            return redirect(reverse(name, kwargs={**kwargs, "pk": moved.pk, "form": form}))
        if picture is None or not picture.drawings:
            raise Http404("Nothing of it is published that could be drawn.")
        return FORMS[form](request, picture, page)

    return public_page(answered)


def _svg(request: HttpRequest, picture: Picture, page: str) -> HttpResponse:
    content = files.svg(picture, request.build_absolute_uri(page))
    return _named(HttpResponse(content, content_type="image/svg+xml; charset=utf-8"), request)


def _csv(request: HttpRequest, picture: Picture, page: str) -> HttpResponse:
    rows = [
        (*row.cells, request.build_absolute_uri(row.passport or row.href or page))
        for row in picture.rows
    ]
    content = "".join(csv_pieces((*picture.head, "address"), rows))
    return _named(HttpResponse(content, content_type="text/csv; charset=utf-8"), request)


def _named(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    name = "-".join(request.path.strip("/").split("/"))
    response["Content-Disposition"] = f'inline; filename="clets-misuse-{name}"'
    return response


FORMS = {SVG: _svg, CSV: _csv}


@picture_file
def statewide(measure: str) -> Made:
    on = timezone.localdate()
    picture = statewide_picture(tallies(), measure, address_of=address_of, on=on)
    return picture, f"{reverse('public:tallies')}?measure={measure}"


@picture_file
def outcomes(year: int) -> Made:
    picture = statewide_outcomes(year, address_of=address_of, on=timezone.localdate())
    return picture, reverse("public:year", args=[year])


@picture_file
def ranking(year: int, measure: str, source: str) -> Made:
    table = table_of(year, measure, source)
    picture = ranking_picture(table, address_of=address_of, on=timezone.localdate())
    return picture, reverse("public:year", args=[year])


@picture_file
def county_map(year: int, measure: str, source: str) -> Made:
    table = table_of(year, measure, source)
    rows = county_rows([table], published_figures()).get(key_of(table), [])
    on = timezone.localdate()
    picture = county_picture(
        table, rows, address_of=address_of, county_address=county_address, on=on
    )
    return picture, reverse("public:year", args=[year])


@picture_file
def agency(pk: int, measure: str) -> Made:
    picture = agency_picture(pk, measure, address_of=address_of, on=timezone.localdate())
    return picture, reverse("public:agency", args=[pk])


@picture_file
def outcomes_of_agency(pk: int) -> Made:
    picture = agency_outcomes(agency_page(pk), address_of=address_of, on=timezone.localdate())
    return picture, reverse("public:agency", args=[pk])
