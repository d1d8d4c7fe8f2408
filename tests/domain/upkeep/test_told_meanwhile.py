"""Two people at one request: what the second is told, whatever room the change came from."""

import pytest

from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.meanwhile import RecordedMeanwhile
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.tags import tag_request
from requests_app.domain.request_log.timeline import Happening, record_event
from requests_app.domain.upkeep.bulk.changes import Assigning, Recording, Tagging
from requests_app.domain.upkeep.bulk.operations import do_in_bulk, undo
from requests_app.domain.upkeep.merging import merge_agencies
from requests_app.domain.upkeep.unmerging import undo_merge
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_attachment, an_event

pytestmark = pytest.mark.django_db
ANA = "Ana Ruiz"


def told(request: RecordsRequest) -> list[str]:
    """What somebody is told who opened the page of `request` as it is given, newest first."""
    with pytest.raises(RecordedMeanwhile) as refusal:
        record_event(
            records_request=request,
            happening=Happening(K.NOTE, TODAY),
            by=a_person(),
            at=NOW,
            version=request.version,
        )
    return [words.removeprefix(f"{ANA} ").partition(" (")[0] for words in refusal.value.changes]


@pytest.fixture
def ana():
    return a_person(first_name="Ana", last_name="Ruiz")


def test_a_change_to_many_and_its_undoing_are_named(ana) -> None:
    opened = a_request()
    for change in (Recording(Happening(K.ACKNOWLEDGED, TODAY)), Assigning(ana)):
        action = do_in_bulk(change=change, requests=[opened.pk], by=ana, at=NOW)
    undo(action=action, by=ana, at=NOW)
    assert told(opened) == [
        "took back in bulk: Assigned to Ana Ruiz",
        "did in bulk: Assigned to Ana Ruiz",
        "did in bulk: Recorded “Acknowledged” of Mon 22 Jun 2026",
    ]


def test_a_merge_and_its_undoing_are_named(ana) -> None:
    gone, kept = an_agency("Fresno P.D."), an_agency("Fresno Police")
    opened = a_request(agency=gone)
    merge, _ = merge_agencies(gone=gone, kept=kept, by=ana, at=NOW)
    undo_merge(merge=merge, by=ana, at=NOW)
    assert told(opened) == [
        "undid the merge of the agency “Fresno P.D.” into “Fresno Police”",
        "merged the agency “Fresno P.D.” into “Fresno Police”",
    ]


def test_what_changed_nothing_is_not_named(ana) -> None:
    opened = a_request(by=ana)
    an_event(RecordsRequest.objects.get(pk=opened.pk), K.ACKNOWLEDGED, TODAY)
    tag_request(records_request=opened, name="Urgent", by=ana, at=NOW)
    do_in_bulk(change=Tagging("Round two"), requests=[opened.pk], by=ana, at=NOW)
    an_attachment(opened, "a,b\n1,2\n")
    for verb in ("opened file", "downloaded file", "exported request", "discarded request"):
        record(verb=verb, subject=opened, by=ana, at=NOW)
    assert told(opened) == ["recorded “Acknowledged on 2026-06-22”"]
