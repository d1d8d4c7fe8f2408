"""The public pages: each asks `publication` for plain values and shows them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from requests_app.domain.publication.agencies import (
    NowUnder,
    agency_lines,
    agency_page,
    county_page,
)
from requests_app.domain.publication.passports import published_passport
from requests_app.domain.publication.published import NotPublished
from requests_app.domain.publication.releases import release_lines, release_page
from requests_app.domain.publication.story import latest_story
from requests_app.domain.publication.tallies import HEADLINE_MEASURES
from requests_app.domain.publication.tallies import tallies as statewide_tallies
from requests_app.domain.publication.years import year as year_page
from requests_app.public_site.charts import agency_bars, year_columns

FRESH_FOR = 300  # seconds that a page may be kept: what is published changes a few times a month
AGENCIES_A_PAGE = 100
View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Reading only, kept for `FRESH_FOR`; what is not published is a 404 like what is not there."""

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotPublished as error:
            raise Http404(str(error)) from error

    return require_safe(cache_control(public=True, max_age=FRESH_FOR)(shown))


@public_page
def tallies(request: HttpRequest) -> HttpResponse:
    found = statewide_tallies()
    keys = [head.key for head in found.heads]
    chosen = request.GET.get("measure", HEADLINE_MEASURES[0])
    if chosen not in keys:
        raise Http404(f"“{chosen}” is none of the measures shown: {', '.join(keys)}.")
    context = {
        "tallies": found,
        "story": latest_story(found),
        "chosen": next(head for head in found.heads if head.key == chosen),
        "chart": year_columns(found.by_year(chosen)),
    }
    return render(request, "public/tallies.html", context)


@public_page
def year(request: HttpRequest, year: int) -> HttpResponse:
    found = year_page(year)
    rankings = [(table, agency_bars(table)) for table in found.rankings]
    return render(request, "public/year.html", {"year": found, "rankings": rankings})


@public_page
def agencies(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    lines = agency_lines(text)
    page = Paginator(lines, AGENCIES_A_PAGE).get_page(request.GET.get("page"))
    with_figures = sum(bool(line.figures) for line in lines)
    context = {"page": page, "text": text, "with_figures": with_figures}
    return render(request, "public/agencies.html", context)


@public_page
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        return render(request, "public/agency.html", {"agency": agency_page(pk)})
    except NowUnder as moved:  # an address that was quoted still leads somewhere
        return redirect("public:agency", moved.pk)


@public_page
def county(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "public/county.html", {"county": county_page(slug), "place": "agencies"})


@public_page
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    context = {"passport": published_passport(pk), "place": "tallies"}
    return render(request, "public/figure.html", context)


@public_page
def release(request: HttpRequest, pk: int) -> HttpResponse:
    found = release_page(pk, request.GET.get("page"))
    context = {"release": found, "page": found.page, "place": "data"}
    return render(request, "public/release.html", context)


@public_page
def method(request: HttpRequest) -> HttpResponse:
    return render(request, "public/method.html", {"heads": statewide_tallies().heads})


@public_page
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "public/data.html", {"releases": release_lines()})
