"""Who may do what with a file in which state, and how it gets there."""

import pytest
from django.core.files.base import ContentFile

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.importing.incoming import AttachmentNotUsable
from requests_app.domain.misuse_data.importing.previews import read_attachment
from requests_app.domain.publication.published import NOT_PUBLIC, file_in_public
from requests_app.domain.request_log.attachments import (
    AlreadyAttached,
    CopyRefused,
    FileTooLarge,
    attach_redacted_copy,
)
from requests_app.domain.request_log.file_access import (
    FILE_USES,
    USE_SENTENCES,
    Use,
    may_leave,
    may_use,
    states_for,
)
from requests_app.domain.request_log.file_states import (
    NotACopy,
    ReasonMissing,
    StateChangedMeanwhile,
    set_file_state,
    set_may_go_out,
)
from requests_app.domain.request_log.models import Attachment
from tests.builders import NOW, TODAY, a_person, a_request, an_attachment

READER, STAFF, REVIEWER, LEAD, ADMINISTRATOR = Role
# The truth table, typed by hand: the first role that has each use; None: nobody.
FIRST_ROLE = {
    "normal": {
        "name": READER, "open": READER, "download": STAFF, "find": READER, "leave": READER,
        "delete": STAFF,
    },
    "unscanned": {
        "name": READER, "open": None, "download": None, "find": READER, "leave": None,
        "delete": STAFF,
    },
    "restricted": {
        "name": REVIEWER, "open": REVIEWER, "download": REVIEWER, "find": REVIEWER, "leave": None,
        "delete": LEAD,
    },
    "quarantined": {
        "name": LEAD, "open": None, "download": None, "find": LEAD, "leave": None, "delete": LEAD,
    },
}  # fmt: skip


def test_every_state_and_use_is_in_the_tables() -> None:
    assert set(FILE_USES) == set(Attachment.State) == set(FIRST_ROLE)
    assert set(USE_SENTENCES) == set(Use)
    assert all(set(uses) == set(Use) for uses in FILE_USES.values())


@pytest.mark.django_db
@pytest.mark.parametrize("use", Use)
@pytest.mark.parametrize("state", Attachment.State)
@pytest.mark.parametrize("role", Role)
def test_each_use_begins_at_its_role(role, state, use) -> None:
    first, steps = FIRST_ROLE[state][use], list(Role)
    expected = first is not None and steps.index(role) >= steps.index(first)
    person = Person(role=role, is_active=True)
    assert may_use(person, Attachment(state=state), use) is expected
    assert (state in states_for(person, use)) is expected
    gone = Person(role=role, is_active=False)
    assert not may_use(gone, Attachment(state=state), use)


@pytest.mark.parametrize("state", Attachment.State)
def test_only_a_normal_file_leaves(state) -> None:
    assert may_leave(Attachment(state=state)) is (state == "normal")


@pytest.fixture
def attachment(db) -> Attachment:
    return an_attachment(a_request(), "a,b,c\n1,2,3\n", name="cases.csv")


def put(attachment: Attachment, state: str, was: str, reason: str = "Names in it") -> Attachment:
    by = a_person(LEAD)
    return set_file_state(attachment=attachment, state=state, was=was, reason=reason, by=by, at=NOW)


def test_a_state_is_kept_with_its_reason_and_on_record(attachment) -> None:
    changed = put(attachment, "restricted", "normal", "  Names in it ")
    assert (changed.state, changed.state_reason, changed.state_changed_at) == (
        "restricted", "Names in it", NOW,
    )  # fmt: skip
    entry = AuditEntry.objects.get(verb="set file restricted")
    assert entry.actor == changed.state_changed_by
    assert (entry.details["was"], entry.details["reason"]) == ("normal", "Names in it")
    assert attachment.file.open("rb").read() == b"a,b,c\n1,2,3\n"
    assert [old.state for old in changed.history.all()] == ["restricted", "normal"]


@pytest.mark.parametrize("state", Attachment.State)
def test_no_state_changes_without_a_reason(attachment, state) -> None:
    with pytest.raises(ReasonMissing, match="Say why"):
        put(attachment, state, "normal", "  ")
    attachment.refresh_from_db()
    assert attachment.state == "normal"


