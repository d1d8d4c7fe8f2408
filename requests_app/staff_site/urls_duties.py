"""The addresses of 1 February: the board, who owes, one agency's year."""

from django.urls import path

from requests_app.staff_site.views import duties, duties_owing, duty, said

urlpatterns = [
    path("1-february/", duties.duty_board, name="duties"),
    path("1-february/board.csv", duties.duties_csv, name="duties_csv"),
    path("1-february/counties/", duties.duties_by_county, name="duties_by_county"),
    path("1-february/open/", duties.open_year_now, name="open_year"),
    path("1-february/lists/", duty.take_lists_as_complete, name="take_lists"),
    path("1-february/owing/", duties_owing.duties_owing, name="duties_owing"),
    path("1-february/owing.csv", duties_owing.owing_csv, name="owing_csv"),
    path("1-february/letters/", duties_owing.write_to_owing, name="write_to_owing"),
    path("1-february/<int:pk>/", duty.show_duty, name="duty"),
    path("1-february/<int:pk>/record/", duty.record_duty, name="record_duty"),
    path("changes/duty/<int:pk>/undo/", duty.undo_duty_now, name="undo_duty"),
    path("agencies/<int:pk>/1-february/", duty.open_duty_now, name="open_duty"),
    path("1-february/<int:pk>/said/", said.enter_said_page, name="enter_said"),
    path("1-february/<int:pk>/comment/", said.ask_for_comment_page, name="ask_for_comment"),
    path("said/<int:pk>/", said.amend_said_page, name="amend_said"),
    path("comments/<int:pk>/", said.record_comment_page, name="record_comment"),
    *(
        path(f"{page}/<int:pk>/{step}/", view, {"kind": kind}, name=f"{name}_{kind}")
        for kind, page in (("said", "said"), ("comment", "comments"))
        for step, name, view in (
            ("take-back", "take_back", said.take_back_now),
            ("put-back", "put_back", said.put_back_now),
            ("public", "show", said.show_now),
        )
    ),
]
