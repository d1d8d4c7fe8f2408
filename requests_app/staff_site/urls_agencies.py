"""The addresses of the directory: its entries, what hangs on them, and the files it comes from."""

from django.urls import path

from requests_app.staff_site.views import (
    agencies,
    agency_contacts,
    agency_entries,
    agency_files,
    agency_merges,
    agency_names,
)

urlpatterns = [
    path("agencies/", agencies.agency_list, name="agencies"),
    path("agencies/options/", agencies.agency_options, name="agency_options"),
    path("agencies/new/", agency_entries.new_agency, name="new_agency"),
    path("agencies/import/", agency_files.import_directory_page, name="import_directory"),
    path("agencies/contacts/", agency_files.import_contacts_page, name="import_contacts"),
    path("agencies/<int:pk>/", agencies.show_agency, name="agency"),
    path("agencies/<int:pk>/edit/", agency_entries.edit_agency, name="edit_agency"),
    path("agencies/<int:pk>/parent/", agency_entries.edit_parent, name="agency_parent"),
    path("agencies/<int:pk>/end/", agency_entries.end_agency, name="end_agency"),
    path("agencies/<int:pk>/end/undo/", agency_entries.revive_agency, name="revive_agency"),
    path("changes/end/<int:pk>/undo/", agency_entries.undo_succession_now, name="undo_succession"),
    path("agencies/<int:pk>/merge/", agency_merges.merge_agency, name="merge_agency"),
    path("merges/<int:pk>/undo/", agency_merges.undo_merge_now, name="undo_merge"),
    path("agencies/<int:pk>/contacts/", agency_contacts.new_contact, name="add_contact"),
    path("contacts/<int:pk>/", agency_contacts.edit_contact, name="contact"),
    path("contacts/<int:pk>/confirm/", agency_contacts.confirm_now, name="confirm_contact"),
    path("contacts/<int:pk>/remove/", agency_contacts.remove_now, name="remove_contact"),
    path("agencies/<int:pk>/oris/", agency_names.new_ori, name="add_ori"),
    path("oris/<int:pk>/remove/", agency_names.remove_now, {"kind": "ori"}, name="remove_ori"),
    path("agencies/<int:pk>/names/", agency_names.new_alias, name="add_alias"),
    path("names/<int:pk>/remove/", agency_names.remove_now, {"kind": "alias"}, name="remove_alias"),
    *(
        path(
            f"changes/{kind}/<int:pk>/undo/",
            agency_entries.undo_now,
            {"kind": kind},
            name=f"undo_{kind}",
        )
        for kind in ("contact", "ori", "alias")
    ),
]
