"""Mails of every state, read without ever failing; and what was pasted out of a mail program."""

import base64
import time
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.domain.request_log.mail_pasted import forwarded_in, read_pasted
from requests_app.domain.request_log.mail_reading import MailRead, read_mail
from requests_app.domain.request_log.mail_text import own_words, text_of_html
from tests.builders import TODAY
from tests.domain.request_log.mails import NAMES, content_of, read

RECORDS = "records@fresno.gov"


def everything(mail: MailRead) -> str:
    """All text that a page may show of it."""
    names = [file.name for file in mail.files]
    return "".join([mail.sender, mail.sender_name, mail.subject, mail.text, *names, *mail.problems])


def can_be_shown(mail: MailRead) -> bool:
    text = everything(mail)
    text.encode()  # a half of a character cannot be sent to a browser
    one_line = "".join([mail.sender_name, mail.subject, *[file.name for file in mail.files]])
    controls = {c for c in one_line if unicodedata.category(c) in {"Cc", "Cf", "Cs"}}
    return not controls and "\x00" not in text


@pytest.mark.parametrize("name", NAMES)
def test_each_of_the_folder_is_read_and_can_be_shown(name: str) -> None:
    assert can_be_shown(read(name))


FROM_OTHERS = {"no_date.eml", "ours.eml", "nested.eml", "outlook_forward.eml", "nextrequest.eml",
               "govqa.eml"}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in NAMES if name not in FROM_OTHERS])
def test_sender_and_day_are_found(name: str) -> None:
    mail = read(name)
    assert mail.sender == RECORDS
    assert mail.on in {date(2026, 6, 15), date(2026, 6, 17)}


@pytest.mark.parametrize(
    ("name", "words", "problem"),
    [
        ("wrong_charset.eml", "San José Police Department", "character set it names (“us-ascii”)"),
        ("unknown_charset.eml", "We received", "character set it names (“x-mac-klingon”)"),
        ("no_date.eml", "We acknowledge", "no date that can be read"),
        ("date_from_transport.eml", "We acknowledge", "its transport's was taken"),
        ("no_body.eml", "", "no text and encloses nothing"),
        ("broken_mime.eml", "The request is denied.", "not put together as it should be"),
        ("no_boundary.eml", "We received your request.", "not put together as it should be"),
        ("tnef.eml", "See attached.", "winmail.dat: kept as it is"),
        ("base64_garbage.eml", "", "look whether it reads right"),
        ("nested_rfc822_empty.eml", "", "encloses nothing"),
    ],
)
def test_what_is_damaged_is_said_and_the_rest_is_read(name: str, words: str, problem: str) -> None:
    mail = read(name)
    assert words in mail.text
    assert any(problem in one for one in mail.problems), mail.problems


def test_the_files_come_with_safe_names_and_their_own_bytes() -> None:
    mail = read("attachments.eml")
    assert [(file.name, file.is_inline) for file in mail.files] == [
        ("seal.png", True), ("misuse 2025.csv", False), ("vsc.exe report.csv", False),
        ("passwd.pdf", False),
    ]  # fmt: skip
    assert mail.files[3].content == base64.b64decode("JVBERi0xLjQKJSVFT0YK")
    assert mail.files[0].content.startswith(b"\x89PNG")
    assert mail.text == "Attached are the responsive records for the city of San José."


def test_html_becomes_words_without_its_scripts() -> None:
    text = read("govqa.eml").text
    assert "given the reference number R000123-060926 for" in text
    assert "alert" not in text and "color" not in text and "<" not in text
    assert text.splitlines()[-1] == "Oakland Police Department"


def test_a_line_break_in_an_encoded_header_begins_no_other() -> None:
    mail = read("injected_headers.eml")
    assert (mail.sender, mail.sender_name) == (RECORDS, "Evil Bcc: all@example.org")
    assert mail.subject.startswith("Hello X-Injected: yes") and mail.subject.endswith("evil")


