"""What is deleted goes altogether, and comes back as it was."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.attachments import attach_redacted_copy
from requests_app.domain.request_log.bin import (
    CannotDelete,
    CannotRestore,
    NotInTheBin,
    delete_attachment,
    restore_from_bin,
)
from requests_app.domain.request_log.bin_access import binned_for, may_restore
from requests_app.domain.request_log.models import (
    Attachment,
    BinnedItem,
    RecordsRequest,
    SearchEntry,
)
from requests_app.domain.request_log.operations import discard_request
from requests_app.domain.upkeep.keeping.emptying import empty_bin
from requests_app.domain.upkeep.keeping.verifying import Looked, verify_files
from tests.builders import NOW, a_person, a_request, an_attachment

pytestmark = pytest.mark.django_db
CONTENT = "Agency,Year\nFresno,2025\n"
LATER = NOW + timedelta(days=31)


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "files", tmp_path


def deleted(attachment: Attachment, reason: str = "Twice") -> BinnedItem:
    by = attachment.records_request.created_by
    return delete_attachment(attachment=attachment, reason=reason, by=by, at=NOW)


def facts(attachment: Attachment) -> dict[str, object]:
    read_later = {"text_state", "text_why", "text_tries", "text_read_at", "hides"}
    return {
        field.name: getattr(attachment, field.attname)
        for field in Attachment._meta.fields
        if field.name not in read_later
    }


def test_a_file_goes_and_comes_back_as_it_was():
    attachment = an_attachment(a_request(), CONTENT)
    was, pk = facts(attachment), attachment.pk
    item = deleted(attachment)
    assert not Attachment.objects.exists()
    assert not SearchEntry.objects.filter(kind="file").exists()
    assert list(verify_files(Looked())) == []
    restore_from_bin(item=item, by=a_person(), at=NOW)
    assert facts(Attachment.objects.get(pk=pk)) == was
    assert SearchEntry.objects.filter(kind="file", object_id=pk).exists()
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["deleted file", "restored file"]


def test_what_lay_long_enough_goes_with_its_file(django_capture_on_commit_callbacks):
    item = deleted(an_attachment(a_request(), CONTENT))
    name = item.file.name
    assert empty_bin(at=NOW + timedelta(days=29)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert empty_bin(at=LATER) == 1
    assert not default_storage.exists(name)
    assert AuditEntry.objects.filter(verb="emptied from the bin").get().details["name"]
    with pytest.raises(NotInTheBin):
        restore_from_bin(item=item, by=a_person(), at=NOW)


def test_a_file_that_is_attached_elsewhere_stays(django_capture_on_commit_callbacks):
    other = an_attachment(a_request(), CONTENT)
    deleted(an_attachment(a_request(), CONTENT))
    with django_capture_on_commit_callbacks(execute=True):
        empty_bin(at=LATER)
    assert default_storage.exists(other.file.name)


def test_twice_is_once():
    attachment = an_attachment(a_request(), CONTENT)
    item = deleted(attachment)
    with pytest.raises(NotInTheBin):
        deleted(attachment)
    restore_from_bin(item=item, by=a_person(), at=NOW)
    with pytest.raises(NotInTheBin):
        restore_from_bin(item=item, by=a_person(), at=NOW)


def test_the_same_file_attached_again_keeps_its_place():
    request = a_request()
    item = deleted(an_attachment(request, CONTENT))
    an_attachment(request, CONTENT)
    with pytest.raises(CannotRestore, match="has its place"):
        restore_from_bin(item=item, by=a_person(), at=NOW)
    assert BinnedItem.objects.count() == Attachment.objects.count() == 1


def test_a_copy_comes_back_after_its_original_only():
    original = an_attachment(a_request(), CONTENT)
    copy = attach_redacted_copy(
        original=original,
        upload=an_upload("Agency\nredacted\n"),
        may_go_out=False,
        by=a_person(),
        at=NOW,
    )
    with pytest.raises(CannotDelete, match="rests on it"):
        deleted(original)
    binned_copy, binned_original = deleted(copy), deleted(original)
    with pytest.raises(CannotRestore, match="restore that first"):
        restore_from_bin(item=binned_copy, by=a_person(), at=NOW)
    restore_from_bin(item=binned_original, by=a_person(), at=NOW)
    restore_from_bin(item=binned_copy, by=a_person(), at=NOW)
    assert Attachment.objects.get(redacts=original.pk).may_go_out is False


def an_upload(content: str):
    from django.core.files.base import ContentFile

    return ContentFile(content.encode(), name="copy.csv")


def test_who_left_is_left_out():
    leaver = a_person()
    attachment = an_attachment(a_request(by=leaver), CONTENT)
    item = deleted(attachment)
    RecordsRequest.objects.update(created_by=None, assignee=None)
    leaver.delete()
    restore_from_bin(item=BinnedItem.objects.get(pk=item.pk), by=a_person(), at=NOW)
    assert Attachment.objects.get().added_by is None


def test_a_file_that_the_store_lost_is_not_promised():
    item = deleted(an_attachment(a_request(), CONTENT))
    default_storage.delete(item.file.name)
    with pytest.raises(CannotRestore, match="missing from the file store"):
        restore_from_bin(item=item, by=a_person(), at=NOW)


def test_a_request_that_was_taken_back_comes_back():
    request = a_request()
    request.tags.create(name="Urgent")
    number, due, events = request.number, request.due_on, list(request.events.values())
    discard_request(records_request=request, by=a_person(), at=NOW)
    restore_from_bin(item=BinnedItem.objects.get(), by=a_person(), at=NOW)
    again = RecordsRequest.objects.get()
    assert (again.number, again.due_on, list(again.events.values())) == (number, due, events)
    assert [tag.name for tag in again.tags.all()] == ["Urgent"]
    assert SearchEntry.objects.filter(kind="request", object_id=again.pk).exists()


@pytest.mark.parametrize(
    ("state", "sees", "restores"),
    [
        ("normal", Role.READER, Role.STAFF),
        ("restricted", Role.REVIEWER, Role.LEAD),
        ("quarantined", Role.LEAD, Role.LEAD),
    ],
)
def test_closed_files_stay_closed_in_the_bin(state, sees, restores):
    attachment = an_attachment(a_request(), CONTENT)
    Attachment.objects.update(state=state)
    item, roles = deleted(attachment), list(Role)
    for role in Role:
        person = a_person(role)
        assert binned_for(person).exists() is (roles.index(role) >= roles.index(sees))
        assert may_restore(person, item) is (roles.index(role) >= roles.index(restores))
