"""A form that comes in twice: the second click saves nothing new, other words are never lost."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


class KeyUsed(Exception):
    """The form was saved before, and says something else now, or what it saved was changed since;
    nothing was saved."""

    def __init__(self, saved: Model):
        super().__init__(
            f"This form was saved before, as “{saved}”, which is not what it says now, or not what "
            "stands by now. Nothing was saved: look at it, and save it once more if it is meant."
        )


def saved_with(
    form_key: str | None, rows: QuerySet[Row], is_same: Callable[[Row], bool]
) -> Row | None:
    """What a second click finds: the row that was saved with the key; None where there is none yet.

    is_same: whether a row says, and still is, what the form says now. Raises `KeyUsed` where it
    does not: after the browser's Back a form is sent again with its key and other content.
    """
    saved = rows.filter(form_key=form_key).first() if form_key else None
    if saved is not None and not is_same(saved):
        raise KeyUsed(saved)
    return saved


def says(row: Model, values: Mapping[str, Any]) -> bool:
    """Whether each of the columns in `values` is so."""
    return all(getattr(row, name) == value for name, value in values.items())
