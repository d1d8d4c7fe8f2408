"""Quoted figures: what is to be said of them, what they should be, and whom to tell."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.measures import ensure_measures
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.quoting.mails import mail_about_misquote
from requests_app.domain.misuse_data.quoting.models import Outlet, Quote
from requests_app.domain.misuse_data.quoting.operations import (
    Printed,
    Printing,
    QuoteNotPossible,
    add_quote,
    amend_quote,
    remove_quote,
)
from requests_app.domain.misuse_data.quoting.published_figures import import_published_figures
from requests_app.domain.misuse_data.quoting.telling import take_back_telling
from requests_app.domain.misuse_data.quoting.tying import TieNotPossible, candidates
from requests_app.domain.misuse_data.quoting.verdicts import VerdictKind, verdicts
from requests_app.domain.misuse_data.vocabulary import Qualifier, SourceKind
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.management.commands.import_published_figures import STARTING_FIGURES
from tests.builders import NOW, a_person, an_agency
from tests.domain.misuse_data.figures import YEAR, a_claim, a_file, imported, published
from tests.domain.misuse_data.quotes import quoted, tell, tied, verdict_on

pytestmark = pytest.mark.django_db
WHO = {"signer": "Pat Number", "organisation": "Open Records Project"}


def printed(**values) -> Printed:
    measure = ensure_measures()["violations"]
    usual = Printed(
        publisher="A paper", kind=SourceKind.PRESS, url="https://example.org/a", agency=None,
        year_from=YEAR, year_to=YEAR, measure=measure, qualifier=Qualifier.EXACT,
        value=Decimal(7635), raw="7,635",
    )  # fmt: skip
    return replace(usual, **values)


def entered(printing: Printing | None = None, **values) -> Quote:
    printing = printing or Printing(Outlet.ARTICLE)
    return add_quote(printed=printed(**values), printing=printing, by=a_person(), at=NOW)


class TestStartingFigures:
    @pytest.fixture(autouse=True)
    def loaded(self):
        import_published_figures(path=STARTING_FIGURES, by=None, at=NOW)

    def said_of(self, value: int, **about):
        quote = Quote.objects.get(claim__value=value, **about)
        return verdict_on(quote)

    def test_each_of_them_is_a_quote_once(self):
        import_published_figures(path=STARTING_FIGURES, by=None, at=NOW)
        assert Quote.objects.count() == 58

    def test_7635_tells_its_story(self):
        said = self.said_of(7635, claim__year_from=2023)
        assert said.kind == VerdictKind.PROBABLY_MISQUOTED
        assert (said.right.value, said.right.source) == (7275, "EFF")
        assert "equals the 2019–2023 total" in said.causes[0].sentence
        assert "it should probably be 7,275 violations, 2023 (EFF)" in said.sentence

    def test_7275_is_not_blamed_for_it(self):
        assert self.said_of(7275).kind == VerdictKind.PROBABLY_RIGHT
        of_five_years = self.said_of(7635, claim__year_from=2019)
        assert of_five_years.kind == VerdictKind.UNDISPUTED

    @pytest.mark.parametrize("measure", ["violations", "investigations"])
    def test_143_is_in_dispute_under_either_word(self, measure):
        said = self.said_of(143, claim__measure__key=measure)
        assert said.kind == VerdictKind.DISPUTED
        assert "one of them probably has the wrong word" in said.causes[0].sentence

    def test_all_are_judged_in_a_fixed_number_of_queries(self, django_assert_max_num_queries):
        quotes = list(Quote.objects.loaded())
        with django_assert_max_num_queries(10):
            verdicts(quotes, Figure.objects.published())


@settings(deadline=None, max_examples=30)
@given(wrong=st.integers(11, 10**6), right=st.integers(11, 10**6), first=st.integers(1991, 2022))
def test_a_planted_misquote_of_another_period_is_found(wrong, right, first):
    """Whatever the numbers and years: no rule knows 7,635."""
    if wrong == right:
        return
    Release.objects.all().delete()
    a_claim(right, source="Right", kind="doj", years=2023)
    a_claim(wrong, source="Summary", kind="advocacy", years=(first, 2023))
    said = verdict_on(quoted(a_claim(wrong, source="Paper", years=2023)))
    assert said.kind == VerdictKind.PROBABLY_MISQUOTED
    assert said.right.value == right
    assert f"the {first}–2023 total" in said.causes[0].sentence


class TestTied:
    def test_to_the_same_number_it_is_right(self):
        quote = quoted(a_claim(24))
        tied(quote, a_claim(24, source="EFF"))
        assert verdict_on(quote).kind == VerdictKind.RIGHT

    def test_to_another_it_is_misquoted_with_its_cause(self):
        quote = quoted(a_claim(7635))
        a_claim(7635, source="Summary", years=(2019, 2023))
        tied(quote, a_claim(7275, source="EFF"))
        said = verdict_on(quote)
        assert (said.kind, said.is_wrong) == (VerdictKind.MISQUOTED, True)
        assert "2019–2023" in said.causes[0].sentence

    def test_to_another_measure_it_says_so(self):
        quote = quoted(a_claim(143, measure="investigations", years=2017))
        tied(quote, a_claim(143, measure="violations", years=2017, source="EFF"))
        said = verdict_on(quote)
        assert said.kind == VerdictKind.MISQUOTED
        assert "different measures" in said.reason

    def test_to_our_sum_of_a_release(self):
        an_agency("Fresno PD")
        an_agency("Oakland PD")
        release = published(a_file("Agency,Violations\nFresno PD,4\nOakland PD,3\n"))
        quote = quoted(a_claim(9))
        assert [one.value for one in candidates(quote)] == [7]
        tied(quote, release)
        said = verdict_on(quote)
        assert (said.kind, said.right.value) == (VerdictKind.MISQUOTED, 7)
        tied(quote, None)
        assert not Quote.objects.get(pk=quote.pk).is_tied

    def test_not_to_itself_another_body_a_draft_or_a_release_without_rows(self):
        agency = an_agency("Fresno PD")
        quote = quoted(a_claim(9))
        draft = imported(a_file("Agency,Violations\nFresno PD,4\n"))
        for to, why in (
            (quote.claim, "against itself"),
            (a_claim(9, agency=agency), "about Fresno PD"),
            (draft.figures.get(), "Only a published figure"),
            (draft, "Only a published release"),
            (a_claim(9).release, "no rows that add up"),
        ):
            with pytest.raises(TieNotPossible, match=why):
                tied(quote, to)
        assert not Quote.objects.get(pk=quote.pk).is_tied


class TestEntering:
    def test_it_takes_part_as_a_claim_of_theirs(self):
        quote = entered(
            Printing(Outlet.BILL, said=" 7,635 times in 2023 ", contact="a@example.org")
        )
        assert quote.claim.release.is_quoted_claim
        assert (quote.said, quote.claim.raw) == ("7,635 times in 2023", "7,635")
        assert AuditEntry.objects.get(verb="entered quote").details["url"]

    def test_a_second_number_of_the_page_joins_its_release(self):
        entered()
        entered(value=Decimal(24), raw="24", year_from=2019)
        release = Release.objects.get()
        assert (release.figures.count(), release.covers_from) == (2, 2019)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"publisher": " "}, "publisher"),
            ({"year_from": 2024}, "year_to"),
            ({"year_from": 1989}, "year_to"),
            ({"year_from": 2027, "year_to": 2027}, "year_to"),
            ({"value": Decimal(-1)}, "value"),
            ({"value": Decimal(10**40)}, "value"),
            ({"value": Decimal("17.125"), "is_percent": True}, "value"),
            ({"value": Decimal(101), "is_percent": True}, "value"),
        ],
    )
    def test_what_cannot_have_been_printed_is_refused(self, values, field):
        with pytest.raises(QuoteNotPossible) as refused:
            entered(**values)
        assert refused.value.field == field
        assert not Release.objects.exists()

    def test_nothing_is_printed_before_its_year_or_tomorrow(self):
        with pytest.raises(QuoteNotPossible, match="had not begun"):
            entered(Printing(Outlet.ARTICLE, printed_on=date(2022, 1, 1)))
        with pytest.raises(ImpossibleDate):
            entered(Printing(Outlet.ARTICLE, printed_on=date(2026, 6, 23)))

    def test_the_same_number_of_the_same_page_is_entered_once(self):
        entered()
        with pytest.raises(QuoteNotPossible, match="entered already"):
            entered()
        with pytest.raises(QuoteNotPossible, match="is A paper's"):
            entered(publisher="Another", raw="7")

    def test_where_it_was_printed_is_set_right_and_the_number_stays(self):
        quote = entered()
        printing = Printing(Outlet.EDITORIAL, title="Thousands", printed_on=date(2025, 1, 3))
        amend_quote(quote=quote, printing=printing, by=a_person(), at=NOW)
        quote.refresh_from_db()
        assert (quote.title, quote.claim.value, quote.history.count()) == ("Thousands", 7635, 2)

    def test_it_is_taken_out_unless_it_was_loaded_or_told(self):
        loaded, told, entry = quoted(a_claim(5)), entered(), entered(url="https://example.org/b")
        telling = tell(told)
        for quote in (loaded, told):
            with pytest.raises(QuoteNotPossible):
                remove_quote(quote=quote, by=a_person(), at=NOW)
        remove_quote(quote=entry, by=a_person(), at=NOW)
        take_back_telling(telling=telling, by=a_person(), at=NOW)
        remove_quote(quote=told, by=a_person(), at=NOW)
        assert Quote.objects.get() == loaded
        assert Release.objects.count() == 1


class TestTelling:
    def test_a_second_click_tells_once(self):
        quote = quoted(a_claim(5))
        assert tell(quote) == tell(quote)
        assert tell(quote, how="by phone") != tell(quote)

    def test_nobody_is_told_tomorrow_or_before_it_was_printed(self):
        quote = quoted(a_claim(5), printed_on=date(2026, 6, 21))
        with pytest.raises(ImpossibleDate):
            tell(quote, on=date(2026, 6, 23))
        with pytest.raises(QuoteNotPossible, match="not printed by then"):
            tell(quote)

    def test_the_mail_says_what_where_and_why(self):
        quote = quoted(a_claim(7635), contact="desk@example.org", said="7,635 in 2023")
        a_claim(7635, source="Summary", years=(2019, 2023))
        tied(quote, a_claim(7275, source="EFF"))
        quote = Quote.objects.loaded().get(pk=quote.pk)
        mail = unquote(mail_about_misquote(quote, verdict_on(quote), **WHO))
        assert mail.startswith("mailto:desk@example.org?subject=A figure you printed: 7,635")
        for words in ("“7,635 in 2023”", "EFF states 7,275 violations", "2019–2023", "Pat Number"):
            assert words in mail

    def test_the_mail_calls_a_sum_of_ours_one(self):
        an_agency("A")
        release = published(a_file("Agency,Violations\nA,5\n"))
        quote = quoted(a_claim(7))
        tied(quote, release)
        mail = unquote(mail_about_misquote(quote, verdict_on(quote), **WHO))
        assert f"the rows of {release.source} come to 5 violations: our sum of 1 agencies'" in mail
        assert "states" not in mail

    @pytest.mark.parametrize("contact", ["", "ring the desk", "a@example.org, b@example.org"])
    def test_a_contact_that_is_no_address_is_left_to_whoever_writes(self, contact):
        quote = quoted(a_claim(5), contact=contact)
        assert mail_about_misquote(quote, verdict_on(quote), **WHO).startswith("mailto:?subject=")


def test_where_a_figure_was_quoted():
    figure = a_claim(24, source="EFF")
    by_tie, by_number = quoted(a_claim(25)), quoted(a_claim(24, source="Reprint"))
    tied(by_tie, figure)
    quoted(a_claim(24, years=2022))
    quoted(a_claim(24, agency=an_agency()))
    assert set(Quote.objects.of_figure(figure)) == {by_tie, by_number}
