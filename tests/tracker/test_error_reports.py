"""No secret in an error page, in what a settings object prints of itself, or in a refusal."""

from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from requests_app.domain.accounts.roles import Role
from tests.builders import a_person
from tests.staff_site.doors import browser_of
from tracker.environment import read
from tracker.environment_values import BadSetting
from tracker.error_reports import HidesMore


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


def test_another_error_report_is_django_s_own_with_more_hidden() -> None:
    hidden = HidesMore()
    assert hidden.cleanse_setting("CELERY_BROKER_URL", "redis://:pw@host") == "********************"
    assert hidden.cleanse_setting("STATIC_URL", "/static/") == "/static/"


# Not nearer to what breaks: a technical page shows the lines around it.
SECRETS = {
    "SECRET_KEY": "key-" + "0123456789abcdef" * 4,
    "DATABASE_URL": "postgres://desk:db-password@localhost/tenthday",
    "REDIS_URL": "redis://:broker-password@localhost:6379/0",
    "EMAIL_URL": "smtp+tls://user:mail-password@mail.example.org:587",
}
TOLD = ["key-0123", "db-password", "broker-password", "mail-password"]


@pytest.mark.django_db
def test_the_technical_page_of_a_trial_hides_secrets(settings: Any) -> None:
    settings.DEBUG = True
    settings.SECRET_KEY = SECRETS["SECRET_KEY"]
    settings.CELERY_BROKER_URL = SECRETS["REDIS_URL"]
    settings.EMAIL_HOST_PASSWORD = "mail-password"
    settings.ROOT_URLCONF = type("urls", (), {"urlpatterns": [path("", broken)]})
    client = browser_of(a_person(Role.ADMINISTRATOR))
    client.raise_request_exception = False
    page = client.get("/?a=1", headers={"Authorization": "Basic db-password"}).content.decode()
    assert "broken on purpose" in page and "Request information" in page
    assert [secret for secret in TOLD if secret in page] == []
    assert client.cookies["sessionid"].value not in page


def test_without_a_trial_nothing_technical_is_told(settings: Any) -> None:
    settings.ROOT_URLCONF = type("urls", (), {"urlpatterns": [path("", broken)]})
    client = Client(raise_request_exception=False)
    page = client.get("/")
    assert page.status_code == 500
    assert "broken on purpose" not in page.content.decode()
    assert "Something broke on our side" in page.content.decode()


def test_the_environment_prints_no_secret(tmp_path: Any) -> None:
    found = read({**SECRETS, "ALLOWED_HOSTS": "example.org", "VAR_DIR": str(tmp_path)})
    assert found.database_url == SECRETS["DATABASE_URL"]
    printed = repr(found) + str(found)
    assert [secret for secret in TOLD if secret in printed] == []


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "EMAIL_URL"])
def test_a_refused_address_is_told_without_its_password(name: str) -> None:
    wrong = SECRETS[name].partition("://")[2]
    with pytest.raises(BadSetting) as refused:
        read({**SECRETS, "ALLOWED_HOSTS": "a.example.org", name: f"nonsense://{wrong}"})
    assert [secret for secret in TOLD if secret in str(refused.value)] == []
