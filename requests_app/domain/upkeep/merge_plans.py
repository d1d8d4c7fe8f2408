"""What merging two entries of the directory would do, found out without changing anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency, Alias, Contact
from requests_app.domain.agencies.names import folded
from requests_app.domain.agencies.succession import chain
from requests_app.domain.misuse_data.models import Figure, Measure
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.reckoning import Offices
from requests_app.domain.request_log.sight import blocked_campaigns, seen_by, sees
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.domain.upkeep.merge_rules import Rule, movable
from requests_app.domain.upkeep.models import DatesMove
from requests_app.domain.upkeep.previews import Preview, preview_of_requests


class MergeRefused(ValueError):
    """The two cannot be one entry; the message says why."""


@dataclass(frozen=True)
class ToldLine:
    """moves: how many go along; clashes: how many both have."""

    rule: Rule
    moves: int
    clashes: int


@dataclass
class Line:
    """One kind of thing: how many go along, and which of those that both have."""

    rule: Rule
    model: type[models.Model]
    name: str  # of its foreign key
    moves: list[int] = field(default_factory=list)
    clashes: list[tuple[Any, Any]] = field(default_factory=list)  # (of the one that goes, stays)

    def told_to(self, person: Person, gone: Agency) -> ToldLine:
        """Of what hangs on `gone`, how much there is for `person`. No query where nothing is kept
        from them."""
        if not blocked_campaigns(person) or not hasattr(self.model, "ways_to_campaign"):
            return ToldLine(self.rule, len(self.moves), len(self.clashes))
        rows = seen_by(self.model._base_manager.filter(**{self.name: gone}), person)
        clashes = rows.filter(pk__in=[theirs.pk for theirs, _ in self.clashes]).count()
        return ToldLine(self.rule, rows.count() - clashes, clashes)


@dataclass
class MergePlan:
    gone: Agency
    kept: Agency
    lines: list[Line]
    adds_alias: bool
    astray: list[str]  # names of the one that goes which a third agency has: they do not go along

    def told_to(self, person: Person) -> list[ToldLine]:
        """What goes along, of what is there for `person`."""
        told = [line.told_to(person, self.gone) for line in self.lines]
        return [one for one in told if one.moves or one.clashes]

    def asked_twice(self, person: Person) -> list[str]:
        """Names of the campaigns that have asked both, of those that are there for `person`."""
        both = RecordsRequest.objects.filter(
            agency__in=(self.gone, self.kept), campaign__isnull=False
        )
        asked: dict[str, set[int]] = defaultdict(set)
        pairs = seen_by(both, person).order_by().values_list("campaign__name", "agency")
        for campaign, agency in pairs.distinct():
            asked[campaign].add(agency)
        return sorted(campaign for campaign, agencies in asked.items() if len(agencies) > 1)

    @property
    def key(self) -> tuple:
        """What was looked at."""
        sizes = [(line.moves, [clash[0].pk for clash in line.clashes]) for line in self.lines]
        return self.kept.pk, self.gone.pk, sizes


def plan_merge(*, gone: Agency, kept: Agency, by: Person | None = None) -> MergePlan:
    """What would go from `gone` to `kept`. Raises `MergeRefused`, which names nothing that is not
    there for `by`. A query or two for each kind."""
    _refuse(gone, kept, by)
    lines = [_line(rule, model, name, gone, kept) for rule, model, name in movable()]
    astray = _names_of_others(lines, gone, kept)
    names = {kept.folded_name, *(alias.folded_name for alias in kept.aliases.all())}
    adds_alias = gone.folded_name not in {*names, *map(folded, astray)}
    plan = MergePlan(gone, kept, lines, adds_alias, astray)
    _refuse_answers(plan)
    return plan


def _names_of_others(lines: list[Line], gone: Agency, kept: Agency) -> list[str]:
    """The names of `gone` by which a third agency is known; takes them out of what moves."""
    mine = {alias.folded_name: alias for alias in gone.aliases.all()}
    wanted = {gone.folded_name: gone.name, **{key: alias.name for key, alias in mine.items()}}
    others = Agency.objects.exclude(pk__in=[gone.pk, kept.pk])
    taken = {
        *others.filter(folded_name__in=wanted).values_list("folded_name", flat=True),
        *others.filter(aliases__folded_name__in=wanted).values_list(
            "aliases__folded_name", flat=True
        ),
    } & set(wanted)
    stay = {mine[key].pk for key in taken if key in mine}
    for line in lines:
        if line.model is Alias:
            line.moves = [pk for pk in line.moves if pk not in stay]
    return sorted(wanted[key] for key in taken)


def _refuse(gone: Agency, kept: Agency, by: Person | None) -> None:
    if gone.pk == kept.pk:
        raise MergeRefused("That is the same entry: choose another one.")
    for one in (gone, kept):
        if one.merged_into_id:
            raise MergeRefused(f"{one} was merged into {one.merged_into} already.")
    for one, other in ((gone, kept), (kept, gone)):
        if other in chain(one, lambda agency: agency.succeeded_by):
            raise MergeRefused(
                f"{other} came after {one}: that is a succession. If they are one agency, take "
                "the succession out first."
            )
        if other in chain(one, lambda agency: agency.parent):
            raise MergeRefused(
                f"{one} is a part of {other}. If they are one agency, take that out first."
            )
    _refuse_figures_of_both(gone, kept, by)
    if DatesMove.objects.under_way().filter(agency__in=(gone, kept)).exists():
        raise MergeRefused("The dates of one of them are still moving: wait until that is done.")


def _refuse_figures_of_both(gone: Agency, kept: Agency, by: Person | None) -> None:
    """Of two figures of one agency for one thing in one release, one would be shown and not the
    other."""
    theirs = Figure.objects.filter(
        agency=kept,
        **{name: OuterRef(name) for name in ("release", "measure", "unit", "year_from", "year_to")},
    )
    twice = Figure.objects.filter(Exists(theirs), agency=gone).exclude(
        measure__key=Measure.UNMAPPED
    )
    if figure := twice.select_related("release", "measure").order_by("pk").first():
        is_told = by is None or sees(by, figure)
        named = f"“{figure.release}”" if is_told else "A release that you do not see"
        raise MergeRefused(
            f"{named} states {figure.measure} of {figure.period} for both: one agency"
            " cannot have two. If they are one, have that release mended first."
        )


def _line(rule: Rule, model: type[models.Model], name: str, gone: Agency, kept: Agency) -> Line:
    rows = model._base_manager.filter(**{name: gone}).order_by("pk")
    if not rule.same:
        return Line(rule, model, name, list(rows.values_list("pk", flat=True)))
    line = Line(rule, model, name)
    theirs = model._base_manager.filter(**{name: kept})
    known = {_key(row, rule.same): row for row in theirs}
    for row in rows:
        clash = known.get(_key(row, rule.same))
        if clash is not None:
            line.clashes.append((row, clash))
        elif not (name == "agency" and _is_name_of(row, kept)):
            line.moves.append(row.pk)
        else:
            line.clashes.append((row, row))
    return line


def _is_name_of(row: models.Model, kept: Agency) -> bool:
    """Another name that the one that stays has as its own."""
    return getattr(row, "folded_name", None) == kept.folded_name


def _key(row: models.Model, fields: Iterable[str]) -> tuple:
    return tuple(getattr(row, name) for name in fields)


def _refuse_answers(plan: MergePlan) -> None:
    """Of two answers that people entered for the same year, somebody has to say which is right.
    What releases tell of both is weighed as it is of one."""
    for line in plan.lines:
        if line.model is not AnnualDuty:
            continue
        for theirs, ours in line.clashes:
            if theirs.by_hand and ours.by_hand and theirs.answer != ours.answer:
                raise MergeRefused(
                    f"For {ours.reporting_year} both have an answer: {theirs.get_answer_display()} "
                    f"({plan.gone}) and {ours.get_answer_display()} ({plan.kept}). Settle it first."
                )


def preview_dates(plan: MergePlan, *, today: date, by: Person | None = None) -> Preview:
    """What dates it would move: the one that stays gives law, level and days, together with the
    closures and adopted holidays of both."""
    gone, kept = plan.gone, plan.kept
    closures = dict(sorted((gone.closure_days() | kept.closure_days()).items()))
    adopted = gone.adopted_keys() | kept.adopted_keys()
    both = (gone.pk, kept.pk)
    offices = Offices(
        closures=dict.fromkeys(both, closures),
        adopted=dict.fromkeys(both, adopted),
        clocks={gone.pk: (kept.records_law, kept.level)},
    )
    requests = RecordsRequest.objects.filter(agency__in=both, received_on__isnull=False)
    return preview_of_requests(requests, rules_in_force(), on=today, offices=offices, by=by)


def later_confirmation(theirs: Contact, ours: Contact) -> dict[str, Any]:
    """What the contact that stays would be of two that are the same."""
    days = [day for day in (theirs.last_confirmed_on, ours.last_confirmed_on) if day]
    return {
        "last_confirmed_on": max(days, default=None),
        "portal_kind": ours.portal_kind or theirs.portal_kind,
    }
