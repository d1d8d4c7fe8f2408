"""Merging two entries of one agency: every kind of thing goes along, and comes back."""

import json
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core import serializers
from django.db import models

from requests_app.domain.agencies.contacts import ContactDetails, add_contact
from requests_app.domain.agencies.identifiers import add_alias, add_ori, remove_alias
from requests_app.domain.agencies.models import AdoptedHoliday, Agency, Alias, Closure, Contact, Ori
from requests_app.domain.agencies.succession import record_succession, set_parent
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.denominators.models import SwornOfficers
from requests_app.domain.misuse_data.measures import ensure_measures
from requests_app.domain.misuse_data.models import Figure, Release, Source
from requests_app.domain.misuse_data.reading.remembered import Cells, ConfirmedName
from requests_app.domain.reminders.own import set_reminder
from requests_app.domain.reporting.answers import Answer, Teller
from requests_app.domain.reporting.found import Evidence, Reported, record_answers
from requests_app.domain.reporting.models import AnnualDuty, FoundAnswer
from requests_app.domain.reporting.said.kinds import SaidKind
from requests_app.domain.reporting.said.operations import Words, ask_for_comment, enter_said
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.upkeep.merge_plans import MergeRefused, plan_merge, preview_dates
from requests_app.domain.upkeep.merge_rules import RULES, Fate, keys_to_agency
from requests_app.domain.upkeep.merging import merge_agencies
from requests_app.domain.upkeep.models import AgencyMerge, DatesMove
from requests_app.domain.upkeep.unmerging import UndoRefused, undo_merge
from tests.builders import NOW, TODAY, a_person, a_request, an_agency

pytestmark = pytest.mark.django_db
# Counted on with every write, and never back.
COUNTERS = {"version"}


def merged(gone: Agency, kept: Agency) -> AgencyMerge:
    return merge_agencies(gone=gone, kept=kept, by=a_person(), at=NOW)[0]


def undone(merge: AgencyMerge) -> Agency:
    return undo_merge(merge=merge, by=a_person(), at=NOW).agency


def ended(agency: Agency, successor: Agency) -> Agency:
    values: dict[str, Any] = {"kind": "renamed", "on": date(2020, 1, 1), "source": "Resolution"}
    return record_succession(
        agency=agency, successor=successor, by=a_person(), at=NOW, today=TODAY, **values
    )


def a_figure(agency: Agency) -> Figure:
    release = Release.objects.create(
        source=Source.objects.get_or_create(name="DOJ", kind="doj")[0],
        title="A list",
        covers_from=2023,
        covers_to=2023,
        imported_at=NOW,
    )
    measure = ensure_measures()["investigations"]
    return Figure.objects.create(
        release=release,
        agency=agency,
        agency_as_written=agency.name,
        year_from=2023,
        year_to=2023,
        measure=measure,
        unit=measure.unit,
        answer="reported",
        value=4,
        where="row 2",
    )


def a_name(returned_by: Agency, text: str, **values: Any) -> ConfirmedName:
    return ConfirmedName.objects.create(
        returned_by=returned_by,
        name=text,
        folded_cells=Cells(text).folded,
        step=uuid.uuid4(),
        confirmed_at=NOW,
        **values,
    )


def one_of_everything(agency: Agency) -> None:
    """A row of every key that goes along, the kinds that may clash with `the_same` ones too."""
    by, when = a_person(), {"at": NOW, "today": TODAY}
    a_request(agency=agency)
    add_ori(agency=agency, code=f"CA{agency.pk:07d}", by=by, at=NOW)
    add_alias(agency=agency, name=f"Alias {agency.pk}", by=by, at=NOW)
    mail = ContactDetails("email", f"a{agency.pk}@example.org")
    add_contact(agency=agency, details=mail, by=by, **when)
    Closure.objects.create(agency=agency, on=date(2020, 1, agency.pk % 28 + 1), reason="Fire")
    a_figure(agency)
    told(agency, release_number=agency.pk)
    a_name(agency, f"Police {agency.pk}", agency=agency)
    words = Words(SaidKind.STATEMENT, TODAY, text="Nothing", url="https://x.example.org")
    enter_said(agency=agency, reporting_year=2024, words=words, by=by, at=NOW)
    ask_for_comment(
        agency=agency, reporting_year=2024, asked_on=TODAY, asked_by="Pat", question="", by=by,
        at=NOW,
    )  # fmt: skip
    set_reminder(subject=agency, due_on=TODAY, note="Ring them", person=by, by=by, at=NOW)
    set_parent(agency=an_agency(), parent=agency, by=by, at=NOW)
    ended(an_agency(), agency)
    merged(an_agency(f"Duplicate of {agency.pk}"), agency)


