"""What the review site keeps from whoever asks: in lists, in what they are narrowed by, and in what
a thing points to."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.sight import blocked_campaigns, seen_by

_KEPT = "_columns_kept"
# What an address may ask of a column that leads to something which may be kept: whether it leads
# anywhere, and whether to one thing that whoever asks sees.
WHETHER = {"isnull", "isempty"}
WHICH = {"", "exact", "id__exact", "pk__exact"}
LONGEST_NUMBER = 18  # figures


def seen_here(rows: Any, request: HttpRequest) -> Any:
    """Those of `rows` that are there for whoever asks."""
    return seen_by(rows, request.user) if isinstance(request.user, Person) else rows.none()


def person_may(request: HttpRequest, permission: Permission) -> bool:
    """Whether whoever asks is signed in with a role that carries `permission`."""
    return isinstance(request.user, Person) and request.user.may(permission)


def sees_all(request: HttpRequest) -> bool:
    """Whether nothing at all is kept from whoever asks."""
    return isinstance(request.user, Person) and not blocked_campaigns(request.user)


def may_narrow(model: Any, lookup: str, value: Any, request: HttpRequest) -> bool:
    """Whether an address may narrow a list by `lookup`. Not by what points to its things, since
    that may be kept: which agency has the request of this number is told by its list otherwise."""
    name, _, how = lookup.partition("__")
    try:
        column = model._meta.get_field(name)
    except FieldDoesNotExist:  # a filter's own, or nothing
        return True
    if column.auto_created and not column.concrete:
        return False
    if not hasattr(column.related_model, "ways_to_campaign") or how in WHETHER:
        return True
    if how in WHICH:
        is_number = str(value).isdecimal() and len(str(value)) <= LONGEST_NUMBER
        return is_number and is_there(column.related_model, value, request)
    return _is_column(column.related_model, how.partition("__")[0])


def _is_column(model: Any, name: str) -> bool:
    """Whether it is one that has no more in it than itself; Django asks for a filter of it then."""
    return name in {one.name for one in model._meta.concrete_fields if not one.primary_key}


def kept_columns(thing: Any, request: HttpRequest) -> list[str]:
    """The columns of `thing` that lead to what is kept from whoever asks. No query where nothing
    is."""
    if thing is None or sees_all(request):
        return []
    found: list[str] | None = getattr(thing, _KEPT, None)
    if found is None:
        found = [one.name for one in thing._meta.fields if _leads_to_kept(one, thing, request)]
        setattr(thing, _KEPT, found)
    return found


def _leads_to_kept(column: Any, thing: Any, request: HttpRequest) -> bool:
    pk = getattr(thing, column.attname) if column.is_relation else None
    return pk is not None and not is_there(column.related_model, pk, request)


def is_there(model: Any, pk: Any, request: HttpRequest) -> bool:
    """Whether a thing that is known to exist is there for whoever asks. No query where nothing is
    kept from them, or nothing of its kind ever is."""
    if sees_all(request) or not hasattr(model, "ways_to_campaign"):
        return True
    return bool(seen_here(model._base_manager.filter(pk=pk), request).exists())
