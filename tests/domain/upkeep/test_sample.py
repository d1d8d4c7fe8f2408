from datetime import datetime

import pytest
from django.core.files.storage import default_storage

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.deadlines.standings import Standing
from requests_app.domain.misuse_data.models import Figure, Release, ReturnedFile, Source
from requests_app.domain.misuse_data.transcription.models import Transcription
from requests_app.domain.reminders.own import set_reminder
from requests_app.domain.request_log.models import (
    Attachment,
    Campaign,
    OldSheet,
    RecordsRequest,
    SavedView,
)
from requests_app.domain.request_log.standings import standing_of
from requests_app.domain.upkeep.content import load_starting_content
from requests_app.domain.upkeep.sample import SampleRefused, load_sample, remove_sample
from tests.builders import NOW, TODAY, a_request

pytestmark = pytest.mark.django_db
MODELS = (Agency, Attachment, Campaign, Figure, Person, RecordsRequest, Release, Source)


@pytest.fixture(autouse=True)
def content(settings) -> None:
    settings.DEBUG = True
    load_starting_content(at=NOW)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MODELS}


def test_the_sample_shows_the_standings_and_two_returned_files() -> None:
    load_sample(at=NOW)
    standings = {standing_of(r, on=TODAY) for r in RecordsRequest.objects.all()}
    assert standings >= {
        Standing.NOT_SENT, Standing.NOT_YET_DUE, Standing.LATE, Standing.NO_RESPONSE,
        Standing.WAITING_ON_US, Standing.ANSWERED, Standing.CLOSED,
    }  # fmt: skip
    assert Attachment.objects.count() == 2
    assert set(Release.objects.filter(is_sample=True).values_list("state", flat=True)) == {
        "draft",
        "in_review",
    }
    assert not RecordsRequest.objects.filter(is_sample=False).exists()


def test_nothing_of_the_sample_is_published() -> None:
    before = set(Figure.objects.published())
    load_sample(at=NOW)
    Release.objects.filter(is_sample=True).update(state="published", published_at=NOW)
    assert set(Figure.objects.published()) == before


def test_removing_it_leaves_everything_as_it_was() -> None:
    real = a_request()
    before = counts()
    load_sample(at=NOW)
    assert counts() != before
    assert "12 invented requests" in remove_sample(by=None, at=NOW)
    assert counts() == before
    assert RecordsRequest.objects.get() == real


def test_loading_twice_changes_nothing() -> None:
    load_sample(at=NOW)
    before = counts()
    assert "already" in load_sample(at=NOW)
    assert counts() == before


def test_a_real_request_in_the_sample_campaign_keeps_its_campaign() -> None:
    load_sample(at=NOW)
    campaign = Campaign.objects.get()
    real = a_request(campaign=campaign)
    remove_sample(by=None, at=NOW)
    real.refresh_from_db()
    assert real.campaign == campaign
    assert not Campaign.objects.get().is_sample


def test_somebody_of_the_sample_stays_for_a_reminder_or_a_view_of_real_use() -> None:
    for keeps in ("reminder", "view"):
        load_sample(at=NOW)
        robin = Person.objects.get(is_sample=True)
        if keeps == "reminder":
            kept = set_reminder(subject=a_request(), note="Ask again", due_on=TODAY, person=robin,
                                by=robin, at=NOW)  # fmt: skip
        else:
            kept = SavedView.objects.create(owner=robin, name="Mine", created_at=NOW)
        remove_sample(by=None, at=NOW)
        robin.refresh_from_db()
        assert not robin.is_active and type(kept).objects.filter(pk=kept.pk).exists()
        kept.delete()


def test_a_file_that_an_old_spreadsheet_is_kept_as_stays_in_the_store(
    django_capture_on_commit_callbacks,
) -> None:
    load_sample(at=NOW)
    held, other = Attachment.objects.order_by("pk").values_list("file", "sha256")
    OldSheet.objects.create(file=held[0], sha256=held[1], original_name="old.csv", uploaded_at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        remove_sample(by=None, at=NOW)
    assert default_storage.exists(held[0]) and not default_storage.exists(other[0])


def test_a_file_that_was_imported_without_a_request_stays_in_the_store(
    django_capture_on_commit_callbacks,
) -> None:
    load_sample(at=NOW)
    held, other = Attachment.objects.order_by("pk").values_list("file", "sha256")
    real = Figure.objects.filter(release__is_sample=False).first().release
    ReturnedFile.objects.create(
        release=real, file=held[0], sha256=held[1], original_name="a.csv", size=1, came_on=TODAY
    )
    with django_capture_on_commit_callbacks(execute=True):
        remove_sample(by=None, at=NOW)
    assert default_storage.exists(held[0]) and not default_storage.exists(other[0])


def test_what_was_re_issued_and_typed_in_the_sample_goes_with_it() -> None:
    load_sample(at=NOW)
    one, other = Release.objects.filter(is_sample=True)
    Release.objects.filter(pk=one.pk).update(supersedes=other)
    file, table = Attachment.objects.all()
    Transcription.objects.create(
        attachment=file, table=table, settled_by=Person.objects.first(), settled_at=NOW
    )
    remove_sample(by=None, at=NOW)
    assert not Attachment.objects.exists() and not Release.objects.filter(is_sample=True).exists()


def test_a_site_in_use_takes_no_sample(settings) -> None:
    settings.DEBUG = False
    with pytest.raises(SampleRefused, match="DEBUG"):
        load_sample(at=NOW)
    assert not RecordsRequest.objects.exists()


def test_without_a_sample_there_is_nothing_to_remove() -> None:
    assert "no sample" in remove_sample(by=None, at=NOW)


def test_it_can_be_loaded_again_after_a_real_request_took_over_its_campaign() -> None:
    load_sample(at=NOW)
    a_request(campaign=Campaign.objects.get())
    remove_sample(by=None, at=NOW)
    load_sample(at=NOW)
    assert Campaign.objects.filter(is_sample=True).count() == 1
    assert Campaign.objects.count() == 2


def test_it_loads_just_after_midnight_and_across_a_change_of_clocks() -> None:
    after_midnight = datetime(2026, 3, 20, 0, 30, tzinfo=NOW.tzinfo)
    assert "Loaded" in load_sample(at=after_midnight)
