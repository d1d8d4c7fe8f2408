"""The public addresses. They are quoted elsewhere: once given out, an address stays."""

from django.urls import path

from requests_app.public_site import downloads, feeds, pages, pictures

app_name = "public"

urlpatterns = [
    path("", pages.tallies, name="tallies"),
    path("tallies.csv", downloads.tallies_csv, name="tallies_csv"),
    path("figures.csv", downloads.figures_csv, name="figures_csv"),
    path("tallies/<slug:measure>.<slug:form>", pictures.statewide, name="tallies_picture"),
    path("years/<int:year>/", pages.year, name="year"),
    path("years/<int:year>/outcomes.<slug:form>", pictures.outcomes, name="outcomes_picture"),
    path(
        "years/<int:year>/<slug:measure>/<slug:source>.<slug:form>",
        pictures.ranking,
        name="ranking_picture",
    ),
    path(
        "years/<int:year>/<slug:measure>/<slug:source>/map.<slug:form>",
        pictures.county_map,
        name="map_picture",
    ),
    path("agencies/", pages.agencies, name="agencies"),
    path("agencies/<int:pk>/", pages.agency, name="agency"),
    path(
        "agencies/<int:pk>/outcomes.<slug:form>",
        pictures.outcomes_of_agency,
        name="agency_outcomes_picture",
    ),
    path("agencies/<int:pk>/<slug:measure>.<slug:form>", pictures.agency, name="agency_picture"),
    path("counties/<slug:slug>/", pages.county, name="county"),
    path("figures/<int:pk>/", pages.figure, name="figure"),
    path("releases/<int:pk>/", pages.release, name="release"),
    path("corrections/", pages.corrections, name="corrections"),
    path("corrections/feed.atom", feeds.corrections, name="corrections_feed"),
    path("corrections/<int:pk>/", pages.correction, name="correction"),
    path("method/", pages.method, name="method"),
    path("data/", pages.data, name="data"),
]
