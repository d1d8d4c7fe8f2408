"""The addresses of a round's board, and of what is handed out about requests and campaigns."""

from django.urls import path

from requests_app.staff_site.views import board, exports, rounds, statement

urlpatterns = [
    path("campaigns/asked/<int:pk>/undo/", rounds.undo_addressees_now, name="undo_addressees"),
    path("campaigns/<int:pk>/board/", board.campaign_board, name="board"),
    path("campaigns/<int:pk>/board.csv", board.board_csv, name="board_csv"),
    path("campaigns/<int:pk>/export.zip", exports.campaign_zip, name="campaign_zip"),
    path("requests/<int:pk>/export.zip", exports.request_zip, name="request_zip"),
    path("requests/<int:pk>/statement/", statement.show_statement, name="statement"),
    path("requests/<int:pk>/statement.pdf", statement.statement_pdf, name="statement_pdf"),
]
