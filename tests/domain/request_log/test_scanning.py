"""Files that wait for the virus scanner, what it finds, and what happens while it is away.

The scanner is a server on a real socket that speaks clamd's INSTREAM.
"""

import errno
import io
import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.importing.incoming import AttachmentNotUsable
from requests_app.domain.misuse_data.importing.previews import read_attachment
from requests_app.domain.request_log.file_states import set_file_state
from requests_app.domain.request_log.models import Attachment, SearchEntry
from requests_app.domain.request_log.scanning import operations
from requests_app.domain.request_log.scanning.clamd import NotScanned, ScannerAway, found_in
from requests_app.domain.request_log.scanning.operations import scan_all, scan_file, scan_waiting
from requests_app.domain.request_log.text_reading import read_text
from requests_app.tasks import scan_files
from tests import services
from tests.builders import NOW, a_person, a_request, an_attachment

# The test file of the European Institute for Computer Antivirus Research, in two halves, so that
# no scanner takes this file away.
EICAR = r"X5O!P%@AP[4\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
ROWS = "Agency,Year,Violations\n,2025,4\n"
LIMIT = 1_000_000  # bytes of a stream


class Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        if self.server.says is not None:  # type: ignore[attr-defined]
            self.wfile.write(self.server.says)  # type: ignore[attr-defined]
            return
        assert self.rfile.read(10) == b"zINSTREAM\0"
        heard = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            heard += self.rfile.read(size)
            if len(heard) > LIMIT:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        found = EICAR.encode() in heard
        self.wfile.write(b"stream: Eicar-Test FOUND\0" if found else b"stream: OK\0")


@pytest.fixture(params=["unix", "tcp"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Any]]:
    """Where a scanner listens, and the server."""
    server: Any
    if request.param == "unix":
        path = tmp_path / "clamd.ctl"
        server, url = (
            socketserver.ThreadingUnixStreamServer(str(path), Conversation),
            f"unix://{path}",
        )
    else:
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
        url = f"tcp://127.0.0.1:{server.server_address[1]}"
    server.says = None
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    yield url, server
    server.shutdown()
    server.server_close()


@pytest.fixture
def scanner(address: tuple[str, Any], settings: Any) -> Any:
    """A site with that scanner; the server."""
    settings.CLAMD = address[0]
    return address[1]


def test_what_clamd_says_is_understood(address) -> None:
    url = address[0]
    for content, found in [(b"", ""), (ROWS.encode(), ""), (b"x" * 600_000, "")]:
        assert found_in(io.BytesIO(content), clamd=url) == found
    assert found_in(io.BytesIO(EICAR.encode()), clamd=url) == "Eicar-Test"
    with pytest.raises(NotScanned, match=r"^INSTREAM size limit exceeded\.$"):
        found_in(io.BytesIO(b"x" * 9_000_000), clamd=url)


