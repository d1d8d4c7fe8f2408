"""Two people at quotes of one page at the same moment, and the same file loaded twice."""

from decimal import Decimal
from functools import partial

import pytest
from django.db import DatabaseError

from requests_app.domain.misuse_data.measures import ensure_measures
from requests_app.domain.misuse_data.models import Figure, Release, Source
from requests_app.domain.misuse_data.quoting.models import Outlet, Quote
from requests_app.domain.misuse_data.quoting.operations import (
    Printed,
    Printing,
    QuoteNotPossible,
    add_quote,
    remove_quote,
)
from requests_app.domain.misuse_data.quoting.published_figures import import_published_figures
from requests_app.domain.misuse_data.vocabulary import Qualifier, SourceKind
from requests_app.management.commands.import_published_figures import STARTING_FIGURES
from tests.at_once import one_in_the_other
from tests.builders import NOW, a_person
from tests.domain.misuse_data.figures import YEAR

pytestmark = pytest.mark.django_db(transaction=True)


def entering(value: int) -> partial:
    """Entering a number of the one page, by somebody of their own."""
    printed = Printed(
        publisher="A paper", kind=SourceKind.PRESS, url="https://example.org/a", agency=None,
        year_from=YEAR, year_to=YEAR, measure=ensure_measures()["violations"],
        qualifier=Qualifier.EXACT, value=Decimal(value), raw=str(value),
    )  # fmt: skip
    printing, by = Printing(Outlet.ARTICLE), a_person()
    return partial(add_quote, printed=printed, printing=printing, by=by, at=NOW)


@pytest.fixture(autouse=True)
def known_publisher():
    Source.objects.create(name="A paper", kind=SourceKind.PRESS)


def test_two_numbers_of_a_page_are_of_one_release():
    one_in_the_other(entering(7635), entering(24), DatabaseError)
    assert Release.objects.get().figures.count() == 2


def test_of_two_who_enter_the_same_number_one_is_told_so():
    came_to = one_in_the_other(entering(7635), entering(7635), QuoteNotPossible)
    assert "entered already" in str(came_to)
    assert Quote.objects.count() == 1


def test_a_number_is_entered_while_the_only_other_of_its_page_is_taken_out():
    quote = entering(7635)()
    remove = partial(remove_quote, quote=quote, by=a_person(), at=NOW)
    one_in_the_other(entering(24), remove, DatabaseError)
    assert [figure.value for figure in Figure.objects.all()] == [24]


def test_of_two_loads_of_a_file_the_second_finds_all_of_it_there():
    ensure_measures()  # that they wait for each other there is not what is asked here
    load = partial(import_published_figures, path=STARTING_FIGURES, by=None, at=NOW)
    came_to = one_in_the_other(load, load, DatabaseError)
    assert (came_to.releases, came_to.figures, came_to.known) == (0, 0, 58)
    assert (Release.objects.count(), Figure.objects.count()) == (13, 58)
