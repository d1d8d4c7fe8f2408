"""Hostile files through the doors: the server answers, and nothing is written by half."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from requests_app.domain.misuse_data.models import Figure, Release, ReturnedFile
from requests_app.domain.request_log.models import Attachment, OldSheet, RecordsRequest
from tests.builders import a_request
from tests.domain.sheets.test_hostile import every_file
from tests.files.hostile.everything import CORPUS

pytestmark = pytest.mark.django_db
ANSWERS = {200, 302, 422}  # never a 500, which the client would raise
READING = {"year": "2023", "covers_from": "2023", "covers_to": "2023", "title": "x"}


def upload(client: Client, address: str, name: str, **typed: Any) -> Any:
    """Posts a file of the corpus; the answer."""
    sent = SimpleUploadedFile(name, CORPUS[name].make())
    response = client.post(address, {"file": sent, **typed})
    assert response.status_code in ANSWERS
    return response


def still_answers(client: Client) -> bool:
    return client.get("/staff/returned-data/").status_code == 200


@pytest.mark.parametrize("name", every_file())
def test_as_a_returned_file_it_is_refused_or_looked_at_and_imports_nothing(
    staff: Client, name: str
) -> None:
    request = a_request()
    upload(staff, f"/staff/requests/{request.pk}/attach/", name, came_on="6/20")
    for attachment in Attachment.objects.all():
        page = reverse("staff:import_attachment", args=[attachment.pk])
        assert staff.get(page).status_code in ANSWERS
        assert staff.post(page, READING).status_code in ANSWERS
    assert not (Release.objects.exists() or Figure.objects.exists())
    assert not ReturnedFile.objects.exists()
    assert still_answers(staff)


@pytest.mark.parametrize("name", every_file())
def test_as_the_old_spreadsheet_it_is_refused_or_looked_at_and_logs_nothing(
    staff: Client, name: str
) -> None:
    response = upload(staff, "/staff/requests/import/", name)
    kept = OldSheet.objects.count()
    assert kept == (response.status_code == 302), "what is refused is not kept"
    if kept:
        assert staff.get(response.url).status_code in ANSWERS
    assert not RecordsRequest.objects.exists()
    assert still_answers(staff)
