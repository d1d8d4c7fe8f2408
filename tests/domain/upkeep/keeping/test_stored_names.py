"""What names a stored file, and that a backup keeps it from being removed."""

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models

from requests_app.domain.misuse_data.importing.stored_files import forget_files
from requests_app.domain.request_log.attachments import store_content
from requests_app.domain.request_log.mail_drafts import keep_draft
from requests_app.domain.request_log.store_hold import HeldAlready, deleting, files_held
from requests_app.domain.upkeep.keeping.store_walk import stored_files
from requests_app.domain.upkeep.keeping.stored_names import (
    NAMERS,
    is_storage_name,
    named_files,
)
from requests_app.domain.upkeep.keeping.verifying import Looked, verify_files
from tests.builders import NOW, a_person, a_request, an_attachment


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "files", tmp_path


def test_every_model_with_a_file_is_in_the_table():
    ours = apps.get_app_config("requests_app").get_models()
    with_file = {m for m in ours if any(isinstance(f, models.FileField) for f in m._meta.fields)}
    assert with_file == set(NAMERS)


@pytest.mark.parametrize(
    "name",
    ["", "../x", "/etc/passwd", "ab/../cd", "ab/" + "g" * 64, "ab\\" + "a" * 64, "AB/" + "a" * 64,
     "mails-read/../" + "a" * 64, "ab/" + "a" * 64 + "\n", "ab/" + "a" * 63],
)  # fmt: skip
def test_no_other_name_is_one_of_the_store(name):
    assert not is_storage_name(name)


@pytest.mark.django_db
def test_every_name_that_the_product_gives_is_one():
    an_attachment(a_request(), "a,b\n1,2\n")
    for content in (b"one", b"one", b"two"):
        keep_draft(content=content, name="a.eml", is_pasted=False, person=a_person(), at=NOW)
    names = [named.name for named in named_files()]
    assert len(names) == 4
    assert all(map(is_storage_name, names))


@pytest.mark.django_db
def test_one_content_of_two_requests_is_one_file_with_two_owners():
    for _ in range(2):
        an_attachment(a_request(), "a,b\n1,2\n")
    [named] = named_files()
    assert len(named.claims) == 2
    assert list(stored_files()) == [named.name]


@pytest.mark.django_db
def test_a_name_that_leads_out_is_damage_and_is_not_read(tmp_path):
    attachment = an_attachment(a_request(), "a,b\n1,2\n")
    type(attachment).objects.update(file="../secret")
    (tmp_path / "secret").write_text("x")
    found = {finding.fault: finding.name for finding in verify_files(Looked())}
    assert found["not a name of the store"] == "../secret"
    assert found["unowned"] == f"{attachment.sha256[:2]}/{attachment.sha256}"


@pytest.mark.django_db(transaction=True)
def test_nothing_is_removed_while_a_backup_copies():
    name = store_content("c" * 64, b"x")
    with files_held():
        assert forget_files([name]) == 0
        assert default_storage.exists(name)
        with pytest.raises(HeldAlready), files_held():
            pass
    assert forget_files([name]) == 1
    with deleting() as may_delete:
        assert may_delete


@pytest.mark.django_db
def test_what_the_product_stores_has_such_names():
    attachment, person = an_attachment(a_request(), "a,b\n1,2\n"), a_person()
    mail = {"content": b"Subject: Hello\n\nWorld", "name": "a.eml", "is_pasted": False}
    draft = keep_draft(**mail, person=person, at=NOW)
    again = default_storage.save(draft.file.name, ContentFile(b"the name is taken"))
    assert again != draft.file.name
    assert all(map(is_storage_name, [attachment.file.name, draft.file.name, again]))
