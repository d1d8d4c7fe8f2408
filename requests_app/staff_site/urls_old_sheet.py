"""The addresses of the old spreadsheet's way in."""

from django.urls import path

from requests_app.staff_site.views import old_sheet

urlpatterns = [
    path("requests/import/", old_sheet.import_requests, name="import_requests"),
    path("requests/import/<int:pk>/", old_sheet.show_sheet, name="old_sheet"),
    path("requests/import/<int:pk>/to-mend.csv", old_sheet.rows_to_mend, name="rows_to_mend"),
    path("requests/import/<int:pk>/undo/", old_sheet.undo_sheet, name="undo_old_sheet"),
]