def told(agency: Agency, release_number: int) -> None:
    """What a release tells of it."""
    FoundAnswer.objects.create(
        agency=agency,
        reporting_year=2024,
        answer="reported",
        told_by="doj",
        release_number=release_number,
        release_title="A list",
        found_at=NOW,
    )


def the_same(agency: Agency, *, confirmed_on: date, answer: str) -> None:
    Alias.objects.create(agency=agency, name="F.P.D.")
    a_name(agency, "All others")
    Contact.objects.create(
        agency=agency, kind="portal", value="https://x.example.org", last_confirmed_on=confirmed_on
    )
    Closure.objects.create(agency=agency, on=date(2026, 3, 3), reason=f"Of {agency.pk}")
    AdoptedHoliday.objects.create(agency=agency, holiday="king", source=f"Of {agency.pk}")
    told(agency, release_number=10**9)
    SwornOfficers.objects.create(agency=agency, year=2025, officers=800, source=f"{agency.pk}")
    AnnualDuty.objects.create(
        agency=agency,
        reporting_year=2025,
        due_on=date(2026, 2, 1),
        answer=answer,
        by_hand=answer != "unknown",
    )


@pytest.fixture
def two(db: None) -> tuple[Agency, Agency]:
    gone, kept = an_agency("Fresno Police Dept"), an_agency("Fresno Police Department")
    for agency in (gone, kept):
        one_of_everything(agency)
    the_same(gone, confirmed_on=TODAY, answer="reported")
    the_same(kept, confirmed_on=date(2025, 1, 1), answer="unknown")
    for agency in (gone, kept):
        Agency.objects.get(pk=agency.pk).refresh_search_text()
    return Agency.objects.get(pk=gone.pk), Agency.objects.get(pk=kept.pk)


def movable() -> Iterator[tuple[str, type[models.Model], str]]:
    yield from (key for key in keys_to_agency() if RULES[key[0]].fate == Fate.MOVES)


def picture() -> dict[str, Any]:
    """Every row that hangs on an agency, and the agencies, as they are stored."""
    found = {}
    kinds = {model for _, model, _ in movable()} | {Agency}
    for model in sorted(kinds, key=lambda model: model.__name__):
        for row in json.loads(serializers.serialize("json", model._base_manager.order_by("pk"))):
            fields = {name: row["fields"][name] for name in row["fields"] if name not in COUNTERS}
            found[f"{row['model']} {row['pk']}"] = fields
    return found


def test_every_key_to_an_agency_has_its_rule_and_every_rule_its_key() -> None:
    """A new foreign key to an agency needs a row in `merge_rules.RULES`: a merge would lose it."""
    assert {key for key, *_ in keys_to_agency()} == set(RULES)


@pytest.mark.parametrize("key", [key for key, *_ in movable()])
def test_everything_of_the_one_that_goes_is_the_others(two, key: str) -> None:
    gone, kept = two
    model, field = next((model, field) for name, model, field in keys_to_agency() if name == key)
    rows = model._base_manager.filter(**{field: gone})
    ours = model._base_manager.filter(**{field: kept}).count()
    own, clashing = rows.count(), len(RULES[key].same) > 0
    assert own > 0, "the test has none of it to move"
    merged(gone, kept)
    # The one that goes is itself merged into the other, and its name is an alias there.
    more = {"agency.merged_into": 1, "alias.agency": 1}.get(key, 0)
    left = model._base_manager.filter(**{field: kept}).count()
    assert rows.count() == 0
    assert left == ours + own - clashing + more


def test_the_undo_restores_every_row(two) -> None:
    gone, kept = two
    before = picture()
    merge = merged(gone, kept)
    assert picture() != before
    back = undone(merge)
    assert picture() == before
    assert back == gone and Agency.objects.filter(pk=gone.pk).exists()


def test_of_what_both_have_one_is_left_by_its_rule(two) -> None:
    gone, kept = two
    merged(gone, kept)
    portal = kept.contacts.get(kind="portal")
    assert portal.last_confirmed_on == TODAY, "the later confirmation"
    assert kept.closures.get(on=date(2026, 3, 3)).reason == f"Of {kept.pk}"
    assert kept.annual_duties.get().answer == "reported", "what somebody entered"
    assert kept.aliases.filter(folded_name="fpd").count() == 1


