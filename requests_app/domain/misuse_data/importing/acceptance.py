"""Warnings of an import: kept with the release, accepted with a reason before its review."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.audit.operations import record
from requests_app.domain.misuse_data.checks import Severity
from requests_app.domain.misuse_data.importing.import_warnings import ImportWarning
from requests_app.domain.misuse_data.importing.problems import SAYS, SHOWN_AT_ONCE, Problems, Same
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.releases.locking import locked_release
from requests_app.domain.misuse_data.vocabulary import ReleaseState

LONGEST_WHERE = 300


class AcceptanceRefused(Exception):
    """Nothing was chosen, no reason was given, or the release is no draft any more."""


class WarningsOpen(Exception):
    """Warnings of the release are not accepted yet: it cannot be handed in for review."""


@dataclass
class WarningGroup:
    """The warnings of one rule, and the rule in a sentence."""

    rule: str
    says: str
    warnings: list[ImportWarning] = field(default_factory=list)

    @property
    def not_accepted(self) -> int:
        return sum(not one.is_accepted for one in self.warnings)

    @property
    def is_long(self) -> bool:
        return len(self.warnings) > SHOWN_AT_ONCE


def by_rule(warnings: Iterable[ImportWarning]) -> list[WarningGroup]:
    """The warnings of each rule together, the rules in the order in which they came."""
    groups: dict[str, WarningGroup] = {}
    for one in warnings:
        group = groups.setdefault(one.rule, _group_of(one.rule))
        group.warnings.append(one)
    return list(groups.values())


def _group_of(rule: str) -> WarningGroup:
    return WarningGroup(rule, SAYS.get(rule) or rule)  # a rule that is no more has its name left


def keep_warnings(release: Release, problems: Problems) -> None:
    """Keeps the warnings of a file with the release: one for all that say the same in a column; of
    those of one rule that are too many, the first and how many more."""
    kept: list[ImportWarning] = []
    for group in problems.groups():
        if group.severity is not Severity.WARNING:
            continue
        said = [(one.where, _with_places(one)) for one in group.same]
        if group.more:
            said.append(("the file", f"{group.more:,} more places break this rule."))
        kept += [
            ImportWarning(
                release=release, rule=group.rule, where=where[:LONGEST_WHERE], message=message
            )
            for where, message in said
        ]
    ImportWarning.objects.bulk_create(kept, batch_size=500)


def _with_places(same: Same) -> str:
    return f"{same.problem.message} ({same.places})" if same.places else same.problem.message


@transaction.atomic
def accept_warnings(
    *,
    release: Release,
    warnings: Collection[int] = (),
    rules: Collection[str] = (),
    reason: str,
    by: Person,
    at: datetime,
) -> int:
    """Accepts these warnings (ids), and all of these rules, of a draft for one `reason`; returns
    how many.

    One that was accepted already keeps its reason. Raises `AcceptanceRefused` and `ReleaseGone`.
    """
    locked = locked_release(release, by=by, to=Permission.IMPORT_FIGURES)
    if locked.state != ReleaseState.DRAFT:
        raise AcceptanceRefused(
            f"“{locked}” is {locked.get_state_display().lower()}: warnings are accepted in a draft."
        )
    if not reason.strip():
        raise AcceptanceRefused("Say why these warnings can be accepted.")
    wanted = Q(pk__in=warnings) | Q(rule__in=rules)
    chosen = locked.warnings.filter(wanted, accepted_at__isnull=True)
    of_rules = sorted(set(chosen.values_list("rule", flat=True)))
    accepted = chosen.update(reason=reason.strip(), accepted_by=by, accepted_at=at)
    if not accepted:
        raise AcceptanceRefused("No warning was chosen that is not accepted already.")
    record(
        verb="accepted warnings",
        subject=locked,
        by=by,
        at=at,
        warnings=accepted,
        rules=of_rules,
        reason=reason.strip(),
    )
    return accepted


def accept_all(*, release: Release, reason: str, by: Person, at: datetime) -> None:
    """Every warning of a draft for one reason, where there are any."""
    open_ones = release.warnings.filter(accepted_at__isnull=True)
    if rules := set(open_ones.values_list("rule", flat=True)):
        accept_warnings(release=release, rules=rules, reason=reason, by=by, at=at)


def refuse_open_warnings(release: Release) -> None:
    """Raises `WarningsOpen` with how many are left."""
    left = release.warnings.filter(accepted_at__isnull=True).count()
    if left:
        raise WarningsOpen(
            f"{left} warning{'s are' if left != 1 else ' is'} not accepted yet: accept"
            f" {'each' if left != 1 else 'it'} with a reason, or mend the file and import it again."
        )
