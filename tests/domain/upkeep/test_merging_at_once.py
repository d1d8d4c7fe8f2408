"""Two entries are merged while somebody works on what hangs on them."""

from functools import partial

import pytest

from requests_app.domain.agencies.living import MergedMeanwhile
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.operations import amend_request, log_request
from requests_app.domain.upkeep.merging import merge_agencies
from tests.at_once import one_in_the_other
from tests.builders import NOW, a_person, a_request, an_agency
from tests.domain.request_log.test_operations import details_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_amended_while_a_merge_begins_is_kept_with_its_history() -> None:
    gone, kept, by = an_agency(), an_agency(), a_person()
    request = a_request(agency=gone)
    # As one who amends a request and not its agency: the agency is not locked by it.
    amended = RecordsRequest.objects.get(pk=request.pk)
    amended.subject, amended.version = "As amended", 2
    merge = partial(merge_agencies, gone=gone, kept=kept, by=by, at=NOW)
    one_in_the_other(amended.save, merge, MergedMeanwhile)
    request.refresh_from_db()
    assert (request.agency, request.subject, request.version) == (kept, "As amended", 3)
    newest = request.history.order_by("history_id").last()
    assert newest
    assert (newest.agency_id, newest.subject, newest.version) == (kept.pk, "As amended", 3)


@pytest.mark.parametrize("amending", [False, True], ids=["logged", "amended"])
def test_nothing_lands_on_an_entry_while_it_is_merged_away(amending: bool) -> None:
    gone, kept, by, other = an_agency("Gone PD"), an_agency("Kept PD"), a_person(), a_request()
    details = details_of(other, agency=gone)

    def second() -> object:
        if amending:
            return amend_request(records_request=other, details=details, version=1, by=by, at=NOW)
        return log_request(details=details, by=by, at=NOW)

    merge = partial(merge_agencies, gone=gone, kept=kept, by=by, at=NOW)
    came_to = one_in_the_other(merge, second, MergedMeanwhile)
    assert isinstance(came_to, MergedMeanwhile) and "merged into Kept PD" in str(came_to)
    assert not RecordsRequest.objects.filter(agency_id=gone.pk).exists()
