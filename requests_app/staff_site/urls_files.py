"""Files that came back, and the search over all that is known of requests."""

from django.urls import path

from requests_app.staff_site.views import bin as bin_views
from requests_app.staff_site.views import file_contents, files, search, transcriptions

urlpatterns = [
    path("requests/<int:pk>/attach/", files.attach_files_now, name="attach_file"),
    path("files/<int:pk>/", file_contents.download_attachment, name="attachment"),
    path("files/<int:pk>/view/", files.view_attachment, name="view_attachment"),
    path("files/<int:pk>/content/", file_contents.show_attachment, name="show_attachment"),
    path("files/<int:pk>/pages/<int:number>.png", file_contents.show_page, name="show_page"),
    path("files/<int:pk>/state/", files.set_state_now, name="restrict_attachment"),
    path("files/<int:pk>/redacted/", files.attach_copy_now, name="redact_attachment"),
    path("files/<int:pk>/delete/", bin_views.delete_attachment_now, name="delete_attachment"),
    path("bin/", bin_views.bin_page, name="bin"),
    path("bin/<int:pk>/restore/", bin_views.restore_from_bin_now, name="restore_from_bin"),
    path("files/<int:pk>/may-go-out/", files.may_go_out_now, name="release_attachment"),
    path("files/<int:pk>/transcription/", transcriptions.transcription, name="transcription"),
    path("files/<int:pk>/transcription/type/", transcriptions.type_now, name="type_table"),
    path(
        "files/<int:pk>/transcription/settle/",
        transcriptions.settle_now,
        name="settle_transcription",
    ),
    path(
        "files/<int:pk>/transcription/take-back/",
        transcriptions.take_back_now,
        name="take_back_settling",
    ),
    path("search/", search.search_page_view, name="search"),
]
