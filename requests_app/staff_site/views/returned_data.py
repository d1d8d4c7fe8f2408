"""Returned data: files in, columns, checks, review, releases."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.importing.acceptance import by_rule
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.releases.correcting import changes_any
from requests_app.domain.misuse_data.releases.corrections import Correction
from requests_app.domain.misuse_data.releases.release_list import (
    files_waiting,
    in_the_works,
    releases_listed,
)
from requests_app.domain.misuse_data.releases.reviews import (
    Step,
    issue_before,
    may_publish_own_imports,
    steps_from,
    would_supersede,
)
from requests_app.domain.misuse_data.statements import statements_of
from requests_app.domain.misuse_data.vocabulary import ReleaseState
from requests_app.domain.request_log.sight import may_with
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.returned_data import AcceptForm, PublishForm, SendBackForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.paging import capped_count, page_of


@may(Permission.SEE_WORKSPACE)
def returned_data(request: StaffRequest) -> HttpResponse:
    own = releases_listed(request.user).filter(is_quoted_claim=False)
    quoted = releases_listed(request.user).filter(is_quoted_claim=True)
    context = {
        "waiting": page_of(files_waiting(request.user), request.GET.get("page")),
        "waiting_count": capped_count(files_waiting(request.user)),
        "works": in_the_works(own),
        "releases": page_of(own.filter(state=ReleaseState.PUBLISHED), request.GET.get("releases")),
        "quoted": page_of(quoted, request.GET.get("quoted")),
        "may_import": request.user.may(Permission.IMPORT_FIGURES),
        "sample": own.filter(is_sample=True).exists(),
    }
    return render(request, "staff/returned_data/list.html", context)


@may(Permission.SEE_WORKSPACE)
def release(request: StaffRequest, pk: int) -> HttpResponse:
    found = found_or_404(
        request,
        Release.objects.select_related(
            "source", "records_request__agency", "imported_by", "published_by", "supersedes"
        ),
        pk=pk,
    )
    page = page_of(
        found.figures.select_related("release__source", "measure", "agency").order_by("pk"),
        request.GET.get("page"),
    )
    steps = steps_from(found)
    replaces = would_supersede(found) if Step.PUBLISH in steps else None
    warnings = list(found.warnings.select_related("accepted_by"))
    context = {
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
        "send_back_form": SendBackForm(),
        "publish_form": PublishForm.asking(is_needed=changes_any(replaces, found)),
        "issue_before": issue_before(found),
        "corrections": Correction.objects.filter(Q(release=found) | Q(replaced=found)),
        "may_import": may_with(request.user, found, Permission.IMPORT_FIGURES),
        "may_publish": may_with(request.user, found, Permission.PUBLISH_RELEASES),
        "place": "returned_data",
        "sample": found.is_sample,
    }
    return render(request, "staff/returned_data/release.html", context)
