"""Where the buttons of a reminder mail lead. They need no account, and stand beside `staff/`."""

from django.urls import path

from requests_app.staff_site.views import mail_links

app_name = "mail_links"
urlpatterns = [
    path("snooze/<str:token>/", mail_links.snooze_page, name="snooze"),
    path("stop/<str:token>/", mail_links.stop_page, name="stop"),
    path("stop/<str:token>/undo/", mail_links.want_again_now, name="want_again"),
]
