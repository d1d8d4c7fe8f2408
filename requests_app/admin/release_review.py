"""A release beside its file: rows, checks, what changed since; published, sent back or withdrawn
from here."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from requests_app.admin.base import ReviewAdmin
from requests_app.admin.counting import CappedPaginator
from requests_app.admin.sight import person_may
from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.importing.acceptance import by_rule
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.releases.beside import FileBeside, rows_beside
from requests_app.domain.misuse_data.releases.correcting import CorrectionMissing
from requests_app.domain.misuse_data.releases.issues import changes_page
from requests_app.domain.misuse_data.releases.last_year import last_years, since_last_year
from requests_app.domain.misuse_data.releases.locking import ReleaseGone
from requests_app.domain.misuse_data.releases.reviews import (
    OwnImport,
    ReasonMissing,
    StepNotPossible,
    issue_before,
    may_publish_own_imports,
    publish_release,
    send_back,
    steps_from,
    why_not_published,
    would_supersede,
)
from requests_app.domain.misuse_data.releases.withdrawing import (
    withdraw_release,
    withdrawal_of,
)
from requests_app.domain.request_log.file_states import record_opening
from requests_app.domain.request_log.sight import may_with

FIGURES_A_PAGE = 40
CHANGES_SHOWN = 20
REFUSALS = (StepNotPossible, OwnImport, ReasonMissing, CorrectionMissing, ReleaseGone)


def _words(label: str, help_text: str, *, longest: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class VerdictForm(forms.Form):
    """What a reviewer says; which of them is needed is the operation's to ask."""

    correction = _words(
        "Why the figures changed",
        "For the public correction note; needed where a published figure changes.",
        longest=2000,
    )
    reason = _words(
        "What has to be mended",
        "Whoever imported it reads this on Today and on the release.",
        longest=500,
    )
    withdrawal = _words(
        "Why it is withdrawn", "Everybody reads this on the page of corrections.", longest=2000
    )


class Verdict(NamedTuple):
    """field: of the form, with the words that go with it. taken_as: what the operation calls them.
    done: what is said after it."""

    act: Callable[..., Release]
    field: str
    taken_as: str
    done: str


VERDICTS = {
    "publish": Verdict(publish_release, "correction", "correction", "Published."),
    "send_back": Verdict(send_back, "reason", "reason", "Sent back to its importer as a draft."),
    "withdraw": Verdict(
        withdraw_release, "withdrawal", "reason", "Withdrawn: it is public no more."
    ),
}


class ReleaseReviewAdmin(ReviewAdmin):
    """The change page says what a release is; the page of its review, whether it holds."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.review)
        name = "requests_app_release_review"
        return [path("<path:object_id>/review/", view, name=name), *super().get_urls()]

    def review(self, request: HttpRequest, object_id: str) -> HttpResponse:
        release = self.get_object(request, object_id)
        if not self.has_view_permission(request, release):
            raise PermissionDenied
        if release is None:
            raise Http404
        form = VerdictForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and self._decided(request, release, form):
            return redirect("admin:requests_app_release_review", release.pk)
        context = {**self.admin_site.each_context(request), **self._page(request, release)}
        context |= {"form": form, "opts": self.opts, "title": f"Review of {release}"}
        status = 422 if form.errors else 200
        return TemplateResponse(
            request, "admin/requests_app/release/review.html", context, status=status
        )

    def _decided(self, request: HttpRequest, release: Release, form: VerdictForm) -> bool:
        """Takes the step that was asked for; a refusal stands in the form, with what was typed."""
        if not person_may(request, Permission.PUBLISH_RELEASES):
            raise PermissionDenied
        verdict = VERDICTS.get(request.POST.get("verdict", ""))
        if verdict is None or not form.is_valid():
            if verdict is None:
                form.add_error(None, "Publish it, or send it back.")
            return False
        words = {verdict.taken_as: form.cleaned_data[verdict.field]}
        try:
            verdict.act(release=release, by=request.user, at=timezone.now(), **words)
        except REFUSALS as refusal:
            beside = isinstance(refusal, ReasonMissing | CorrectionMissing)
            form.add_error(verdict.field if beside else None, str(refusal))
            return False
        messages.success(request, verdict.done)
        return True

    def _page(self, request: HttpRequest, release: Release) -> dict[str, Any]:
        assert isinstance(request.user, Person)  # the review site lets nobody else in
        figures = release.figures.select_related(
            "release__source", "measure", "agency", "returned_file__attachment__records_request"
        )
        paged = CappedPaginator(figures.order_by("pk"), FIGURES_A_PAGE)
        page = paged.get_page(request.GET.get("p"))
        beside = rows_beside(page.object_list, viewer=request.user)
        self._note_opening(request, beside)
        warnings = list(release.warnings.select_related("accepted_by"))
        earlier, year_before = issue_before(release), last_years(release, person=request.user)
        return {
            "release": release,
            "page": page,
            "files": beside,
            "warning_groups": by_rule(warnings),
            "rounds": list(release.rounds.select_related("submitted_by", "ended_by")),
            "earlier": earlier,
            "changes": changes_page(earlier, release, size=CHANGES_SHOWN) if earlier else None,
            "year_before": year_before,
            "pairs": since_last_year(release, year_before) if year_before else [],
            "steps": [step.value for step in steps_from(release)],
            "replaces": would_supersede(release),
            "withdrawal": withdrawal_of(release),
            "older": why_not_published(release),
            "may_publish": may_with(request.user, release, Permission.PUBLISH_RELEASES),
            "is_own": release.imported_by_id == request.user.pk and not may_publish_own_imports(),
        }

    def _note_opening(self, request: HttpRequest, files: list[FileBeside]) -> None:
        """Who was shown the rows of a file."""
        assert isinstance(request.user, Person)
        for one in files:
            if one.attachment and not one.refusal:
                record_opening(attachment=one.attachment, by=request.user, at=timezone.now())
