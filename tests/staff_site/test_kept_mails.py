import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.reminders.sweep import send_due_reminders
from requests_app.staff_site.kept_mails import MailNotFound, kept_mails, read_mail
from tests.builders import NOW, a_person, a_request


@pytest.fixture
def kept(settings, tmp_path: Path) -> Path:
    settings.MAIL_DIR = tmp_path / "mail"
    mail = EmailMultiAlternatives(
        "Due today: Cañada PD",
        "plain words",
        "a@example.org",
        ["b@example.org"],
        headers={"Date": "Mon, 22 Jun 2026 17:00:00 -0000"},
        connection=get_connection("tracker.mail_files.EmailBackend"),
    )
    mail.attach_alternative("<p>marked words</p>", "text/html")
    mail.send()
    return settings.MAIL_DIR


# Whom nothing is kept from.
READER = Person(role=Role.LEAD)


@pytest.mark.django_db
def test_a_mail_is_read_back_as_it_was_written(kept) -> None:
    (mail,) = kept_mails(reader=READER)
    assert (mail.subject, mail.recipient) == ("Due today: Cañada PD", "b@example.org")
    assert mail.text.strip() == "plain words"
    assert mail.html.strip() == "<p>marked words</p>"
    assert read_mail(mail.name, reader=Person(email="B@example.org")) == mail


def test_its_moment_has_a_zone_even_where_the_header_names_none(kept) -> None:
    assert kept_mails(reader=READER)[0].at == datetime(2026, 6, 22, 17, 0, tzinfo=UTC)


def test_without_a_mail_there_is_nothing(settings, tmp_path) -> None:
    settings.MAIL_DIR = tmp_path / "nowhere"
    assert kept_mails(reader=READER) == []


@pytest.mark.parametrize(
    "name", ["../db.sqlite3", "..%2fdb.eml", "a/b.eml", "nope.eml", ".eml\x00", "", "x.txt"]
)
def test_nothing_but_a_kept_mail_can_be_read(kept, name) -> None:
    (kept.parent / "db.sqlite3").write_text("secret")
    with pytest.raises(MailNotFound):
        read_mail(name, reader=Person())


@pytest.mark.django_db
def test_links_that_act_are_whole_for_the_recipient_and_cut_for_others(
    settings, tmp_path: Path, client: Client
) -> None:
    settings.MAIL_DIR = tmp_path / "mail"
    settings.EMAIL_BACKEND = "tracker.mail_files.EmailBackend"
    recipient = a_person()
    a_request(by=recipient)
    assert send_due_reminders(at=NOW).done.mails == 1
    (mail,) = kept_mails(reader=READER)
    for reader, sees_them in ((recipient, True), (a_person(), False)):
        client.force_login(reader)
        for page in ("", "html/"):
            words = client.get(f"/staff/mails/{mail.name}/{page}").content.decode()
            assert "/mail/snooze/" in words
            assert bool(re.search(r"/mail/(snooze|stop)/[^/\s\"<]{20}", words)) is sees_them
