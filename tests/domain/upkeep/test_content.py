"""The starting content: loaded once, and completed where an earlier version loaded it."""

import pytest

from requests_app.domain.misuse_data.models import Figure
from requests_app.domain.misuse_data.quoting.models import Quote
from requests_app.domain.upkeep.content import load_starting_content
from tests.builders import NOW

pytestmark = pytest.mark.django_db


def test_it_is_loaded_once_and_each_claim_is_a_quote() -> None:
    assert load_starting_content(at=NOW)
    assert Figure.objects.count() == Quote.objects.count() == 58
    assert not load_starting_content(at=NOW)


def test_claims_from_before_there_were_quotes_get_theirs() -> None:
    load_starting_content(at=NOW)
    Quote.objects.all().delete()
    assert load_starting_content(at=NOW)
    assert Figure.objects.count() == Quote.objects.count() == 58
