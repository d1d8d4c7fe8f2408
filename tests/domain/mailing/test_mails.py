"""How a mail is made, whatever it says."""

from email import message_from_bytes
from email.policy import default

import pytest
from django.core.mail import BadHeaderError

from requests_app.domain.mailing.mails import made_of, new_message_id

CONTEXT = {"address": "https://example.org/x", "good_for_minutes": 60}


def made(to: str = "kim@example.org", **headers: str):
    number = new_message_id()
    return made_of("password_reset", CONTEXT, to=to, message_id=number, headers=headers)


def test_it_has_both_parts_and_says_that_nobody_wrote_it() -> None:
    read = message_from_bytes(made().message().as_bytes(), policy=default)
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    assert "https://example.org/x" in read.get_body(("plain",)).get_content()
    assert "https://example.org/x" in read.get_body(("html",)).get_content()
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["To"] == "kim@example.org"


def test_its_number_is_of_the_sites_own_name_and_another_each_time(settings) -> None:
    settings.SITE_URL = "https://tenthday.example.org:8443"
    first, second = new_message_id(), new_message_id()
    assert first != second
    assert first.endswith("@tenthday.example.org>")


def test_the_line_between_the_parts_is_made_of_its_number() -> None:
    mail = made()
    boundary = mail.message().get_boundary()
    assert boundary.strip("=") in mail.extra_headers["Message-ID"]
    assert mail.message().as_bytes().count(boundary.encode()) == 4


@pytest.mark.parametrize("values", [{"to": "a@x.org\nBcc: b@x.org"}, {"Precedence": "x\r\nBcc: b"}])
def test_a_line_break_makes_no_header(values: dict[str, str]) -> None:
    with pytest.raises(BadHeaderError):
        made(**values).message()
