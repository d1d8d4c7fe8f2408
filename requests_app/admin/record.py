from django.contrib import admin

from requests_app.admin.base import RecordAdmin
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.audit.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(RecordAdmin):
    view_permission = Permission.READ_AUDIT
    list_display = ["at", "actor_name", "verb", "subject_label"]
    list_filter = ["verb", "subject_kind"]
    search_fields = ["subject_label", "actor_name"]
