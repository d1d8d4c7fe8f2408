"""The work of the day: many requests in one step, tags, own reminders."""

from django.urls import path

from requests_app.staff_site.views import bulk, own_reminders, tags

urlpatterns = [
    path("requests/bulk/", bulk.bulk_page, name="bulk"),
    path("requests/bulk/<int:pk>/", bulk.show_bulk_action, name="bulk_action"),
    path("requests/bulk/<int:pk>/undo/", bulk.undo_bulk_now, name="undo_bulk"),
    path("requests/<int:pk>/tag/", tags.tag_request_now, name="tag_request"),
    path("requests/<int:pk>/untag/", tags.untag_request_now, name="untag_request"),
    path(
        "requests/<int:pk>/remind/",
        own_reminders.set_reminder_page,
        {"about": "request"},
        name="remind_of_request",
    ),
    path(
        "campaigns/<int:pk>/remind/",
        own_reminders.set_reminder_page,
        {"about": "campaign"},
        name="remind_of_campaign",
    ),
    path(
        "agencies/<int:pk>/remind/",
        own_reminders.set_reminder_page,
        {"about": "agency"},
        name="remind_of_agency",
    ),
    path("own-reminders/", own_reminders.own_reminder_list, name="own_reminders"),
    path("own-reminders/<int:pk>/put-off/", own_reminders.put_off_now, name="put_off_reminder"),
    path("own-reminders/<int:pk>/done/", own_reminders.finish_now, name="finish_reminder"),
    path("own-reminders/<int:pk>/again/", own_reminders.take_up_now, name="take_up_reminder"),
    path(
        "own-reminders/<int:pk>/take-back/",
        own_reminders.take_back_now,
        name="take_back_reminder",
    ),
]
