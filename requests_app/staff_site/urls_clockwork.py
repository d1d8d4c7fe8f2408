"""The addresses of what runs by itself."""

from django.urls import path

from requests_app.staff_site.views import clockwork

urlpatterns = [path("clockwork/", clockwork.clockwork_page, name="clockwork")]
