"""The list of requests as Django's admin gives it to whoever names its columns and no more."""

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest

from bench.floor import ROWS
from requests_app.admin.requests import RecordsRequestAdmin
from requests_app.domain.request_log.models import RecordsRequest


class StockAdmin(ModelAdmin):
    """Of the product's page it has the columns and the length; all else is Django's default."""

    list_display = RecordsRequestAdmin.list_display
    list_per_page = ROWS

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


stock_site = AdminSite(name="stock")
stock_site.register(RecordsRequest, StockAdmin)
