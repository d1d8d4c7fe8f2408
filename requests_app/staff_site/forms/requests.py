"""The forms of the request desk. They read input; every rule is asked of the request log."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission, roles_with
from requests_app.domain.agencies.models import Agency
from requests_app.domain.deadlines.years import FIRST_YEAR, LAST_YEAR
from requests_app.domain.request_log.details import RequestDetails, impossible_dates
from requests_app.domain.request_log.models import (
    Campaign,
    Method,
    ReceivedBasis,
    RecordsRequest,
)
from requests_app.domain.request_log.sight import seen_by
from requests_app.staff_site.forms.agency_field import AgencyChoiceMixin
from requests_app.staff_site.forms.dates import LooseDateField
from requests_app.staff_site.forms.keys import KeyedForm
from requests_app.staff_site.forms.mails import FromMailMixin
from requests_app.staff_site.kept import is_id

# A reader could record nothing of what is given to them.
MAY_BE_ASSIGNED = Q(is_active=True, role__in=roles_with(Permission.RECORD_EVENTS))

# What the next request begins with: a round is logged one after the other.
KEPT = ("campaign", "method", "reporting_year")


class RequestForm(FromMailMixin, AgencyChoiceMixin, KeyedForm):
    """Logging a request, and amending one."""

    reporting_year = forms.IntegerField(
        label="Year asked about",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="Calendar year.",
    )
    campaign = forms.ModelChoiceField(Campaign.objects.none(), required=False, empty_label="None")
    subject = forms.CharField(max_length=300, initial="Records of CLETS misuse")
    sent_on = LooseDateField(
        label="Sent on", required=False, help_text="“6/9”, “9 June”, “yesterday”. Empty: not sent."
    )
    method = forms.ChoiceField(label="How", choices=Method.choices)
    portal_number = forms.CharField(
        label="Portal number", max_length=100, required=False, help_text="The agency's own number."
    )
    received_on = LooseDateField(
        label="Received on",
        required=False,
        help_text="Empty: the day of sending (e-mail, portal, in person).",
    )
    received_basis = forms.ChoiceField(
        label="Known from",
        required=False,
        choices=[("", "Not said"), *ReceivedBasis.choices],
    )
    claimed_received_on = LooseDateField(
        label="Receipt the agency claims",
        required=False,
        help_text="Kept on the agency's clock; ours stays.",
    )
    agency_due_on = LooseDateField(
        label="Due date the agency states",
        required=False,
        help_text="As its letter or portal says.",
    )
    assignee = forms.ModelChoiceField(
        Person.objects.filter(MAY_BE_ASSIGNED), required=False, empty_label="Nobody yet"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # Ids with commas between them: the probable duplicates that were shown.
    alike_seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)
    # The id of an agency of which the person was shown that it has ended.
    ended_seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(
        self, *args: Any, person: Person, before: RecordsRequest | None = None, **kwargs: Any
    ):
        """person: who fills it in. before: the request that is amended."""
        super().__init__(*args, **kwargs)
        campaigns = self.fields["campaign"]
        assert isinstance(campaigns, forms.ModelChoiceField)
        campaigns.queryset = seen_by(Campaign.objects.all(), person)
        if before:
            # Whoever left keeps the request until somebody else is named: saving another field
            # must not take it from them unseen.
            field = self.fields["assignee"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Person.objects.filter(MAY_BE_ASSIGNED | Q(pk=before.assignee_id))
            for name in ("mail", "attach", "alike_seen", "ended_seen"):
                del self.fields[name]

    @classmethod
    def blank(
        cls,
        *,
        person: Person,
        last: Mapping[str, Any] | None = None,
        proposed: Mapping[str, Any] | None = None,
    ) -> "RequestForm":
        """The form for a new request: last year, this person, a key of its own.

        last: what of the request before is kept (`KEPT`); proposed: what a mail says.
        """
        return cls(
            person=person,
            initial={
                "reporting_year": timezone.localdate().year - 1,
                "assignee": person.pk,
                "method": Method.EMAIL,
                **(last or {}),
                **(proposed or {}),
            },
        )

    def kept(self) -> dict[str, Any]:
        """What the next request logged by the same person begins with. After `is_valid()`."""
        return {name: self.data.get(name, "") for name in KEPT}

    def ask_instead(self, agency: Agency) -> None:
        """Puts another agency into what was typed, for the form to be looked at again."""
        assert isinstance(self.data, QueryDict)
        typed = self.data.copy()  # with each of the boxes that were ticked
        typed["agency"], typed["agency_text"] = str(agency.pk), agency.name
        typed["ended_seen"] = ""
        self.data = typed

    def ended(self) -> Agency | None:
        """The agency, if it had ended when it was or is to be asked, and nobody was told so."""
        agency: Agency | None = self.cleaned_data.get("agency")
        asked_on = self.cleaned_data.get("sent_on") or timezone.localdate()
        if agency is None or not agency.has_ended(on=asked_on):
            return None
        return None if self.cleaned_data.get("ended_seen") == str(agency.pk) else agency

    def clean_alike_seen(self) -> frozenset[int]:
        listed = self.cleaned_data["alike_seen"].split(",")
        return frozenset(int(one) for one in listed if is_id(one))

    @classmethod
    def filled(cls, records_request: RecordsRequest, *, person: Person) -> "RequestForm":
        """The form for an existing request, with the version it was read at."""
        initial = {name: getattr(records_request, name) for name in cls.base_fields
                   if hasattr(records_request, name)}  # fmt: skip
        initial["agency_text"] = records_request.agency.name
        return cls(initial=initial, person=person, before=records_request)

    def move_to(self, version: int) -> None:
        """Puts what was typed upon the version that stands now, so that it can be saved again."""
        typed = {name: self.data[name] for name in self.data}
        self.data = typed | {"version": version}

    def clean(self) -> dict[str, Any]:
        """Names every impossible date at once, whatever else is wrong."""
        cleaned = super().clean()
        for refusal in impossible_dates(cleaned, today=timezone.localdate()):
            self.add_error(refusal.field, str(refusal))
        return cleaned

    def details(self) -> RequestDetails:
        """What was entered, for the operation. Only after `is_valid()`."""
        names = RequestDetails.__dataclass_fields__
        return RequestDetails(**{name: self.cleaned_data[name] for name in names})