def test_the_second_of_two_people_is_told_what_the_first_did(attachment) -> None:
    put(attachment, "quarantined", "normal", "Released by mistake")
    with pytest.raises(StateChangedMeanwhile, match="quarantine now, because: Released by mistake"):
        put(attachment, "restricted", "normal")
    assert put(attachment, "restricted", "quarantined").state == "restricted"


def test_a_second_click_changes_nothing_more(attachment) -> None:
    put(attachment, "restricted", "normal")
    put(attachment, "restricted", "normal")
    assert AuditEntry.objects.filter(verb="set file restricted").count() == 1


def test_whoever_attaches_a_closed_file_again_is_not_told_its_name(attachment) -> None:
    put(attachment, "restricted", "normal")
    with pytest.raises(AlreadyAttached) as refusal:
        an_attachment(attachment.records_request, "a,b,c\n1,2,3\n", name="mine.csv")
    assert "cases.csv" not in str(refusal.value) and "not open to all" in str(refusal.value)


def a_copy(
    of: Attachment, content: bytes = b"a,b,c\n1,2,\n", may_go_out: bool = True
) -> Attachment:
    upload = ContentFile(content, name="redacted.csv")
    by = a_person()
    return attach_redacted_copy(original=of, upload=upload, may_go_out=may_go_out, by=by, at=NOW)


def test_a_redacted_copy_stands_beside_its_untouched_original(attachment) -> None:
    copy = a_copy(attachment)
    assert (copy.redacts, copy.may_go_out, copy.came_on) == (attachment, True, TODAY)
    assert list(attachment.redacted_copies.all()) == [copy]
    assert attachment.file.open("rb").read() == b"a,b,c\n1,2,3\n"
    assert copy.sha256 != attachment.sha256


def test_a_copy_is_imported_and_named_in_public_once_it_may_go_out(attachment) -> None:
    copy = a_copy(attachment, b"Agency,Year,Violations\n,2025,4\n", may_go_out=False)
    assert file_in_public(copy) == (NOT_PUBLIC, NOT_PUBLIC)
    with pytest.raises(AttachmentNotUsable, match="a redacted copy that is not to go out yet"):
        read_attachment(copy)
    copy = set_may_go_out(attachment=copy, may=True, by=a_person(), at=NOW)
    assert file_in_public(copy) == ("redacted.csv", copy.sha256)
    assert len(read_attachment(copy)[0].columns) == 3


def test_a_copy_is_not_its_original_and_has_no_copies(attachment) -> None:
    with pytest.raises(AlreadyAttached):
        a_copy(attachment, b"a,b,c\n1,2,3\n")
    copy = a_copy(attachment)
    with pytest.raises(CopyRefused, match="attach it to the original"):
        a_copy(copy, b"a,b,c\n,,\n")


def test_the_mark_that_a_copy_may_go_out_is_given_and_taken(attachment) -> None:
    copy, by = a_copy(attachment, may_go_out=False), a_person()
    for may in (True, True, False):
        assert set_may_go_out(attachment=copy, may=may, by=by, at=NOW).may_go_out is may
    verbs = ["marked file to go out", "took back that file may go out"]
    assert [AuditEntry.objects.filter(verb=verb).count() for verb in verbs] == [1, 1]
    with pytest.raises(NotACopy, match="is an original"):
        set_may_go_out(attachment=attachment, may=True, by=by, at=NOW)


def test_the_files_of_a_request_have_a_limit_that_names_its_numbers(attachment, settings) -> None:
    settings.MAX_REQUEST_BYTES = 1024 * 1024
    request = attachment.records_request
    an_attachment(request, b"d,e,f\n" * 100_000)
    with pytest.raises(FileTooLarge, match=r"would have 1\.1 MB; the limit is 1 MB \(MAX_REQUEST"):
        an_attachment(request, b"g,h,i\n" * 100_000)
    assert request.attachments.count() == 2
    an_attachment(a_request(), b"g,h,i\n" * 100_000)
