"""What the page of a release shows: its figures, its checks, and the steps from here."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.importing.acceptance import by_rule
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.releases.correcting import changes_any
from requests_app.domain.misuse_data.releases.corrections import Correction
from requests_app.domain.misuse_data.releases.reviews import (
    Step,
    issue_before,
    may_publish_own_imports,
    steps_from,
    why_not_published,
    would_supersede,
)
from requests_app.domain.misuse_data.releases.withdrawing import withdrawal_of
from requests_app.domain.misuse_data.statements import statements_of
from requests_app.domain.misuse_data.vocabulary import ReleaseState
from requests_app.domain.request_log.sight import may_with
from requests_app.staff_site.access import StaffRequest
from requests_app.staff_site.forms.returned_data import (
    AcceptForm,
    PublishForm,
    SendBackForm,
    WithdrawForm,
)
from requests_app.staff_site.paging import page_of

PAGE = "staff/returned_data/release.html"
RELEASES_SHOWN = Release.objects.select_related(
    "source", "records_request__agency", "imported_by", "published_by", "supersedes"
)


def shown(request: StaffRequest, found: Release, **refused: Any) -> dict[str, Any]:
    """The context of the page. `refused`: forms by their names in it, as they were sent, where a
    step was refused and what was typed is not to be lost."""
    page = page_of(
        found.figures.select_related("release__source", "measure", "agency").order_by("pk"),
        request.GET.get("page"),
    )
    steps = steps_from(found)
    replaces = would_supersede(found) if Step.PUBLISH in steps else None
    warnings = list(found.warnings.select_related("accepted_by"))
    return {
        "release": found,
        "statements": statements_of(page.rows),
        "page": page,
        "files": found.returned_files.select_related("attachment__records_request"),
        "warnings": warnings,
        "warning_groups": by_rule(warnings),
        "open_warnings": sum(not one.is_accepted for one in warnings),
        "accept_form": AcceptForm(),
        "rounds": list(found.rounds.select_related("ended_by")),
        "own_imports": may_publish_own_imports(),
        "steps": [step.value for step in steps],
        "replaces": replaces,
        "older": why_not_published(found),
        "send_back_form": SendBackForm(),
        "publish_form": PublishForm.asking(is_needed=changes_any(replaces, found)),
        "withdraw_form": WithdrawForm(),
        "withdrawal": withdrawal_of(found),
        "stands_instead": would_supersede(found) if found.state == ReleaseState.WITHDRAWN else None,
        "issue_before": issue_before(found),
        "corrections": Correction.objects.filter(Q(release=found) | Q(replaced=found)),
        "may_import": may_with(request.user, found, Permission.IMPORT_FIGURES),
        "may_publish": may_with(request.user, found, Permission.PUBLISH_RELEASES),
        "is_refused": bool(refused),
        "place": "returned_data",
        "sample": found.is_sample,
        **refused,
    }
