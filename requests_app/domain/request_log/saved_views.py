"""Saving, renaming, sharing and deleting views of the list of requests."""

from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.columns import columns_of, is_a_sort
from requests_app.domain.request_log.models import SavedView
from requests_app.domain.request_log.models.saved_views import SavedViewQuerySet
from requests_app.domain.request_log.sight import blocked_campaigns

MOST_VIEWS = 30  # of a person: more tabs than that find nothing
LONGEST_NAME = 60
LONGEST_QUERY = 2000
LONGEST_VALUE = 200
MOST_PARAMETERS = 100
# What a view remembers of an address, in this order. The page one was on is not part of it.
PARAMETERS = (
    *("tab", "q", "standing", "status", "agency", "campaign", "assignee", "lead"),
    *("due_from", "due_to", "sent_from", "sent_to", "kind", "county", "ori", "year"),
    *("method", "on_portal", "portal", "tags", "sort", "cols"),
)


class ViewNotPossible(ValueError):
    """What cannot be done with a saved view; says why."""


class ViewNameMissing(ViewNotPossible):
    """A view is found by its name."""


class ViewNameTaken(ViewNotPossible):
    """Two views of one person with one name could not be told apart."""


class TooManyViews(ViewNotPossible):
    """A row of tabs has an end."""


class NotYourView(ViewNotPossible):
    """A view is changed by whoever made it."""


def clean_query(text: str) -> str:
    """The known parameters of an address's query, in the order of the table; junk is left out."""
    try:
        pairs = parse_qsl(text.lstrip("?"), max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return ""
    kept = [(name, value.strip()) for name, value in pairs if _is_known(name, value)]
    shown = [key for name, value in kept if name == "cols" for key in value.split(",")]
    plain = [pair for pair in dict.fromkeys(kept) if pair[0] != "cols"]
    if shown:
        plain.append(("cols", ",".join(column.key for column in columns_of(shown))))
    plain.sort(key=lambda pair: PARAMETERS.index(pair[0]))
    query = urlencode(plain)
    return query if len(query) <= LONGEST_QUERY else ""


def _is_known(name: str, value: str) -> bool:
    if name not in PARAMETERS or not value.strip() or "\x00" in value:
        return False
    return len(value) <= LONGEST_VALUE and (name != "sort" or is_a_sort(value))


def campaigns_in(query: str) -> set[str]:
    """The campaigns (ids as they are written) that the query of a view names."""
    return {value.strip() for name, value in parse_qsl(query) if name == "campaign"}


def views_for(person: Person) -> SavedViewQuerySet:
    """The views that `person` made, and those that others share, without such as name a campaign
    that is kept from them: the view's own name would tell of it. The same query where none is.

    It is asked when they look: a view that was shared first goes when its campaign is restricted.
    """
    views = SavedView.objects.visible_to(person)
    if not (blocked := {str(pk) for pk in blocked_campaigns(person)}):
        return views
    shared = views.exclude(owner=person).filter(query__contains="campaign=")
    rows = shared.values_list("pk", "query")
    return views.exclude(pk__in=[pk for pk, query in rows if campaigns_in(query) & blocked])


@transaction.atomic
def save_view(*, name: str, query: str, by: Person, at: datetime) -> SavedView:
    """Keeps a list under a name, for `by` alone until it is shared.

    Saving the same once more gives the view that is there. Raises `ViewNameMissing`,
    `ViewNameTaken`, `TooManyViews`.
    """
    _lock(by)
    cleaned = clean_query(query)
    there = _views_of(by).filter(name=name.strip(), query=cleaned).first()
    if there:
        return there
    if _views_of(by).count() >= MOST_VIEWS:
        raise TooManyViews(f"You have {MOST_VIEWS} views: delete one that you no longer open.")
    view = SavedView(owner=by, name=_free_name(name, by), query=cleaned, created_at=at)
    view.save()
    record(verb="saved view", subject=view, by=by, at=at, query=view.query)
    return view


@transaction.atomic
def rename_view(*, view: SavedView, name: str, by: Person, at: datetime) -> SavedView:
    """Raises `NotYourView`, `ViewNameMissing`, `ViewNameTaken`."""
    view = _own(view, by)
    before, view.name = view.name, _free_name(name, by, but=view)
    view.save(update_fields=["name"])
    record(verb="renamed view", subject=view, by=by, at=at, before=before)
    return view


@transaction.atomic
def replace_view(*, view: SavedView, query: str, by: Person, at: datetime) -> SavedView:
    """Keeps another list under the view's name. Raises `NotYourView`."""
    view = _own(view, by)
    before, view.query = view.query, clean_query(query)
    view.save(update_fields=["query"])
    record(verb="changed view", subject=view, by=by, at=at, before=before, query=view.query)
    return view


@transaction.atomic
def share_view(*, view: SavedView, shared: bool, by: Person, at: datetime) -> SavedView:
    """Shows the view to everybody who sees the workspace, or to its owner alone again.

    Raises `NotYourView`.
    """
    view = _own(view, by)
    view.is_shared = shared
    view.save(update_fields=["is_shared"])
    record(verb="shared view" if shared else "unshared view", subject=view, by=by, at=at)
    return view


@transaction.atomic
def delete_view(*, view: SavedView, by: Person, at: datetime) -> SavedView:
    """Takes the view away; `restore_view` brings it back. Raises `NotYourView`."""
    view = _own(view, by)
    view.deleted_at = at
    view.save(update_fields=["deleted_at"])
    record(verb="deleted view", subject=view, by=by, at=at)
    return view


@transaction.atomic
def restore_view(*, view: SavedView, by: Person, at: datetime) -> SavedView:
    """Undoes a deletion. Raises `NotYourView`, `ViewNameTaken`, `TooManyViews`."""
    view = _own(view, by)
    if view.deleted_at is None:
        return view
    if _views_of(by).count() >= MOST_VIEWS:
        raise TooManyViews(f"You have {MOST_VIEWS} views: delete one that you no longer open.")
    view.name = _free_name(view.name, by, but=view)
    view.deleted_at = None
    view.save(update_fields=["name", "deleted_at"])
    record(verb="restored view", subject=view, by=by, at=at)
    return view


def _lock(person: Person) -> None:
    """One change of a person's views after the other, so that names and number stay as ruled."""
    Person.objects.select_for_update().get(pk=person.pk)


def _own(view: SavedView, by: Person) -> SavedView:
    """The view as it is now, locked."""
    _lock(by)
    view = SavedView.objects.select_for_update(of=("self",)).get(pk=view.pk)
    if view.owner_id != by.pk:
        raise NotYourView(f"“{view.name}” is changed by whoever made it.")
    return view


def _views_of(person: Person) -> SavedViewQuerySet:
    return SavedView.objects.filter(owner=person, deleted_at__isnull=True)


def _free_name(name: str, by: Person, but: SavedView | None = None) -> str:
    wanted = " ".join(name.split())[:LONGEST_NAME]
    if not wanted:
        raise ViewNameMissing("Give the view a name.")
    others = _views_of(by).exclude(pk=but.pk) if but else _views_of(by)
    if others.filter(name__iexact=wanted).exists():
        raise ViewNameTaken(f"You have a view called “{wanted}” already.")
    return wanted
