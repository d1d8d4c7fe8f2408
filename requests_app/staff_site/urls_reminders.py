"""Reminders: what comes, went and did not; their mails; what people wish of them."""

from django.urls import path

from requests_app.staff_site.views import calendars, reminder_mails, reminders, wishes

urlpatterns = [
    path("reminders/", reminders.reminder_list, name="reminders"),
    path("reminders/<int:pk>/", reminders.show_reminder, name="reminder"),
    path("reminders/mails/<int:pk>/", reminder_mails.show_reminder_mail, name="reminder_mail"),
    path(
        "reminders/mails/<int:pk>/html/",
        reminder_mails.show_reminder_mail_html,
        name="reminder_mail_html",
    ),
    path(
        "reminders/mails/<int:pk>/again/",
        reminder_mails.send_mail_again_now,
        name="send_mail_again",
    ),
    path("reminders/calendars/", calendars.calendar_list, name="calendars"),
    path("reminders/calendars/make/", calendars.make_calendar_now, name="make_calendar"),
    path(
        "reminders/calendars/<int:pk>/revoke/",
        calendars.revoke_calendar_now,
        name="revoke_calendar",
    ),
    path("reminders/tomorrow/", reminder_mails.next_digest_page, name="next_digest"),
    path("reminders/tomorrow/html/", reminder_mails.next_digest_html, name="next_digest_html"),
    path("reminders/wishes/", wishes.own_wishes_page, name="reminder_wishes"),
    path("reminders/wishes/<int:pk>/undo/", wishes.undo_wishes_now, name="undo_wishes"),
    path("reminders/wishes/desk/", wishes.desk_wishes_page, name="desk_wishes"),
    path(
        "reminders/wishes/desk/<int:pk>/undo/",
        wishes.undo_desk_wishes_now,
        name="undo_desk_wishes",
    ),
    path("mails/<str:name>/", reminder_mails.show_mail, name="mail"),
    path("mails/<str:name>/html/", reminder_mails.show_mail_html, name="mail_html"),
]
