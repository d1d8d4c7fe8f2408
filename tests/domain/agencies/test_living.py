import pytest

from requests_app.domain.agencies.living import MergedMeanwhile, locked_living
from requests_app.domain.upkeep.merging import merge_agencies
from tests.builders import NOW, a_person, an_agency

pytestmark = pytest.mark.django_db


def test_the_living_are_given_by_their_ids() -> None:
    fresno, kern = an_agency("Fresno Police Department"), an_agency("Kern Sheriff")
    assert locked_living([kern.pk, fresno.pk, kern.pk]) == {fresno.pk: fresno, kern.pk: kern}


def test_one_that_was_merged_away_is_refused_and_names_the_other() -> None:
    gone, kept = an_agency("Fresno PD"), an_agency("Fresno Police Department")
    merge_agencies(gone=gone, kept=kept, by=a_person(), at=NOW)
    with pytest.raises(MergedMeanwhile, match="Fresno PD was merged into Fresno Police Department"):
        locked_living([kept.pk, gone.pk])
