"""A closed file stays closed when its content comes in again, whatever way it comes."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.importing.incoming import AttachmentNotUsable, Incoming
from requests_app.domain.request_log.bin import delete_attachment
from requests_app.domain.request_log.file_states import closed_as, set_file_state
from requests_app.domain.request_log.models import Attachment, OldSheet
from requests_app.domain.request_log.old_sheet.uploads import keep_sheet
from requests_app.domain.sheets.refusals import FileRefused
from tests.builders import NOW, TODAY, a_person, a_request, an_attachment

pytestmark = pytest.mark.django_db
CONTENT = "Agency,Number\nFresno,4\n"
SAID = {
    "quarantined": "The same file was put into quarantine before.",
    "restricted": "The same file was restricted before.",
}


def closed(state: str, content: str = CONTENT) -> Attachment:
    file = an_attachment(a_request(subject="Kestrel"), content, "kestrel.csv")
    return set_file_state(
        attachment=file, state=state, was=file.state, reason="Names of victims.",
        by=a_person(Role.LEAD), at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("state", SAID)
def test_a_closed_content_is_closed_in_every_request(state: str) -> None:
    closed(state)
    again, other = a_request(), an_attachment(a_request(), "a,b\n1,2\n")
    made = Attachment.objects.get(pk=an_attachment(again, CONTENT).pk)
    assert (made.state, made.state_reason, made.state_changed_by) == (state, SAID[state], None)
    assert other.state == "normal"
    entry = AuditEntry.objects.filter(verb=f"set file {state}").latest("pk")
    assert (entry.subject_id, entry.actor) == (str(again.pk), None)
    assert "Kestrel" not in str(entry.details).title()


def test_the_strictest_of_several_counts_and_lifting_all_opens_again() -> None:
    files = [closed("restricted"), closed("quarantined"), closed("quarantined", "x,y\n1,2\n")]
    assert closed_as(files[0].sha256) == "quarantined"
    for one in Attachment.objects.filter(sha256=files[0].sha256):
        set_file_state(
            attachment=one, state="normal", was=one.state, reason="It is sound.",
            by=a_person(Role.LEAD), at=NOW,
        )  # fmt: skip
    assert an_attachment(a_request(), CONTENT).state == "normal"


def test_a_closed_file_in_the_bin_counts() -> None:
    delete_attachment(attachment=closed("quarantined"), reason="", by=a_person(Role.LEAD), at=NOW)
    assert an_attachment(a_request(), CONTENT).state == "quarantined"


@pytest.mark.parametrize("state", SAID)
def test_a_closed_content_is_no_old_sheet(state: str) -> None:
    closed(state)
    with pytest.raises(FileRefused, match=SAID[state]):
        keep_sheet(upload=ContentFile(CONTENT.encode(), name="old.csv"), by=a_person(), at=NOW)
    assert not OldSheet.objects.exists()


def test_a_closed_content_is_not_imported_from_the_disk(tmp_path: Path) -> None:
    closed("quarantined")
    path = tmp_path / "answer.csv"
    path.write_text(CONTENT)
    with (
        pytest.raises(AttachmentNotUsable, match="put into quarantine before"),
        Incoming.at(path, came_on=TODAY, asked=None, is_statewide=False).opened(),
    ):
        pass
