"""What a page that is everybody's may lead to: not to what is kept from whoever reads it."""

from django import template
from django.db.models import Model

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.sight import may_with

register = template.Library()


@register.filter
def sees(person: object, thing: Model | None) -> bool:
    """Whether there is such a thing for the person: `{% if user|sees:release.records_request %}`.
    No query where nothing is kept from them."""
    if not isinstance(person, Person) or thing is None:
        return False
    return may_with(person, thing, Permission.SEE_WORKSPACE)
