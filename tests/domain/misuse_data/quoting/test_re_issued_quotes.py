"""A quote of what was re-issued: judged by the issue of its day; who is to be told of the later."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote

import pytest

from requests_app.domain.agencies.models import Agency, Alias
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.quoting.corrections import changed_by, to_tell
from requests_app.domain.misuse_data.quoting.mails import mail_about_correction, mail_about_misquote
from requests_app.domain.misuse_data.quoting.models import Quote
from requests_app.domain.misuse_data.quoting.verdicts import VerdictKind, verdicts
from tests.builders import an_agency
from tests.domain.misuse_data.figures import a_claim, a_file, published
from tests.domain.misuse_data.quotes import quoted, tell, tied, verdict_on

pytestmark = pytest.mark.django_db
WHO = {"signer": "Pat Number", "organisation": "Open Records Project"}
FIRST, SECOND, THIRD = date(2025, 3, 3), date(2026, 1, 5), date(2026, 5, 5)
BETWEEN = date(2025, 9, 1)


def issued(rows: str, on: date | None = None) -> Release:
    return published(a_file(f"Agency,Violations\n{rows}"), issued_on=on)


def row_of(release: Release, agency: Agency) -> Figure:
    return release.figures.get(agency=agency)


class TestByTheIssueOfItsDay:
    @pytest.fixture(autouse=True)
    def reissued(self):
        self.fresno = an_agency("Fresno PD")
        self.first = issued("Fresno PD,40\n", FIRST)
        self.second = issued("Fresno PD,52\n", SECOND)

    def said_of(self, value: int, on: date | None, to: Release | None = None):
        quote = quoted(a_claim(value, agency=self.fresno, source=f"Paper {value}"), printed_on=on)
        Quote.objects.filter(pk=quote.pk).update(should_be=row_of(to or self.second, self.fresno))
        return verdict_on(quote)

    @pytest.mark.parametrize("to", ["first", "second"])
    def test_right_in_its_day_it_is_corrected_since_whichever_it_is_tied_to(self, to):
        said = self.said_of(40, BETWEEN, getattr(self, to))
        assert (said.kind, said.right.value) == (VerdictKind.OUTDATED, 52)
        assert "of 3 March 2025 had 40" in said.change
        assert "of 5 January 2026 has 52" in said.change

    def test_the_earlier_number_printed_after_the_re_issue_is_a_misquote(self):
        said = self.said_of(40, date(2026, 2, 1), self.first)
        assert (said.kind, said.right.value, said.change) == (VerdictKind.MISQUOTED, 52, "")
        assert "of 3 March 2025 had it" in said.reason
        assert "of 5 January 2026 was out by then" in said.reason

    def test_a_wrong_number_is_a_misquote_and_the_re_issue_is_told_too(self):
        said = self.said_of(47, BETWEEN)
        assert (said.kind, said.right.value, said.reason) == (VerdictKind.MISQUOTED, 52, "")
        assert "had 40" in said.change

    def test_what_only_the_re_issue_states_is_no_mistake_any_more(self):
        said = self.said_of(52, BETWEEN)
        assert (said.kind, said.is_wrong) == (VerdictKind.RIGHT_SINCE, False)
        assert self.said_of(52, date(2026, 2, 1)).kind == VerdictKind.RIGHT

    def test_the_day_of_the_re_issue_is_the_re_issue_s(self):
        assert self.said_of(52, SECOND).kind == VerdictKind.RIGHT
        assert self.said_of(52, date(2026, 1, 4)).kind == VerdictKind.RIGHT_SINCE

    def test_before_the_first_issue_it_is_held_against_the_first(self):
        assert self.said_of(40, date(2025, 1, 1)).kind == VerdictKind.OUTDATED

    def test_of_an_unknown_day_it_is_held_against_what_it_is_tied_to(self):
        assert self.said_of(40, None, self.first).kind == VerdictKind.OUTDATED
        assert self.said_of(52, None).kind == VerdictKind.RIGHT

    def test_the_issue_of_three_that_was_current(self):
        third = issued("Fresno PD,60\n", THIRD)
        said = self.said_of(52, date(2026, 2, 1), third)
        assert (said.kind, said.right.value) == (VerdictKind.OUTDATED, 60)
        assert "had 52" in said.change

    def test_the_mail_says_that_it_was_re_issued(self):
        quote = quoted(a_claim(40, agency=self.fresno), printed_on=BETWEEN)
        tied(quote, row_of(self.second, self.fresno))
        quote = Quote.objects.loaded().get(pk=quote.pk)
        mail = unquote(mail_about_misquote(quote, verdict_on(quote), **WHO))
        assert "had 40" in mail
        assert "has 52" in mail


class TestWhatTheReIssueLacksOrNamesOtherwise:
    def quote_of(self, value: int, release: Release, agency: Agency) -> Quote:
        quote = quoted(a_claim(value, agency=agency), printed_on=BETWEEN)
        Quote.objects.filter(pk=quote.pk).update(should_be=row_of(release, agency))
        return quote

    def test_what_is_gone_is_said_to_be_gone(self):
        fresno, _ = an_agency("Fresno PD"), an_agency("Kern PD")
        first = issued("Fresno PD,40\nKern PD,2\n", FIRST)
        issued("Kern PD,2\n", SECOND)
        said = verdict_on(self.quote_of(40, first, fresno))
        assert (said.kind, said.right) == (VerdictKind.OUTDATED, None)
        assert "has no such figure" in said.change

    def test_a_name_spelled_otherwise_is_the_same_agency(self):
        fresno = an_agency("Fresno PD")
        Alias.objects.create(agency=fresno, name="Fresno Police")
        first = issued("Fresno PD,40\n", FIRST)
        issued("Fresno Police,52\n", SECOND)
        said = verdict_on(self.quote_of(40, first, fresno))
        assert (said.kind, said.right.value) == (VerdictKind.OUTDATED, 52)

    def test_a_sum_whose_source_states_the_total_itself_later(self):
        an_agency("Fresno PD")
        first = issued("Fresno PD,40\n", FIRST)
        quote = quoted(a_claim(40), printed_on=BETWEEN)
        tied(quote, first)
        second = issued("Fresno PD,40\n", SECOND)
        stated = row_of(second, Agency.objects.get(name="Fresno PD"))
        Figure.objects.filter(pk=stated.pk).update(agency=None, agency_as_written="", value=52)
        said = verdict_on(quote)
        assert (said.kind, said.right.figure, said.right.value) == (
            VerdictKind.OUTDATED, stated.pk, 52,
        )  # fmt: skip


class TestCorrection:
    BEFORE = "Fresno PD,4\nOakland PD,3\nKern PD,2\n"
    AFTER = "Fresno PD,5\nOakland PD,3\n"

    @pytest.fixture(autouse=True)
    def reissued(self):
        self.fresno, self.oakland = an_agency("Fresno PD"), an_agency("Oakland PD")
        self.kern = an_agency("Kern PD")
        self.earlier = issued(self.BEFORE)
        self.tied = quoted(a_claim(4, agency=self.fresno, source="Tied"))
        tied(self.tied, row_of(self.earlier, self.fresno))
        self.same = quoted(a_claim(2, agency=self.kern, source="Same"))
        self.sum = quoted(a_claim(9, source="Sum"))
        tied(self.sum, self.earlier)
        self.same_sum = quoted(a_claim(9, source="Same sum"))
        self.others = [
            quoted(a_claim(3, agency=self.oakland, source="Unchanged")),
            quoted(a_claim(4, agency=self.fresno, years=2022, source="Another year")),
            quoted(a_claim(7, agency=self.fresno, source="Another number")),
        ]
        self.later = issued(self.AFTER)

    def test_what_changed_and_what_is_gone(self):
        changes = changed_by(self.later, most=10)
        changed = {one.before.about: one.after for one in changes.first}
        assert changed["Fresno PD"].value == 5
        assert changed["Kern PD"] is None
        assert changed["California (statewide)"].value == 8
        assert (len(changed), changes.count) == (3, 3)
        assert changed_by(self.earlier, most=10).count == 0

    def test_of_many_changes_the_first_and_how_many(self):
        changes = changed_by(self.later, most=1)
        assert (len(changes.first), changes.count) == (2, 3)  # our sum, and one row

    def test_everybody_who_quoted_it_is_listed_and_nobody_else(self):
        rows = {row.quote: row.is_tied for row in to_tell(self.later)}
        assert rows == {self.tied: True, self.same: False, self.sum: True, self.same_sum: False}

    def test_nobody_is_told_of_a_number_that_they_printed_from_the_re_issue(self):
        of_later = quoted(a_claim(5, agency=self.fresno, source="Up to date"))
        tied(of_later, row_of(self.later, self.fresno))
        assert of_later not in {row.quote for row in to_tell(self.later)}

    def test_a_second_re_issue_lists_who_quoted_the_first_issue(self):
        third = issued("Fresno PD,6\nOakland PD,3\n")
        changed = {row.quote: row.changed for row in to_tell(third)}
        one = changed[self.tied]
        assert (one.before.value, one.after.value) == (5, 6)
        assert self.same not in changed

    def test_who_was_told_comes_last_with_the_day(self):
        telling = tell(self.tied, correction=self.later)
        assert tell(self.tied, correction=self.later) == telling
        assert to_tell(self.later)[-1].telling == telling
        assert to_tell(self.later)[0].telling is None

    def test_the_mail_says_both_numbers(self):
        row = next(row for row in to_tell(self.later) if row.quote == self.tied)
        mail = unquote(mail_about_correction(row.quote, row.changed, **WHO))
        assert "4 before, now 5" in mail

    def test_a_quote_of_the_earlier_issue_is_corrected_since(self):
        said = verdict_on(self.tied)
        assert (said.kind, said.right.value) == (VerdictKind.OUTDATED, 5)

    def test_so_is_one_of_the_sum_of_its_rows(self):
        right = quoted(a_claim(9, source="Right then"), should_be_sum_of=self.earlier)
        for quote in (self.sum, right):
            said = verdict_on(quote)
            assert (said.kind, said.right.value) == (VerdictKind.OUTDATED, 8)

    def test_more_quotes_cost_no_more_queries(self, django_assert_max_num_queries):
        for number in range(12):
            quoted(a_claim(2, agency=self.kern, source=f"Same {number}"))
            of_rows = quoted(a_claim(4, agency=self.fresno, source=f"Tied {number}"))
            tied(of_rows, row_of(self.later, self.fresno))
            tied(quoted(a_claim(9, source=f"Sum {number}")), self.later)
        with django_assert_max_num_queries(25):
            assert len(to_tell(self.later)) == 4 + 3 * 12
        quotes = list(Quote.objects.loaded())
        with django_assert_max_num_queries(20):
            verdicts(quotes, Figure.objects.current())
