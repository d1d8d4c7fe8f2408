"""The addresses of returned data and of comparison."""

from django.urls import path

from requests_app.staff_site.views import compare, returned_data

urlpatterns = [
    path("returned-data/", returned_data.returned_data, name="returned_data"),
    path(
        "returned-data/import/<int:attachment_pk>/",
        returned_data.import_attachment,
        name="import_attachment",
    ),
    path("releases/<int:pk>/", returned_data.release, name="release"),
    path("releases/<int:pk>/submit/", returned_data.submit, name="submit_release"),
    path("releases/<int:pk>/publish/", returned_data.publish, name="publish_release"),
    path("releases/<int:pk>/send-back/", returned_data.back, name="send_back_release"),
    path("releases/<int:pk>/undo/", returned_data.undo, name="undo_release"),
    path("figures/<int:pk>/", returned_data.figure, name="figure"),
    path("compare/", compare.compare, name="compare"),
    path("compare.csv", compare.compare_csv, name="compare_csv"),
]