def test_the_day_is_california_s() -> None:
    assert read("ours.eml").on == date(2026, 6, 9)  # 23:30 there, the 10th in UTC
    assert read("nextrequest.eml").on == date(2026, 6, 16)
    assert read("date_from_transport.eml").on == date(2026, 6, 15)


@pytest.mark.parametrize("name", ["nested.eml", "outlook_forward.eml"])
def test_what_one_of_us_hands_on_is_the_mail_within(name: str) -> None:
    inner = forwarded_in(read(name), today=TODAY)
    assert (inner.sender, inner.on) == (RECORDS, date(2026, 6, 17))


def test_a_mail_within_a_mail_is_a_file_with_all_that_it_holds() -> None:
    [file] = read("nested.eml").files
    assert file.name == "Determination - request 26-1234.eml"
    inner = read_mail(file.content)
    assert "has disclosable records" in inner.text
    assert [one.name for one in inner.files] == ["inner.csv"]


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("outlook_pasted.txt", "RE: Public Records Request 26-1234"),
        ("gmail_forward_pasted.txt", "Your records request"),
        ("gmail_view_pasted.txt", "Your records request"),
        ("apple_pasted.txt", "Your records request"),
        ("source_pasted.txt", "The source itself"),
    ],
)
def test_what_is_pasted_has_its_head_read(name: str, subject: str) -> None:
    mail = read(name)
    assert (mail.sender, mail.subject, mail.problems) == (RECORDS, subject, ())
    assert "records" in mail.text or "information" in mail.text


@pytest.mark.parametrize(
    ("written", "on"),
    [
        ("Tuesday, June 9, 2026 3:14 PM", date(2026, 6, 9)),
        ("Tue, Jun 9, 2026 at 3:14 PM", date(2026, 6, 9)),
        ("6/9/2026 15:14", date(2026, 6, 9)),
        ("Dec 30, 3:14 PM", date(2025, 12, 30)),
        ("3:14 PM", None),
        ("June", None),
        ("13/13/2026", None),
        ("9" * 400, None),
        ("", None),
    ],
)
def test_a_pasted_date_is_read_as_programs_write_it(written: str, on: date | None) -> None:
    mail = read_pasted(f"From: a@fresno.gov\nSent: {written}\nSubject: x\n\ny", today=TODAY)
    assert mail.on == on


def test_what_has_no_head_is_text_alone() -> None:
    mail = read_pasted("Just words.\nAnd more.", today=TODAY)
    assert (mail.sender, mail.on, mail.text) == ("", None, "Just words.\nAnd more.")
    assert len(mail.problems) == 2


def test_our_own_letter_below_an_answer_is_not_the_answer() -> None:
    words = own_words(read("extension.eml").text)
    assert "unusual circumstances" in words and "deny in part" not in words
    assert own_words("Yes.\n\nOn Mon, Jun 8, 2026, Desk wrote:\n> We ask for a fee.") == "Yes."


def nested(depth: int) -> bytes:
    head, tail = b"", b""
    for number in range(depth):
        head += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number)
        tail = b"--b%d--\n" % number + tail
    return b"From: a@fresno.gov\n" + head + b"Content-Type: text/plain\n\nInside.\n" + tail


@pytest.mark.parametrize("depth", [40, 150, 1000, 20_000])
def test_parts_within_parts_stop_somewhere(depth: int) -> None:
    mail = read_mail(nested(depth))
    assert mail.sender == "a@fresno.gov"
    assert any("nested too deeply" in one for one in mail.problems)


def huge() -> bytes:
    file = base64.encodebytes(bytes(range(256)) * 72_000)
    return (
        b'From: a@fresno.gov\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
        b"Content-Type: text/plain\n\nSee the file.\n--b\nContent-Type: application/pdf\n"
        b'Content-Disposition: attachment; filename="big.pdf"\n'
        b"Content-Transfer-Encoding: base64\n\n" + file + b"--b--\n"
    )


