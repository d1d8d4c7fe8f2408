"""The addresses of logging and recording from a mail."""

from django.urls import path

from requests_app.staff_site.views import events, mails

urlpatterns = [
    path("requests/from-mail/", mails.read_mail_page, name="read_mail"),
    path("requests/from-mail/<int:pk>/", mails.show_mail_draft, name="mail_draft"),
    path("requests/<int:pk>/record/fields/", events.fields_of_kind, name="event_fields"),
]
