"""Why a reminder came to its recipient, in words."""

from requests_app.domain.accounts.roles import Role
from requests_app.domain.reminders.fact_finding import facts_of_the_desk
from requests_app.domain.reminders.kinds import KIND_RULES, About, ReminderKind, To
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.request_log.dates import local_day

FELL_TO_ADMINISTRATOR = (
    "you are an administrator, and nobody who is named for it can be reached by e-mail"
)
# It passed to somebody else, and its mail may have arrived: that goes to the same person again.
NAMED_BEFORE = "you were named for it when this reminder was planned"


def why_you(reminder: Reminder) -> str:
    """To follow "You get this because": the nearest tie of the recipient to the subject."""
    if reminder.stands_in_for:
        return f"you stand in for {reminder.stands_in_for}, who is away"
    if reminder.recipient is None:
        return "this is the desk's address, and nobody who is named for it can be reached"
    rule = KIND_RULES[ReminderKind(reminder.kind)]
    own = reminder.own_reminder
    if own and own.person_id == reminder.recipient_id:
        return "it was set for you"
    request = reminder.records_request
    campaign = request.campaign if request else reminder.campaign
    ties = [
        (request.assignee_id if request else None, "it is assigned to you"),
        (campaign.lead_id if campaign else None, "you lead its campaign"),
        (request.created_by_id if request else None, "you logged it"),
    ]
    if rule.about is About.DESK:
        lead = facts_of_the_desk(on=local_day(reminder.planned_at)).lead
        ties = [(lead, "you led the last round")]
    elif rule.to is To.LEAD and request:
        # Meant for somebody else than who let it lie; theirs is the last tie.
        ties = [*ties[1:], ties[0]]
    is_administrator = reminder.recipient.role == Role.ADMINISTRATOR
    last = FELL_TO_ADMINISTRATOR if is_administrator else NAMED_BEFORE
    return next((words for pk, words in ties if pk == reminder.recipient_id), last)
