"""The law as the product counts by it: versions, appointed holidays, moves of dates."""

from django.urls import path

from requests_app.staff_site.views import holidays, law

urlpatterns = [
    path("law/", law.law_page, name="law"),
    path("law/versions/new/", law.enter_version_page, name="new_law_version"),
    path("law/versions/<int:pk>/", law.show_version, name="law_version"),
    path("law/versions/<int:pk>/amend/", law.amend_version_page, name="amend_law_version"),
    path("law/versions/<int:pk>/enact/", law.enact_now, name="enact_law"),
    path("law/versions/<int:pk>/take-back/", law.take_back_now, name="take_back_law"),
    path("law/versions/<int:pk>/drop/", law.drop_now, name="drop_law"),
    path("law/versions/<int:pk>/take-up/", law.take_up_now, name="take_up_law"),
    path("law/holidays/new/", holidays.add_holiday, name="new_holiday"),
    path("law/holidays/<int:pk>/remove/", holidays.take_out_holiday, name="remove_holiday"),
    path("law/moves/<int:pk>/", law.show_move, name="dates_move"),
]
