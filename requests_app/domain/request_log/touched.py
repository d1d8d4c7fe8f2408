"""Whether somebody has worked on a request since a step made it, with many others."""

from requests_app.domain.request_log.queries import RecordsRequestQuerySet

# What somebody has added to a request since; an event or a letter counts up its version.
ADDED_SINCE = ("attachments", "reminders", "own_reminders", "releases", "said", "tags")


def touched_since(made: RecordsRequestQuerySet) -> set[int]:
    """Of the requests `made` in one step, the ids of those that have a history of their own by now:
    amended, recorded on, tagged, with a file, with a reminder set or sent, or with data that came
    of it. Undoing the step leaves them."""
    touched = set(made.filter(version__gt=1).values_list("pk", flat=True))
    for added in ADDED_SINCE:
        touched |= set(made.filter(**{f"{added}__isnull": False}).values_list("pk", flat=True))
    return touched
