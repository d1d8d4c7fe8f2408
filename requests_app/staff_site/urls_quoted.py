"""The addresses of quoted figures."""

from django.urls import path

from requests_app.staff_site.views import quoted, quoted_telling

urlpatterns = [
    path("quoted/", quoted.quoted_list, name="quoted"),
    path("quoted/new/", quoted.new_quote, name="new_quote"),
    path("quoted/<int:pk>/", quoted.show_quote, name="quote"),
    path("quoted/<int:pk>/edit/", quoted.edit_quote, name="edit_quote"),
    path("quoted/<int:pk>/remove/", quoted.remove_quote_now, name="remove_quote"),
    path("quoted/<int:pk>/should-be/", quoted_telling.tie_quote_now, name="tie_quote"),
    path("quoted/<int:pk>/told/", quoted_telling.record_telling_now, name="record_telling"),
    path("tellings/<int:pk>/undo/", quoted_telling.take_back_telling_now, name="undo_telling"),
    path("releases/<int:pk>/whom-to-tell/", quoted_telling.whom_to_tell, name="whom_to_tell"),
]
