"""What a technical error page, or a report of an error, does not tell."""

import re

from django.views.debug import SafeExceptionReporterFilter


class HidesMore(SafeExceptionReporterFilter):
    """Besides what Django hides by name: addresses that carry a password (of the broker, the
    database, the mail server), and the session's cookie, which is as good as one."""

    hidden_settings = re.compile(
        SafeExceptionReporterFilter.hidden_settings.pattern
        + "|BROKER_URL|DATABASE_URL|REDIS_URL|EMAIL_URL|EMAIL_HOST_USER|SESSIONID|SESSION_COOKIE$",
        flags=re.IGNORECASE,
    )