@pytest.mark.parametrize(
    "says", [b"", b"stream: O", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\xff" * 9000]
)
def test_a_scanner_that_says_what_no_clamd_says_is_away(address, says: bytes) -> None:
    url, server = address
    server.says = says
    with pytest.raises(ScannerAway, match="clamd"):
        found_in(io.BytesIO(b"x"), clamd=url)


def test_a_disk_that_gives_no_more_of_a_file_is_no_scanner_that_is_away(address) -> None:
    class Damaged(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(NotScanned, match=r"^reading it fails: Input/output error$"):
        found_in(Damaged(b"x"), clamd=address[0])


@pytest.mark.django_db
def test_a_file_is_nobodys_until_it_was_scanned(scanner) -> None:
    attachment = an_attachment(a_request(), ROWS, name="cases.csv")
    read_text(attachment=attachment, at=NOW)
    assert attachment.state == "unscanned"
    with pytest.raises(AttachmentNotUsable, match="is not scanned yet"):
        read_attachment(attachment)
    assert SearchEntry.objects.get(kind="file").text == "cases.csv"
    assert not scan_waiting(at=NOW, most=3)
    attachment.refresh_from_db()
    assert (attachment.state, attachment.state_reason) == ("normal", "")
    assert len(read_attachment(attachment)[0].columns) == 3
    assert "2025" in SearchEntry.objects.get(kind="file").text


@pytest.mark.django_db
def test_a_file_in_which_something_is_found_is_in_quarantine_with_the_reason(scanner) -> None:
    attachment = an_attachment(a_request(), EICAR, name="a.txt")
    scan_waiting(at=NOW, most=3)
    attachment.refresh_from_db()
    assert attachment.state == "quarantined"
    assert attachment.state_reason == "The virus scanner found Eicar-Test."
    entry = AuditEntry.objects.get(verb="set file quarantined")
    assert (entry.actor, entry.details["was"]) == (None, "unscanned")


@pytest.mark.django_db
def test_a_file_that_waits_is_named_in_its_page_and_not_given(scanner) -> None:
    attachment = an_attachment(a_request(), ROWS, name="cases.csv")
    client = Client()
    client.force_login(a_person(Role.LEAD))
    page = client.get(reverse("staff:view_attachment", args=[attachment.pk])).content.decode()
    assert "Not scanned yet" in page and ",2025,4" not in page
    assert 'value="unscanned">' not in page.replace(
        'type="hidden" name="was" value="unscanned"', ""
    )
    for name in ("attachment", "show_attachment"):
        assert client.get(reverse(f"staff:{name}", args=[attachment.pk])).status_code == 404


@pytest.mark.django_db
def test_while_the_scanner_is_away_files_wait_and_the_task_says_so(settings) -> None:
    settings.CLAMD = f"tcp://127.0.0.1:{services.free_port()}"
    attachment = an_attachment(a_request(), ROWS)
    with pytest.raises(ScannerAway, match="Connection refused"):
        scan_files()
    with pytest.raises(CommandError, match="What is left waits"):
        call_command("scan_files")
    attachment.refresh_from_db()
    assert (attachment.state, attachment.state_reason) == ("unscanned", "")


@pytest.mark.django_db
def test_one_that_cannot_be_scanned_waits_for_a_person_and_stops_no_other(scanner) -> None:
    large = an_attachment(a_request(), "a,b\n" * 300_000)
    missing = an_attachment(a_request(), "d,e\n1,2\n")
    missing.file.storage.delete(missing.file.name)
    odd = an_attachment(a_request(), "f,g\n3,4\n")
    odd.file.storage.delete(odd.file.name)
    Path(odd.file.path).mkdir()
    small = an_attachment(a_request(), ROWS)
    assert not scan_waiting(at=NOW, most=4) and not scan_waiting(at=NOW, most=4)
    Path(odd.file.path).rmdir()
    states = {one.pk: (one.state, one.state_reason) for one in Attachment.objects.all()}
    assert states[large.pk] == (
        "unscanned", "The virus scanner cannot: INSTREAM size limit exceeded.",
    )  # fmt: skip
    assert states[missing.pk] == ("unscanned", "It is missing from the file store.")
    reason = "It cannot be opened in the file store: Is a directory."
    assert states[odd.pk] == ("unscanned", reason)
    assert states[small.pk] == ("normal", "")
    large.refresh_from_db()
    by = a_person(Role.LEAD)
    said = {"state": "restricted", "was": "unscanned", "reason": "Looked at by hand"}
    assert set_file_state(attachment=large, **said, by=by, at=NOW).state == "restricted"


@pytest.mark.django_db
def test_the_oldest_is_scanned_first_and_one_that_goes_meanwhile_stops_no_other(
    scanner, monkeypatch
) -> None:
    goes, first, second = (an_attachment(a_request(), f"a,b\n{n},2\n") for n in range(3))

    def deleted_meanwhile(file: object, *, clamd: str) -> str:
        Attachment.objects.filter(pk=goes.pk).delete()
        return ""

    monkeypatch.setattr(operations, "found_in", deleted_meanwhile)
    assert scan_waiting(at=NOW, most=2)
    states = dict(Attachment.objects.values_list("pk", "state"))
    assert states == {first.pk: "normal", second.pk: "unscanned"}


@pytest.mark.django_db
def test_all_files_are_scanned_when_scanning_begins(scanner, settings, capsys) -> None:
    settings.CLAMD, clamd = "", settings.CLAMD
    before = [an_attachment(a_request(), text) for text in (ROWS, EICAR)]
    assert {one.state for one in before} == {"normal"}
    with pytest.raises(CommandError, match="CLAMD is not set"):
        call_command("scan_files")
    scan_files()  # a site without a scanner has nothing to do
    settings.CLAMD = clamd
    call_command("scan_files", "--all")
    assert f"In quarantine: file {before[1].pk}. The virus scanner found" in capsys.readouterr().out
    assert list(scan_all(at=NOW)) == []
    assert Attachment.objects.get(pk=before[0].pk).state == "normal"


@pytest.mark.django_db
def test_what_a_person_has_closed_meanwhile_stays_closed(scanner) -> None:
    attachment = an_attachment(a_request(), ROWS)
    said = {"state": "restricted", "was": "unscanned", "reason": "Names in it"}
    set_file_state(attachment=attachment, **said, by=a_person(Role.LEAD), at=NOW)
    assert scan_file(attachment=attachment, at=NOW).state == "restricted"
