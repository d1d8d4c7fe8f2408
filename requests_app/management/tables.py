"""The product's tables of states and permissions, drawn for docs/tables.md."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from django.db.models import TextChoices

from requests_app.domain.accounts.roles import (
    PERMISSION_SENTENCES,
    ROLE_PERMISSIONS,
    ROLE_SENTENCES,
    Permission,
    Role,
)
from requests_app.domain.deadlines.standings import STANDINGS
from requests_app.domain.misuse_data.checks import CHECKS
from requests_app.domain.misuse_data.releases.reviews import TRANSITIONS
from requests_app.domain.misuse_data.vocabulary import ReleaseState
from requests_app.domain.reminders.kinds import KIND_RULES, KindRule
from requests_app.domain.request_log.event_kinds import EVENT_RULES, EventKind, Status
from requests_app.domain.request_log.file_access import FILE_USES, USE_SENTENCES, Use
from requests_app.domain.request_log.letters.kinds import LETTERS
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.request_log.round_states import ROUND_STATES
from requests_app.domain.statute_book.states import TRANSITIONS as LAW_TRANSITIONS
from requests_app.domain.statute_book.states import VersionState
from requests_app.domain.upkeep.bulk.models import CHANGE_PERMISSIONS
from requests_app.domain.upkeep.keeping.retention import KEPT_FOR_GOOD, RULES
from tracker.environment import KEPT_DAYS

FILE = Path(__file__).resolve().parents[2] / "docs" / "tables.md"


def drawn() -> str:
    """The whole document, in Markdown."""
    return "\n\n".join(
        [
            "# States, standings and permissions",
            "Drawn from the code by `manage.py draw_tables`; `make check` compares the two.",
            "## What happens to a request\n\nThe status follows from the events.",
            table(["Event", "Leads to", "The clock hears", "Asks for", "Answers"], _event_rows()),
            _status_diagram(),
            "## How a request stands on a day\n\nThe first condition that is true decides.",
            table(["Standing", "When", "What it means"], _standing_rows()),
            "## Letters\n\nWhen each may be written; a refusal says why not, and from when.",
            table(["Letter", "May be written", "Is recorded as", "Says"], _letter_rows()),
            "## Where an agency is in a round\n\nEach request of a campaign is in one state.",
            table(["State", "Counts as", "Means"], _round_rows()),
            "## Laws to come\n\nOnly what is in force counts.",
            _steps_diagram(VersionState, VersionState.PENDING, LAW_TRANSITIONS),
            table(["Step", "From", "To", "Means"], _law_rows()),
            "## Files that came back\n\nThe first role that has each use of a file in a state.",
            table(["State", *(use.title() for use in Use)], _file_rows()),
            table(["Use", "Which is"], [(use.title(), USE_SENTENCES[use]) for use in Use]),
            "## What is kept how long\n\nThe nightly task removes the rest (`apply_retention`).",
            table(["What", "Days", "Setting", "Why"], _kept_rows()),
            "## Releases of returned data",
            _steps_diagram(ReleaseState, ReleaseState.DRAFT, TRANSITIONS),
            "## Checks of a returned file\n\nAn error blocks; a warning is accepted with a reason.",
            table(["Rule", "Weight", "Says"], _check_rows()),
            "## Reminders",
            table(["Kind", "From", "Until", "For", "Says"], _reminder_rows()),
            "## Roles",
            table(["Role", "Which is"], [(r.title(), ROLE_SENTENCES[r]) for r in Role]),
            table(["Permission", *(role.title() for role in Role)], _permission_rows()),
            "## Many requests in one step\n\nEach asks for what doing it to one request asks for.",
            table(["Step", "The first role that may", "Which"], _bulk_rows()),
            "",
        ]
    ).rstrip() + "\n"  # fmt: skip


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _event_rows() -> list[tuple[str, str, str, str, str]]:
    return [
        (
            kind.label,
            str(rule.status.label) if rule.status else "",
            str(rule.fact or ""),
            ", ".join(name.replace("_", " ") for name in rule.asks),
            str(rule.answers.label) if rule.answers else "",
        )
        for kind, rule in EVENT_RULES.items()
    ]


def _file_rows() -> list[list[str]]:
    return [
        [Attachment.State(state).label, *(_first_role(uses[use]) for use in Use)]
        for state, uses in FILE_USES.items()
    ]


def _kept_rows() -> list[tuple[str, str, str, str]]:
    """The days are those without a setting."""
    rules = [
        (rule.what, str(KEPT_DAYS[rule.setting]) if rule.setting else "none",
         f"`{rule.setting}`" if rule.setting else "", rule.why)
        for rule in RULES
    ]  # fmt: skip
    return [*rules, *((what, "for good", "", why) for what, why in KEPT_FOR_GOOD.items())]


def _first_role(asked: Permission | None) -> str:
    if asked is None:
        return "nobody"
    return next(role.title() for role in Role if asked in ROLE_PERMISSIONS[role])


def _bulk_rows() -> list[tuple[str, str, str]]:
    return [
        (str(kind.label), _first_role(asked), PERMISSION_SENTENCES[asked])
        for kind, asked in CHANGE_PERMISSIONS.items()
    ]


def _diagram(lines: Iterable[str]) -> str:
    return "\n".join(["```mermaid", "stateDiagram-v2", *(f"    {line}" for line in lines), "```"])


def _status_diagram() -> str:
    """Every event leads to its status from anywhere it is allowed; so each is drawn once."""
    names = [f"{status.value} : {status.label}" for status in Status]
    first = f"[*] --> {Status.LOGGED.value}"
    arrows = [
        f"{Status.LOGGED.value if kind == EventKind.SENT else 'open'} --> "
        f"{rule.status.value} : {kind.label}"
        for kind, rule in EVENT_RULES.items()
        if rule.status
    ]
    return _diagram([*names, "open : Any open status", first, *arrows])


def _standing_rows() -> list[tuple[str, str, str]]:
    return [(words.label, words.when, words.sentence) for words in STANDINGS.values()]


def _letter_rows() -> list[tuple[str, str, str, str]]:
    return [(row.title, row.when, str(row.event.label), row.what) for row in LETTERS.values()]


def _round_rows() -> list[tuple[str, str, str]]:
    return [(one.label, one.group.label, one.sentence) for one in ROUND_STATES.values()]


def _law_rows() -> list[tuple[str, str, str, str]]:
    return [
        (str(step.label), str(one.before.label), str(one.after.label), one.sentence)
        for step, one in LAW_TRANSITIONS.items()
    ]


def _steps_diagram(states: type[TextChoices], first: TextChoices, steps: Mapping) -> str:
    """A table of steps between states, each with its name as an arrow."""
    names = [f"{state.value} : {state.label}" for state in states]
    arrows = [
        f"{step.before.value} --> {step.after.value} : {name.value.replace('_', ' ')}"
        for name, step in steps.items()
    ]
    return _diagram([*names, f"[*] --> {first.value}", *arrows])


def _check_rows() -> list[tuple[str, str, str]]:
    return [
        (check.rule, check.weight, (check.__doc__ or "").partition("\n")[0]) for check in CHECKS
    ]


def _reminder_rows() -> list[tuple[str, str, str, str, str]]:
    return [
        (str(kind.label), _from(rule), _until(rule), rule.to.value, rule.sentence)
        for kind, rule in KIND_RULES.items()
    ]


def _from(rule: KindRule) -> str:
    days = -rule.days if rule.before else rule.days
    again = f", and again every {rule.days}" if rule.comes_back else ""
    return f"{rule.speaks_of.replace('_', ' ')} {days:+d} days{again}"


def _until(rule: KindRule) -> str:
    if rule.until is None:
        return "it is sent"
    return f"{rule.until.fact.replace('_', ' ')} {rule.until.days:+d} days"


def _permission_rows() -> list[list[str]]:
    return [
        [PERMISSION_SENTENCES[p], *("yes" if p in ROLE_PERMISSIONS[r] else "" for r in Role)]
        for p in Permission
    ]
