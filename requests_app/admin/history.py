"""Old and new values in the words of the pages, not those of the table."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone
from simple_history.models import DeletedObject, ModelChange
from simple_history.template_utils import HistoricalRecordContextHelper

from requests_app.domain.request_log.dates import local_day, shown

NOTHING = "(blank)"


class InWords(HistoricalRecordContextHelper):
    """What simple-history shows of a change. `is_there`: whether the thing of a model with a key
    is there for whoever looks; what is kept from them is told as nothing."""

    def __init__(self, *args: Any, is_there: Callable[[type[Model], Any], bool]) -> None:
        super().__init__(*args)
        self.is_there = is_there

    def prepare_delta_change_value(self, change: ModelChange, value: Any) -> Any:
        field: Any = self.model._meta.get_field(change.field)
        if value is None or value == "" or value == []:
            return NOTHING
        # A key that was empty is taken for one of something that is gone.
        if isinstance(value, DeletedObject) and value.pk is None:
            return NOTHING
        if isinstance(value, Model) and not self.is_there(type(value), value.pk):
            return NOTHING
        if getattr(field, "flatchoices", None):
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, datetime):
            return f"{shown(local_day(value))}, {timezone.localtime(value):%H:%M}"
        if isinstance(value, date):
            return shown(value)
        return super().prepare_delta_change_value(change, value)
