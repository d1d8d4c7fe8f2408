"""Letters: writing one, reading one that went out, and the text of a campaign's requests."""

from django.urls import path

from requests_app.staff_site.views import campaign_texts, letters

urlpatterns = [
    path("requests/<int:pk>/letters/<str:kind>/", letters.write_letter, name="write_letter"),
    path("agencies/<int:pk>/letter/", letters.write_owed_letter, name="owed_letter"),
    path("letters/<int:pk>/", letters.show_letter, name="letter"),
    path("letters/<int:pk>/pdf/", letters.letter_as_pdf, name="letter_pdf"),
    path("letters/<int:pk>/docx/", letters.letter_as_docx, name="letter_docx"),
    path("campaigns/<int:pk>/text/", campaign_texts.show_text, name="campaign_text"),
]
