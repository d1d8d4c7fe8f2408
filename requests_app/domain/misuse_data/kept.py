"""How what came back on a restricted campaign hangs on it: kept to its members until it is
published, everybody's from then on (`request_log/sight.py`)."""

from __future__ import annotations

from django.db.models import Q

from requests_app.domain.misuse_data.vocabulary import ISSUED_STATES


class UntilIssued:
    """A release of a request's file."""

    ways_to_campaign: tuple[str, ...] = ("records_request__campaign",)
    open_to_all = Q(state__in=ISSUED_STATES)


class WithItsRelease:
    """What a release consists of."""

    ways_to_campaign: tuple[str, ...] = ("release__records_request__campaign",)
    open_to_all = Q(release__state__in=ISSUED_STATES)


class WithItsFile:
    """A file as it was read into a release."""

    ways_to_campaign: tuple[str, ...] = ("attachment__records_request__campaign",)
    open_to_all = Q(release__state__in=ISSUED_STATES)
