"""The secret addresses that calendar programs read. They need no account, and stand beside
`staff/`."""

from django.urls import path

from requests_app.staff_site.views import calendars

app_name = "calendars"
urlpatterns = [path("<int:pk>-<slug:token>.ics", calendars.calendar_feed, name="feed")]
