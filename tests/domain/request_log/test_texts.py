"""The words of a file of each kind; and of a hostile one, why there are none."""

import io
import zipfile
from email.message import EmailMessage
from typing import Any

import pytest
import typst
import xlsxwriter
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.request_log import text_reading, texts
from requests_app.domain.request_log.models import Attachment, AttachmentText
from requests_app.domain.request_log.text_reading import MOST_TRIES, read_pending, read_text
from tests.builders import NOW, a_request, an_attachment


def a_pdf(source: str) -> bytes:
    return typst.compile(source.encode())


def a_docx() -> bytes:
    held, document = io.BytesIO(), Document()
    document.add_paragraph("The findings were sustained.")
    document.add_table(1, 2).rows[0].cells[1].text = "Four officers"
    document.save(held)
    return held.getvalue()


def an_xlsx() -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    sheet = book.add_worksheet("Cases")
    sheet.write_row(0, 0, ["25-001", 2025, 0.5, "", "Sustained"])
    sheet.set_column("E:E", 5, None, {"hidden": True})
    book.close()
    return held.getvalue()


def a_mail() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "José <j@example.org>", "d@example.org", "Answer ñ"
    mail.set_content("We have four responsive records.")
    mail.add_alternative("<p>We have <b>four</b></p>", subtype="html")
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="letter été.pdf")
    return bytes(mail)


HTML_MAIL = (
    b"From: a@b.c\nContent-Type: text/html; charset=x-unknown\n\n<p>Hi <b>you</b></p><script>x"
)
PAGE = (
    b"<!doctype html><title>Answer</title><style>p{}</style><script>alert(1)</script>"
    b"<p>A&amp;B<br>C"
)
READ = [
    ("text", "Süd\r\nWest\x00\x1b".encode(), "Süd\nWest"),
    ("text", "Süd".encode("cp1252"), "Süd"),
    ("csv", "a,b\n1,2".encode("utf-16"), "a,b\n1,2"),
    ("text", "a\u202egnp.exe o\ufb03ce".encode(), "agnp.exe office"),
    ("html", PAGE, "Answer\nA&B\nC"),
    ("docx", a_docx(), "The findings were sustained.\n\nFour officers"),
    ("xlsx", an_xlsx(), "Cases\n25-001 | 2025 | 0.5 | Sustained"),
    (
        "pdf",
        a_pdf("Sustained findings #pagebreak() second page"),
        "Sustained findings\nsecond page",
    ),
    ("eml", HTML_MAIL, "From: a@b.c\n\nHi you"),
]


@pytest.mark.parametrize(("kind", "content", "text"), READ, ids=[row[0] for row in READ])
def test_each_kind_gives_its_words(kind, content, text) -> None:
    assert texts.read(content, kind) == (text, False)


def test_a_mail_gives_its_head_its_text_and_the_names_of_what_came_with_it() -> None:
    text, _ = texts.read(a_mail(), "eml")
    assert text.splitlines() == [
        "From: José <j@example.org>",
        "To: d@example.org",
        "Subject: Answer ñ",
        "",
        "We have four responsive records.",
        "",
        "Attached: letter été.pdf",
    ]


@given(st.sampled_from(["eml", "html", "text", "csv"]), st.binary(max_size=300))
def test_no_bytes_are_too_odd_to_be_text(kind, content) -> None:
    text, _ = texts.read(content, kind)
    assert "\x00" not in text and "\u202e" not in text


def test_a_long_text_is_cut_and_says_so(monkeypatch) -> None:
    monkeypatch.setattr(texts, "LONGEST", 10)
    assert texts.read(b"0123456789 more", "text") == ("0123456789", True)