def test_the_old_name_is_found_and_the_entry_is_not(two) -> None:
    gone, kept = two
    merged(gone, kept)
    assert list(Agency.objects.named_like("fresno police dept")) == [kept]
    assert not Agency.objects.filter(pk=gone.pk).exists()
    assert Agency.with_merged.get(pk=gone.pk).merged_into == kept
    assert AuditEntry.objects.filter(verb="merged agency").latest("pk").details["gone"] == gone.name


def test_a_name_that_was_merged_away_is_free_again(two) -> None:
    gone, kept = two
    merge = merged(gone, kept)
    an_agency(gone.name)
    with pytest.raises(UndoRefused, match="has that name in that county now"):
        undone(merge)


def test_each_moved_row_has_its_history(two) -> None:
    gone, kept = two
    request = gone.records_requests.get()
    merged(gone, kept)
    request.refresh_from_db()
    rows = request.history.order_by("-history_id")[:2]
    assert [row.agency_id for row in rows] == [kept.pk, gone.pk]
    assert request.version == 2, "whoever is amending it is told"


def test_two_answers_for_one_year_are_for_a_person_to_settle(two) -> None:
    gone, kept = two
    kept.annual_duties.update(answer="did_not_report", by_hand=True)
    before = picture()
    with pytest.raises(MergeRefused, match=r"For 2025 both have an answer: Reported .* Did not"):
        merged(gone, kept)
    assert picture() == before


def duties_of(*agencies: Agency) -> dict[tuple[str, int], tuple[str, bool]]:
    found = AnnualDuty.objects.filter(agency__in=agencies).select_related("agency")
    return {(str(d.agency), d.reporting_year): (d.answer, d.is_contradicted) for d in found}


def test_what_releases_tell_of_both_is_weighed_anew_and_back_again() -> None:
    gone, kept = an_agency("Gone PD"), an_agency("Kept PD")
    for agency, number, teller, answer in (
        (gone, 1, Teller.DOJ, Answer.DID_NOT_REPORT),
        (kept, 2, Teller.AGENCY, Answer.REPORTED),
    ):
        evidence = Evidence(number, f"List {number}", teller)
        answers = [Reported(agency.pk, 2024, answer), Reported(agency.pk, 2021 + number, answer)]
        record_answers(evidence=evidence, answers=answers, by=None, at=NOW)
    before = duties_of(gone, kept)
    merge = merged(gone, kept)
    assert duties_of(gone, kept) == {
        ("Kept PD", 2024): ("did_not_report", True),  # the DOJ is believed before the agency
        ("Kept PD", 2023): ("reported", False),
        ("Kept PD", 2022): ("did_not_report", False),
    }
    undone(merge)
    assert duties_of(gone, kept) == before


def test_two_figures_of_one_release_are_for_a_person_to_settle(two) -> None:
    gone, kept = two
    figure = Figure.objects.filter(agency=kept).first()
    figure.pk, figure.agency, figure.where = None, gone, "row 3"
    figure.save()
    before = picture()
    with pytest.raises(MergeRefused, match="“A list” states investigations of 2023 for both"):
        merged(gone, kept)
    assert picture() == before


def test_a_successor_a_part_and_the_entry_itself_are_no_duplicates() -> None:
    old, new, part = an_agency("Old"), an_agency("New"), an_agency("Part")
    old = ended(old, new)
    part = set_parent(agency=part, parent=new, by=a_person(), at=NOW)
    for gone, kept, words in (
        (old, new, "that is a succession"),
        (new, old, "that is a succession"),
        (part, new, "is a part of"),
        (new, part, "is a part of"),
        (new, new, "the same entry"),
    ):
        with pytest.raises(MergeRefused, match=words):
            plan_merge(gone=gone, kept=kept)


def test_a_closure_of_the_one_and_the_law_of_the_other_move_dates_and_back() -> None:
    """The one that goes is bound by no law; the one that stays was closed on the last day."""
    gone, kept = an_agency(records_law="none"), an_agency()
    request, ours = a_request(agency=gone), a_request(agency=kept)
    Closure.objects.create(agency=gone, on=TODAY, reason="Fire", source="Notice")
    assert (request.due_on, ours.due_on) == (None, TODAY)
    preview = preview_dates(plan_merge(gone=gone, kept=kept), today=TODAY)
    assert (preview.later, preview.other) == (1, 1)
    merge = merged(gone, kept)
    for one in (request, ours):
        one.refresh_from_db()
        assert one.due_on == date(2026, 6, 23)
        assert "were merged: they are one agency." in one.events.last().note
    assert one.events.last().kind == EventKind.DATES_MOVED
    undone(merge)
    request.refresh_from_db()
    ours.refresh_from_db()
    assert (request.due_on, ours.due_on) == (None, TODAY)


