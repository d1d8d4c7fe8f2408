"""What the review site shows of files: those that whoever asks may know of."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest

from requests_app.admin.base import ReviewAdmin
from requests_app.domain.accounts.models import Person
from requests_app.domain.request_log.file_access import Use, states_for, within_roles
from requests_app.domain.request_log.sight_of_gone import may_know_file

_CAMPAIGN = "records_request__campaign"


class NamedFiles:
    """Leaves out files that whoever asks may not know of. `file_states`: the ways to their states,
    which what came without a request has not; `file_use`: what is shown of them here."""

    file_states: tuple[str, ...] = ("state",)
    file_use = Use.NAME

    def get_queryset(self, request: HttpRequest) -> Any:
        person = request.user
        states = states_for(person, self.file_use) if isinstance(person, Person) else []
        rows = super().get_queryset(request)  # type: ignore[misc]
        for way in self.file_states:
            file, _, _ = way.rpartition("__")
            if isinstance(person, Person):
                campaign = f"{file}__{_CAMPAIGN}" if file else _CAMPAIGN
                rows = within_roles(rows, person, self.file_use, state=way, campaign=campaign)
            is_none = Q(**{f"{file}__isnull": True}) if file else Q()
            rows = rows.filter(Q(**{f"{way}__in": states}) | is_none)
        return rows


class NamedFilesAdmin(NamedFiles, ReviewAdmin):
    """A page of its own for what `NamedFiles` leaves out; its history is left out with it.

    `file_key`: the column that holds the file's id, in the table and in its history.
    """

    file_key = "id"

    def check_history(self, request: HttpRequest, object_id: str) -> Any:
        """simple-history asks the history alone, which knows of no queryset."""
        pk = super().check_history(request, object_id)
        if self.get_queryset(request).filter(pk=pk).exists():
            return pk
        last = self.model.history.filter(**{self.opts.pk.attname: pk}).first()
        assert isinstance(request.user, Person)  # the review site lets nobody else in
        may_know = last is not None and may_know_file(request.user, getattr(last, self.file_key))
        if self.model._default_manager.filter(pk=pk).exists() or not may_know:
            raise Http404
        return pk
