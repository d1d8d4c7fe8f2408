"""What a campaign's text looks like in the request to one agency."""

from datetime import date
from typing import Any

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.letters.drafts import campaign_text
from requests_app.domain.request_log.letters.merging import TextNotMergeable
from requests_app.domain.request_log.models import Campaign
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.staff_site.letter_page import sender_for, unnamed


def text_for(
    campaign: Campaign, agency: Agency | None, *, person: Person, on: date
) -> dict[str, Any]:
    """The context of a preview; without an agency there is nothing to fill the fields with."""
    preview: dict[str, Any] = {"campaign": campaign, "agency": agency, **unnamed()}
    if agency is None or not campaign.text:
        return preview
    try:
        merged = campaign_text(
            campaign, agency, sender=sender_for(person), on=on, rules=rules_in_force()
        )
    except TextNotMergeable as refusal:
        return preview | {"refusal": str(refusal)}
    return preview | {"merged": merged}
