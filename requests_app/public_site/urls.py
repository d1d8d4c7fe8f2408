"""The public addresses. They are quoted elsewhere: once given out, an address stays."""

from django.urls import path

from requests_app.public_site import downloads, pages

app_name = "public"

urlpatterns = [
    path("", pages.tallies, name="tallies"),
    path("tallies.csv", downloads.tallies_csv, name="tallies_csv"),
    path("figures.csv", downloads.figures_csv, name="figures_csv"),
    path("years/<int:year>/", pages.year, name="year"),
    path("agencies/", pages.agencies, name="agencies"),
    path("agencies/<int:pk>/", pages.agency, name="agency"),
    path("counties/<slug:slug>/", pages.county, name="county"),
    path("figures/<int:pk>/", pages.figure, name="figure"),
    path("releases/<int:pk>/", pages.release, name="release"),
    path("method/", pages.method, name="method"),
    path("data/", pages.data, name="data"),
]
