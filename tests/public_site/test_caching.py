"""A public page is made once, and anew as soon as anything was done."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.domain.audit.operations import record
from requests_app.domain.misuse_data.models import Release
from tests.builders import NOW, a_person
from tests.domain.misuse_data.figures import YEAR, a_claim

pytestmark = pytest.mark.django_db
PAGE = f"/years/{YEAR}/"
MEMORY = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(autouse=True)
def kept(settings):
    settings.CACHES = MEMORY
    cache.clear()
    yield
    cache.clear()


def something_done() -> None:
    record(verb="published", subject=Release.objects.first(), by=a_person(), at=NOW)


def test_the_second_visitor_has_the_first_one_s_page(client) -> None:
    a_claim(7275)
    first = client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        again = client.get(PAGE)
    assert len(queries) == 1
    assert again.content == first.content
    own = {"X-Request-ID"}  # of each answer
    assert {k: v for k, v in again.headers.items() if k not in own} == {
        k: v for k, v in first.headers.items() if k not in own
    }


def test_what_is_done_is_seen_at_once(client) -> None:
    figure = a_claim(7275)
    something_done()
    assert "7,275" in client.get(PAGE).content.decode()
    figure.value = 7276
    figure.save()
    something_done()
    assert "7,276" in client.get(PAGE).content.decode()


def test_what_is_taken_out_is_gone_at_once(client) -> None:
    figure = a_claim(7275)
    assert client.get(PAGE).status_code == 200
    Release.objects.filter(pk=figure.release_id).update(state="draft")
    something_done()
    assert client.get(PAGE).status_code == 404


def test_what_is_not_there_is_not_kept(client) -> None:
    assert client.get(PAGE).status_code == 404
    a_claim(7275)
    assert client.get(PAGE).status_code == 200


def test_each_address_has_its_own(client) -> None:
    a_claim(7275)
    a_claim(3, measure="investigations")
    shown = {client.get(f"/?measure={m}").content for m in ("violations", "investigations")}
    picture = client.get("/tallies/violations.svg")
    assert len(shown) == 2
    assert client.get("/tallies/violations.svg").content == picture.content
    assert picture["Content-Type"].startswith("image/svg+xml")


def test_another_day_is_another_page(client, monkeypatch) -> None:
    a_claim(7275)
    client.get(PAGE)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: NOW.date())
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    assert len(queries) > 1
