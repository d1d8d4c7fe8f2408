"""The addresses of the staff site. A test checks that each names the permission it needs."""

from django.urls import path

from requests_app.staff_site.urls_accounts import urlpatterns as account_urls
from requests_app.staff_site.urls_agencies import urlpatterns as agency_urls
from requests_app.staff_site.urls_clockwork import urlpatterns as clockwork_urls
from requests_app.staff_site.urls_data import urlpatterns as data_urls
from requests_app.staff_site.urls_desk import urlpatterns as desk_urls
from requests_app.staff_site.urls_duties import urlpatterns as duty_urls
from requests_app.staff_site.urls_files import urlpatterns as files_urls
from requests_app.staff_site.urls_law import urlpatterns as law_urls
from requests_app.staff_site.urls_letters import urlpatterns as letter_urls
from requests_app.staff_site.urls_list import urlpatterns as list_urls
from requests_app.staff_site.urls_mails import urlpatterns as mail_urls
from requests_app.staff_site.urls_members import urlpatterns as member_urls
from requests_app.staff_site.urls_old_sheet import urlpatterns as old_sheet_urls
from requests_app.staff_site.urls_quoted import urlpatterns as quoted_urls
from requests_app.staff_site.urls_reminders import urlpatterns as reminder_urls
from requests_app.staff_site.urls_rounds import urlpatterns as round_urls
from requests_app.staff_site.views import (
    calculator,
    campaigns,
    events,
    log_page,
    offices,
    preview,
    requests,
    rounds,
    sample,
    today,
)

app_name = "staff"
urlpatterns = [
    path("", today.today_page, name="today"),
    path("requests/log/", log_page.log_request_page, name="log_request"),
    path("requests/log/preview/", preview.preview_request, name="preview_request"),
    path("requests/<int:pk>/", requests.show_request, name="request"),
    path("requests/<int:pk>/amend/", requests.amend_request_page, name="amend_request"),
    path("requests/<int:pk>/discard/", requests.discard_request_now, name="discard_request"),
    path("requests/<int:pk>/record/", events.record_event_now, name="record_event"),
    path("events/<int:pk>/correct/", events.correct_event_page, name="correct_event"),
    path("events/<int:pk>/take-back/", events.take_back_event, name="take_back_event"),
    path("campaigns/", campaigns.campaign_list, name="campaigns"),
    path("campaigns/new/", campaigns.edit_campaign, name="new_campaign"),
    path("campaigns/<int:pk>/", campaigns.show_campaign, name="campaign"),
    path("campaigns/<int:pk>/edit/", campaigns.edit_campaign, name="edit_campaign"),
    path("campaigns/<int:pk>/addressees/", rounds.choose_addressees, name="choose_addressees"),
    path("campaigns/<int:pk>/roll-over/", rounds.roll_over_page, name="roll_over"),
    path("agencies/<int:pk>/closures/", offices.add_closure, name="add_closure"),
    path("closures/<int:pk>/remove/", offices.take_out_closure, name="remove_closure"),
    path("agencies/<int:pk>/adopted/", offices.add_adoption, name="add_adoption"),
    path("adopted/<int:pk>/remove/", offices.take_out_adoption, name="remove_adoption"),
    path("calculator/", calculator.calculator_page, name="calculator"),
    path("sample/remove/", sample.remove_sample_now, name="remove_sample"),
    *account_urls,
    *agency_urls,
    *clockwork_urls,
    *data_urls,
    *quoted_urls,
    *desk_urls,
    *duty_urls,
    *files_urls,
    *law_urls,
    *old_sheet_urls,
    *letter_urls,
    *round_urls,
    *reminder_urls,
    *mail_urls,
    *member_urls,
    *list_urls,
]
