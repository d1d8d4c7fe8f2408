"""What the person who looks at a page may do, so that no button leads to a closed door."""

from django import template

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission

register = template.Library()


@register.filter
def may(person: object, permission: str) -> bool:
    """Whether somebody has a permission: `{% if user|may:"log_requests" %}`; nobody has none."""
    return isinstance(person, Person) and person.may(Permission(permission))
