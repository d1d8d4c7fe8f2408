"""The list of requests, its files and the views of it that people keep."""

from django.urls import path

from requests_app.staff_site.views import request_list

urlpatterns = [
    path("requests/", request_list.request_list, name="requests"),
    path("requests/page/", request_list.turn_page, name="turn_page"),
    path("requests/list.csv", request_list.download_csv, name="requests_csv"),
    path("requests/list.xlsx", request_list.download_workbook, name="requests_xlsx"),
    path("requests/views/save/", request_list.save_view_now, name="save_view"),
    path("requests/views/<int:pk>/", request_list.open_view, name="open_view"),
    path("requests/views/<int:pk>/rename/", request_list.rename_view_now, name="rename_view"),
    path("requests/views/<int:pk>/replace/", request_list.replace_view_now, name="replace_view"),
    path("requests/views/<int:pk>/share/", request_list.share_view_now, name="share_view"),
    path("requests/views/<int:pk>/delete/", request_list.delete_view_now, name="delete_view"),
    path("requests/views/<int:pk>/restore/", request_list.restore_view_now, name="restore_view"),
]
