"""The addresses of returned data and of comparison."""

from django.urls import path

from requests_app.staff_site.views import (
    changes,
    compare,
    imports,
    names,
    passports,
    release_steps,
    returned_data,
)

urlpatterns = [
    path("returned-data/", returned_data.returned_data, name="returned_data"),
    path(
        "returned-data/import/<int:attachment_pk>/",
        imports.import_attachment,
        name="import_attachment",
    ),
    path("returned-data/names/<int:attachment_pk>/", names.names, name="names"),
    path(
        "returned-data/names/<int:attachment_pk>/<uuid:step>/undo/", names.undo, name="undo_names"
    ),
    path("releases/<int:pk>/", returned_data.release, name="release"),
    path("releases/<int:pk>/changes/", changes.changes, name="release_changes"),
    path("releases/<int:pk>/changes.csv", changes.changes_file, name="release_changes_csv"),
    path("releases/<int:pk>/submit/", release_steps.submit, name="submit_release"),
    path("releases/<int:pk>/publish/", release_steps.publish, name="publish_release"),
    path("releases/<int:pk>/send-back/", release_steps.back, name="send_back_release"),
    path("releases/<int:pk>/withdraw/", release_steps.withdraw, name="withdraw_release"),
    path("releases/<int:pk>/accept/", release_steps.accept, name="accept_warnings_of_release"),
    path("releases/<int:pk>/undo/", release_steps.undo, name="undo_release"),
    path("figures/<int:pk>/", passports.figure, name="figure"),
    path("compare/", compare.compare, name="compare"),
    path("compare.csv", compare.compare_csv, name="compare_csv"),
    path("compare.xlsx", compare.compare_workbook, name="compare_workbook"),
]