def packed(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


LAUGHS = b"""<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<w:p xmlns:w="w"><w:t>&b;</w:t></w:p>"""
HOSTILE = [
    (b"%PDF-1.7\nbroken", "The PDF is broken"),
    (a_pdf("x")[:400], "The PDF is broken"),
    (packed({"word/document.xml": LAUGHS}), "DTD|Entit"),
    (packed({"word/document.xml": bytes(40 * 1024 * 1024)}), "would unpack to 40 MB"),
    (packed({"xl/workbook.xml": bytes(40 * 1024 * 1024)}), "would unpack to 40 MB"),
    (packed({"content.xml": b"<x/>"}), "broken or hostile"),
    (packed({"xl/workbook.xml": b"<workbook>"}), "broken or hostile"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") * 90, "broken or host"),
    (b"From: a\n" + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 3_000, ""),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "why"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_file_fails_on_its_own_and_says_why(content, why) -> None:
    import re

    attachment = read_text(attachment=an_attachment(a_request(), content), at=NOW)
    assert re.search(why, attachment.text_why), attachment.text_why
    assert attachment.text_state in ({"failed"} if why else {"failed", "read", "no_text"})
    assert attachment.text_read_at == NOW


@pytest.mark.django_db
def test_a_scan_is_said_to_be_one() -> None:
    scan = read_text(attachment=an_attachment(a_request(), a_pdf("#box()")), at=NOW)
    assert (scan.text_state, scan.text_why[:6]) == ("no_text", "A scan")


@pytest.mark.django_db
def test_a_picture_has_no_words_and_is_not_tried() -> None:
    picture = an_attachment(a_request(), b"\x89PNG\r\n\x1a\n....")
    assert read_text(attachment=picture, at=NOW).text_state == "not_read"


@pytest.mark.django_db
def test_a_workbook_is_read_with_what_it_hides() -> None:
    book = read_text(attachment=an_attachment(a_request(), an_xlsx()), at=NOW)
    assert [(one["kind"], one["named"]) for one in book.hides] == [("columns", ["E"])]
    assert "Sustained" in AttachmentText.objects.get(pk=book.pk).text


@pytest.mark.django_db
def test_the_worker_reads_each_file_once_and_says_when_none_is_left() -> None:
    request = a_request()
    files = [an_attachment(request, f"a,b,c\n1,2,{number}\n") for number in range(3)]
    assert [read_pending(at=NOW, most=1) for _ in range(4)] == [True, True, False, False]
    states = Attachment.objects.filter(pk__in=[file.pk for file in files]).values_list(
        "text_state", "text_tries"
    )
    assert list(states) == [("read", 1)] * 3


@pytest.mark.django_db
def test_a_file_in_the_hands_of_one_worker_is_left_alone_by_another() -> None:
    an_attachment(a_request(), "a,b,c\n1,2,3\n")
    Attachment.objects.update(text_read_at=NOW)
    assert read_pending(at=NOW, most=1) is False
    later = NOW + 2 * text_reading.CLAIM
    assert read_pending(at=later, most=1) is False
    assert Attachment.objects.get().text_state == "read"


@pytest.mark.django_db
def test_a_file_that_takes_the_worker_down_is_given_up(monkeypatch) -> None:
    attachment = an_attachment(a_request(), "a,b,c\n1,2,3\n")

    def dies(*args: object, **options: object) -> None:
        raise SystemExit

    monkeypatch.setattr(text_reading, "limited", dies)
    for _ in range(MOST_TRIES):
        with pytest.raises(SystemExit):
            read_text(attachment=attachment, at=NOW)
    given_up = read_text(attachment=attachment, at=NOW)
    assert (given_up.text_state, given_up.text_why) == ("failed", "Given up after 3 tries.")


@pytest.mark.django_db
def test_while_the_store_is_away_no_try_is_counted(monkeypatch) -> None:
    an_attachment(a_request(), "a,b,c\n1,2,3\n")

    def away(*given: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.files.storage.FileSystemStorage._open", away)
        for _ in range(MOST_TRIES + 1):
            with pytest.raises(ConnectionError):
                read_pending(at=NOW, most=1)
    assert read_pending(at=NOW, most=1) is False
    assert list(Attachment.objects.values_list("text_state", "text_tries")) == [("read", 1)]


@pytest.mark.django_db
def test_a_file_that_is_deleted_while_it_is_read_stops_no_other(monkeypatch) -> None:
    goes, stays = (an_attachment(a_request(), f"a,b,c\n1,2,{n}\n") for n in range(2))
    limited = text_reading.limited

    def deleted_meanwhile(*given: Any, **limits: Any) -> Any:
        Attachment.objects.filter(pk=goes.pk).delete()
        return limited(*given, **limits)

    monkeypatch.setattr(text_reading, "limited", deleted_meanwhile)
    assert read_pending(at=NOW, most=2) is False
    assert list(Attachment.objects.values_list("pk", "text_state")) == [(stays.pk, "read")]


@pytest.mark.django_db
def test_a_file_that_is_gone_from_the_store_fails_by_name() -> None:
    attachment = an_attachment(a_request(), "gone,gone,gone\n7,8,9\n")
    attachment.file.storage.delete(attachment.file.name)
    read = read_text(attachment=attachment, at=NOW)
    assert (read.text_state, read.text_why) == (
        "failed",
        "The file is missing from the file store.",
    )