FLOODS = {
    "25 MB": huge,
    "lines": lambda: b"From: a@fresno.gov\n\n" + b"\n" * 25_000_000,
    "one line": lambda: b"From: a@fresno.gov\n\n" + b"x" * 25_000_000,
    "a header": lambda: b"From: a@fresno.gov\nTo: " + b"b@c.de, " * 3_000_000 + b"\n\nx",
    "comments": lambda: b"From: a@fresno.gov\nTo: " + b"(" * 2_000_000 + b"\n\nx",
    "headers": lambda: b"From: a@fresno.gov\n" + b"X: y\n" * 300_000 + b"\nx",
    "parts": lambda: b'From: a@fresno.gov\nContent-Type: multipart/mixed; boundary="b"\n\n'
    + b"--b\n\nx\n" * 100_000,
    "html": lambda: b"From: a@fresno.gov\nContent-Type: text/html\n\n" + b"<!--<p" * 3_000_000,
    "tags": lambda: b"From: a@fresno.gov\nContent-Type: text/html\n\n" + b"<script>" * 2_000_000,
    "punycode": lambda: b"From: a@fresno.gov\nContent-Type: text/plain; charset=punycode\n\n"
    + b"a-" * 2_000_000,
}  # fmt: skip


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_is_read_in_bounded_time(flood: str) -> None:
    content = FLOODS[flood]()
    began = time.process_time()
    mail = read_mail(content)
    assert mail.sender == "a@fresno.gov"
    assert time.process_time() - began < 20  # seconds; a bound, not a measure


def test_25_megabytes_keep_their_file_whole() -> None:
    [file] = read_mail(huge()).files
    assert file.content == bytes(range(256)) * 72_000


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_are_read(content: bytes) -> None:
    assert can_be_shown(read_mail(content))


PIECES = [
    b"From: ", b"Date: ", b"Subject: ", b"Content-Type: ", b"multipart/mixed; boundary=b", b"\n",
    b"\r\n", b"--b", b"--b--", b"message/rfc822", b"text/html; charset=", b"utf-16", b"\xff", b"=?",
    b"?q?", b"?b?", b"?=", b"<", b">", b"@", b"Content-Transfer-Encoding: base64",
    b"quoted-printable", b"uuencode", b"filename*=", b"''%E2", b'"', b"; ", b"Received: ;", b"a",
    b"Mon, 31 Feb 99999999", b"+9999", b"&#xD800;", b"text/plain", b"charset*0*=", b"[", b"(",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_pieces_of_mails_in_any_order_are_read(pieces: list[bytes]) -> None:
    content = b"".join(pieces)
    mail = read_mail(content)
    assert can_be_shown(mail)
    forwarded_in(mail, today=TODAY)
    assert can_be_shown(read_pasted(content.decode("utf-8", "replace"), today=TODAY))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=2000))
def test_any_text_is_read(text: str) -> None:
    assert can_be_shown(read_pasted(text, today=TODAY))
    text_of_html(text)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([name for name in NAMES if name.endswith(".eml")]), st.data())
def test_a_mail_that_was_cut_or_changed_anywhere_is_read(name: str, data: st.DataObject) -> None:
    content = bytearray(content_of(name))
    at = data.draw(st.integers(0, len(content) - 1))
    changed = content[:at] + data.draw(st.binary(max_size=4)) + content[at + 1 :]
    assert can_be_shown(read_mail(bytes(changed)))
    assert can_be_shown(read_mail(bytes(content[:at])))


def test_a_text_that_names_no_character_set_is_not_said_to_name_one() -> None:
    mail = read_mail(b"From: a@fresno.gov\nDate: Fri, 12 Jun 2026 10:00:00 -0700\n"
                     b"Content-Type: text/plain\n\nSan Jos\xe9\n")  # fmt: skip
    assert "The text names no character set: look whether it reads right." in mail.problems
    assert mail.text == "San José"
