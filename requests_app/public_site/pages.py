"""The public pages: each asks `publication` for plain values and shows them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from requests_app.domain.publication.agencies import (
    NowUnder,
    agency_lines,
    agency_page,
    county_page,
)
from requests_app.domain.publication.corrections import (
    note_page,
    notes_about,
    notes_of_release,
    notes_page,
    raise_if_replaced,
)
from requests_app.domain.publication.passports import published_passport
from requests_app.domain.publication.pictures.outcomes import agency_outcomes, outcomes_of_year
from requests_app.domain.publication.pictures.ranked import ranked
from requests_app.domain.publication.pictures.sparks import years_of_many
from requests_app.domain.publication.pictures.yearly import agency_pictures, statewide_picture
from requests_app.domain.publication.published import NotPublished
from requests_app.domain.publication.quoted import quoted_about_agency, quoted_about_year
from requests_app.domain.publication.releases import release_lines, release_page
from requests_app.domain.publication.said import said_about_year, said_by_agency
from requests_app.domain.publication.story import latest_story
from requests_app.domain.publication.tallies import HEADLINE_MEASURES
from requests_app.domain.publication.tallies import tallies as statewide_tallies
from requests_app.domain.publication.years import year as year_page
from requests_app.public_site.caching import public_page
from requests_app.public_site.charts import address_of, county_address, shown, shown_of_ranking

AGENCIES_A_PAGE = 100


@public_page
def tallies(request: HttpRequest) -> HttpResponse:
    found = statewide_tallies()
    keys = [head.key for head in found.heads]
    chosen = request.GET.get("measure", HEADLINE_MEASURES[0])
    if chosen not in keys:
        raise Http404(f"“{chosen}” is none of the measures shown: {', '.join(keys)}.")
    context: dict[str, object] = {
        "tallies": found,
        "story": latest_story(found),
        "chosen": next(head for head in found.heads if head.key == chosen),
    }
    if found.rows:
        on = timezone.localdate()
        picture = statewide_picture(found, chosen, address_of=address_of, on=on)
        context["drawn"] = shown(picture, "tallies_picture", chosen)
    return render(request, "public/tallies.html", context)


@public_page
def year(request: HttpRequest, year: int) -> HttpResponse:
    found = year_page(year)
    on = timezone.localdate()
    outcomes = outcomes_of_year(found.stated, year, address_of=address_of, on=on)
    rankings = ranked(found.rankings, address_of=address_of, county_address=county_address, on=on)
    context = {
        "year": found,
        "outcomes": outcomes and shown(outcomes, "outcomes_picture", year),
        "rankings": [(one, *shown_of_ranking(one, year)) for one in rankings],
        "quotes": quoted_about_year(year),
        "spoken": said_about_year(year, on=on),
    }
    return render(request, "public/year.html", context)


@public_page
def agencies(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    lines = agency_lines(text)
    page = Paginator(lines, AGENCIES_A_PAGE).get_page(request.GET.get("page"))
    with_figures = sum(bool(line.figures) for line in lines)
    context = {
        "lines": page,
        "page": page,
        "text": text,
        "with_figures": with_figures,
        "years": years_of_many(line.pk for line in page),
    }
    return render(request, "public/agencies.html", context)


@public_page
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        found = agency_page(pk)
    except NowUnder as moved:  # an address that was quoted still leads somewhere
        return redirect("public:agency", moved.pk)
    on = timezone.localdate()
    pictures = [
        shown(picture, "agency_picture", pk, picture.key)
        for picture in agency_pictures(found, address_of=address_of, on=on)
    ]
    if outcomes := agency_outcomes(found, address_of=address_of, on=on):
        pictures.append(shown(outcomes, "agency_outcomes_picture", pk))
    context = {
        "agency": found,
        "pictures": pictures,
        "quotes": quoted_about_agency(pk),
        "spoken": said_by_agency(pk, on=on),
    }
    return render(request, "public/agency.html", context)


@public_page
def county(request: HttpRequest, slug: str) -> HttpResponse:
    found = county_page(slug)
    years = years_of_many(line.pk for line in found.agencies)
    context = {"county": found, "lines": found.agencies, "years": years, "place": "agencies"}
    return render(request, "public/county.html", context)


@public_page
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        found = published_passport(pk)
    except NotPublished:
        raise_if_replaced(figure=pk)
        raise
    context = {"passport": found, "corrections": notes_about(pk), "place": "tallies"}
    return render(request, "public/figure.html", context)


@public_page
def release(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        found = release_page(pk, request.GET.get("page"))
    except NotPublished:
        raise_if_replaced(release=pk)
        raise
    context = {"release": found, "page": found.page, "place": "data"}
    context["corrections"] = notes_of_release(pk)
    return render(request, "public/release.html", context)


@public_page
def corrections(request: HttpRequest) -> HttpResponse:
    context = {"page": notes_page(request.GET.get("page"))}
    return render(request, "public/corrections.html", context)


@public_page
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    found = note_page(pk, request.GET.get("page"))
    context = {"note": found.note, "page": found.page, "renamed": found.renamed}
    context["instead"] = found.instead
    context["place"] = "corrections"
    return render(request, "public/correction.html", context)


@public_page
def method(request: HttpRequest) -> HttpResponse:
    return render(request, "public/method.html", {"heads": statewide_tallies().heads})


@public_page
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "public/data.html", {"releases": release_lines()})
