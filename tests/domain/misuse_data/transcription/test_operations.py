"""Typed by two people, settled, and a file of the request that can be imported."""

import pytest

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.importing.operations import undo_import
from requests_app.domain.misuse_data.transcription.models import Transcription
from requests_app.domain.misuse_data.transcription.operations import (
    NotTranscribed,
    StillDiffers,
    left_to_settle,
    settle,
    type_table,
)
from requests_app.domain.misuse_data.transcription.taking_back import (
    SettlingStays,
    take_back_settling,
)
from requests_app.domain.misuse_data.transcription.typed import Difference
from requests_app.domain.request_log.models import Attachment, BinnedItem
from tests.builders import NOW, a_person, a_request, an_agency, an_attachment
from tests.domain.misuse_data.figures import imported

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.7\nand so on"
FIRST = "Agency | Year | Violations\nFresno PD | 2023 | 4\nDavis PD | 2023 | none"
SECOND = FIRST.replace("| 4", "| 9")


@pytest.fixture
def scan(db: None) -> Attachment:
    return an_attachment(a_request(), SCAN, "2023.pdf")


def typed(scan: Attachment, text: str = FIRST, **given):
    return type_table(attachment=scan, text=text, by=given.get("by") or a_person(), at=NOW)


def test_two_that_agree_become_a_file_beside_the_original(scan: Attachment) -> None:
    typed(scan), typed(scan, FIRST.replace(" | ", "\t"))
    table = settle(attachment=scan, chosen={}, by=a_person(), at=NOW)
    assert table.original_name == "2023 (transcribed).csv"
    assert table.transcribed_from.attachment == scan and table.came_on == scan.came_on
    written = table.file.read().decode()
    assert written == "Agency,Year,Violations\r\nFresno PD,2023,4\r\nDavis PD,2023,none\r\n"


def test_what_differs_has_to_be_settled_cell_by_cell(scan: Attachment) -> None:
    typed(scan), typed(scan, SECOND)
    with pytest.raises(StillDiffers, match="1 cell left"):
        settle(attachment=scan, chosen={Difference(9, 9, "", ""): "x"}, by=a_person(), at=NOW)
    assert Attachment.objects.count() == 1
    third = a_person()
    settle(attachment=scan, chosen={Difference(2, 3, "4", "9"): "14"}, by=third, at=NOW)
    done = Transcription.objects.get()
    assert (done.settled_by, done.chosen) == (third, {"r2c3": "14"})
    assert b"Fresno PD,2023,14" in done.table.file.read()


def test_what_was_typed_anew_meanwhile_is_not_settled_by_what_was_said_before(scan) -> None:
    typed(scan)
    second = typed(scan, SECOND)
    chosen = {one: one.second for one in left_to_settle(scan)}
    typed(scan, SECOND.replace("| 9", "| 14"), by=second.typed_by)
    with pytest.raises(StillDiffers, match="1 cell left"):
        settle(attachment=scan, chosen=chosen, by=a_person(), at=NOW)


def test_one_person_alone_settles_nothing(scan: Attachment) -> None:
    alone = a_person()
    typed(scan, by=alone), typed(scan, SECOND, by=alone)
    assert scan.typed_tables.count() == 1 and left_to_settle(scan) is None
    with pytest.raises(StillDiffers, match="Two people"):
        settle(attachment=scan, chosen={}, by=alone, at=NOW)


def test_a_third_does_not_type_but_each_of_the_two_may_correct_theirs(scan: Attachment) -> None:
    first = typed(scan)
    typed(scan, SECOND)
    with pytest.raises(NotTranscribed, match="settle"):
        typed(scan)
    typed(scan, SECOND, by=first.typed_by)
    assert left_to_settle(scan) == []


def test_nothing_is_typed_once_it_is_settled(scan: Attachment) -> None:
    first = typed(scan)
    typed(scan)
    settle(attachment=scan, chosen={}, by=a_person(), at=NOW)
    for again in (
        lambda: typed(scan, by=first.typed_by),
        lambda: settle(attachment=scan, chosen={}, by=a_person(), at=NOW),
    ):
        with pytest.raises(NotTranscribed, match="already"):
            again()


def test_a_file_that_programs_read_or_that_is_restricted_is_not_typed(scan: Attachment) -> None:
    table = an_attachment(scan.records_request, FIRST.replace(" | ", ","), "a.csv")
    with pytest.raises(NotTranscribed, match="import this file"):
        typed(table)
    Attachment.objects.filter(pk=scan.pk).update(state=Attachment.State.RESTRICTED)
    with pytest.raises(NotTranscribed, match="restricted"):
        typed(scan)


def test_who_typed_and_who_settled_is_on_record(scan: Attachment) -> None:
    typed(scan), typed(scan, SECOND)
    settle(attachment=scan, chosen={Difference(2, 3, "4", "9"): "4"}, by=a_person(), at=NOW)
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-4:] == ["typed table", "typed table", "attached file", "settled transcription"]


def test_a_settling_is_taken_back_and_both_tables_can_be_corrected(scan: Attachment) -> None:
    typed(scan)
    second = typed(scan)
    table, by = settle(attachment=scan, chosen={}, by=a_person(), at=NOW), a_person()
    take_back_settling(attachment=scan, by=by, at=NOW)
    assert not Transcription.objects.exists() and left_to_settle(scan) == []
    [binned] = BinnedItem.objects.all()
    assert (binned.label, binned.sha256) == (table.original_name, table.sha256)
    entry = AuditEntry.objects.get(verb="took back settling")
    assert (entry.actor, entry.details["read_from"]) == (by, scan.sha256)
    typed(scan, SECOND, by=second.typed_by)
    chosen = {Difference(2, 3, "4", "9"): "9"}
    again = settle(attachment=scan, chosen=chosen, by=a_person(), at=NOW)
    assert b"Fresno PD,2023,9" in again.file.read()


def test_the_same_tables_can_be_settled_once_more(scan: Attachment) -> None:
    typed(scan), typed(scan)
    for _ in range(2):
        settle(attachment=scan, chosen={}, by=a_person(), at=NOW)
        take_back_settling(attachment=scan, by=a_person(), at=NOW)
    with pytest.raises(SettlingStays, match="somebody took it back already"):
        take_back_settling(attachment=scan, by=a_person(), at=NOW)


def test_while_a_release_rests_on_its_table_the_settling_stays(scan: Attachment) -> None:
    an_agency("Fresno PD"), an_agency("Davis PD")
    typed(scan), typed(scan)
    release = imported(settle(attachment=scan, chosen={}, by=a_person(), at=NOW))
    with pytest.raises(SettlingStays, match="draft, was imported from the table"):
        take_back_settling(attachment=scan, by=a_person(), at=NOW)
    assert Transcription.objects.exists()
    undo_import(release=release, by=a_person(), at=NOW)
    take_back_settling(attachment=scan, by=a_person(), at=NOW)
    assert not Transcription.objects.exists()