def test_what_came_since_stays_with_the_one_that_stayed(two) -> None:
    gone, kept = two
    merge = merged(gone, kept)
    since = a_request(agency=kept)
    undone(merge)
    since.refresh_from_db()
    assert since.agency == kept


def test_what_was_taken_out_since_is_named_and_stays_out(two) -> None:
    gone, kept = two
    merge = merged(gone, kept)
    alias = kept.aliases.get(name=f"Alias {gone.pk}")
    remove_alias(alias=alias, by=a_person(), at=NOW)
    Contact.objects.filter(kind="portal").delete()
    done = undo_merge(merge=merge, by=a_person(), at=NOW)
    assert str(done).startswith(
        f"{gone} is an entry of its own again. Removed since the merge, and not brought back: "
    )
    for words in (f"alias “Alias {gone.pk}”", "https://x.example.org”"):
        assert words in str(done)
    assert not gone.aliases.filter(pk=alias.pk).exists()
    assert Agency.objects.get(pk=gone.pk).merged_into is None
    assert AuditEntry.objects.get(verb="undid merge").details["removed"] == done.removed


def test_what_was_changed_since_is_named_and_nothing_is_undone(two) -> None:
    gone, kept = two
    merge = merged(gone, kept)
    Contact.objects.filter(kind="portal").update(last_confirmed_on=date(2026, 6, 1))
    other = an_agency()
    RecordsRequest.objects.filter(agency=kept).update(agency=other)
    with pytest.raises(UndoRefused) as refused:
        undone(merge)
    for words in ("https://x.example.org” is another one", "is another agency's"):
        assert words in str(refused.value)
    assert Agency.with_merged.get(pk=gone.pk).merged_into == kept


def test_a_merge_is_undone_once_and_in_order() -> None:
    first, second, third = an_agency("A"), an_agency("B"), an_agency("C")
    one = merged(first, second)
    two = merged(second, Agency.objects.get(pk=third.pk))
    assert Agency.with_merged.get(pk=first.pk).merged_into == third, "one step to what stays"
    with pytest.raises(UndoRefused, match="merged further on"):
        undone(one)
    undone(two)
    assert Agency.with_merged.get(pk=first.pk).merged_into == second
    undone(one)
    with pytest.raises(UndoRefused, match="an entry of its own already"):
        undone(one)
    assert Agency.objects.count() == 3


def test_nothing_is_merged_while_dates_are_moving() -> None:
    gone, kept = an_agency(), an_agency()
    DatesMove.objects.create(what="A closure", agency=kept, started_at=NOW)
    with pytest.raises(MergeRefused, match="still moving"):
        merged(gone, kept)


def test_an_entry_that_was_merged_meanwhile_is_refused() -> None:
    gone, kept, other = an_agency(), an_agency(), an_agency()
    merged(gone, kept)
    with pytest.raises(MergeRefused, match="was merged into"):
        merged(gone, other)
    assert Ori.objects.count() == 0


def test_each_request_s_audit_record_tells_of_the_merge_and_of_its_undoing() -> None:
    gone, kept = an_agency("Fresno P.D."), an_agency("Fresno Police")
    request, other = a_request(agency=gone), a_request(agency=kept)
    merge = merged(gone, kept)
    undone(merge)

    def told(one: RecordsRequest) -> list[str]:
        entries = AuditEntry.objects.filter(details__merge=merge.pk, subject_id=str(one.pk))
        return list(entries.filter(subject_kind="recordsrequest").values_list("verb", flat=True))

    assert told(request) == ["took back: merged agency of request", "merged agency of request"]
    assert told(other) == []


def test_a_name_that_a_third_agency_has_does_not_go_along() -> None:
    kept, gone, third = an_agency("Kept PD"), an_agency("Fresno PD"), an_agency("Third PD")
    add_alias(agency=gone, name="Known Too", by=None, at=NOW)
    mine = add_alias(agency=gone, name="Its Own", by=None, at=NOW)
    # As older directories were entered, before a name had one agency.
    for name in ("Fresno PD", "Known Too"):
        Alias.objects.create(agency=third, name=name)
    plan = plan_merge(gone=gone, kept=kept)
    assert (plan.astray, plan.adds_alias) == (["Fresno PD", "Known Too"], False)
    merge = merged(gone, kept)
    assert list(kept.aliases.all()) == [mine]
    undone(merge)
    assert {alias.name for alias in gone.aliases.all()} == {"Known Too", "Its Own"}
    assert not kept.aliases.exists()
