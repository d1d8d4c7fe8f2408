"""The addresses of who sees a campaign."""

from django.urls import path

from requests_app.staff_site.views import members

urlpatterns = [
    path("campaigns/<int:pk>/members/", members.campaign_members, name="campaign_members"),
    path("campaigns/<int:pk>/restrict/", members.restrict_now, name="restrict_campaign"),
    path("campaigns/<int:pk>/open-to-all/", members.open_to_all_now, name="open_to_all"),
    path("members/<int:pk>/remove/", members.remove_member_page, name="remove_member"),
    path(
        "campaigns/<int:pk>/members/<int:person_pk>/<slug:role>/",
        members.add_member_again,
        name="add_member_again",
    ),
]
