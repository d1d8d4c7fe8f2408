"""The ZIPs through their addresses."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.files.storage import default_storage
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.request_log.models import Campaign
from tests.builders import a_request, an_agency, an_attachment
from tests.staff_site.doors import signed_in, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return Campaign.objects.create(name="Round 2026", reporting_year=2025)


def test_a_request_is_sent_as_a_zip(staff: Client) -> None:
    request = a_request(agency=an_agency("Año Nuevo Police"))
    an_attachment(request, "a,b\n1,2\n", "answer.csv")
    page = texts(staff.get(f"/staff/requests/{request.pk}/"))
    address = f"/staff/requests/{request.pk}/export.zip"
    assert f'href="{address}"' in page
    response = staff.get(address)
    content = b"".join(response.streaming_content)
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Length"] == str(len(content))
    assert (
        "filename*=utf-8''TD-2026-0001%20A%C3%B1o%20Nuevo%20Police.zip"
        in (response["Content-Disposition"])
    )
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_a_campaign_is_sent_as_a_zip_and_leaves_nothing_behind(
    staff: Client, campaign: Campaign
) -> None:
    a_request(campaign=campaign)
    board = texts(staff.get(f"/staff/campaigns/{campaign.pk}/board/"))
    address = f"/staff/campaigns/{campaign.pk}/export.zip"
    assert f'href="{address}"' in board
    before = set(Path(site.VAR_DIR).iterdir())
    response = staff.get(address)
    content = b"".join(response.streaming_content)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert 'filename="Round 2026.zip"' in response["Content-Disposition"]
    assert set(Path(site.VAR_DIR).iterdir()) == before


def test_more_than_fits_is_said(staff: Client, campaign: Campaign, settings) -> None:
    request = a_request(campaign=campaign)
    an_attachment(request, "a,b\n1,2\n" * 10)
    settings.MAX_EXPORT_BYTES = 10
    for noun, pk in (("requests", request.pk), ("campaigns", campaign.pk)):
        page = staff.get(f"/staff/{noun}/{pk}/export.zip", follow=True)
        assert "MAX_EXPORT_MB" in texts(page)


def test_a_missing_file_is_no_broken_page(staff: Client) -> None:
    request = a_request()
    default_storage.delete(an_attachment(request, "a,b\n1,2\n").file.name)
    response = staff.get(f"/staff/requests/{request.pk}/export.zip")
    assert response.status_code == 200
    assert b"".join(response.streaming_content)


def test_a_reader_is_shown_no_way_to_it(campaign: Campaign) -> None:
    request = a_request(campaign=campaign)
    reader = signed_in(Role.READER)
    for address in (f"requests/{request.pk}/", f"campaigns/{campaign.pk}/board/"):
        assert "export.zip" not in texts(reader.get(f"/staff/{address}"))
