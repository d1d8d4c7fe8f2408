"""Views of the list that people keep: whose they are, who sees them, what is kept of an address."""

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.membership import add_member, restrict_campaign
from requests_app.domain.request_log.models import SavedView
from requests_app.domain.request_log.saved_views import MOST_VIEWS, PARAMETERS, clean_query
from requests_app.staff_site.request_filter import RequestFilter
from tests.builders import NOW, a_request
from tests.staff_site.doors import errors, signed_in, texts
from tests.staff_site.restricted import a_campaign

pytestmark = pytest.mark.django_db
LIST = "/staff/requests/"


def saved(client: Client, name: str = "Late ones", query: str = "tab=late") -> SavedView:
    response = client.post(f"{LIST}views/save/", {"name": name, "query": query})
    assert response.status_code == 302, texts(response)
    return SavedView.objects.latest("pk")


def tabs(client: Client) -> list[str]:
    return [tab.view.name for tab in client.get(LIST).context["view_tabs"]]


def do(client: Client, view: SavedView, what: str, **typed: str):
    return client.post(f"{LIST}views/{view.pk}/{what}/", typed, follow=True)


def test_a_view_keeps_filters_columns_and_order(staff: Client) -> None:
    view = saved(staff, query="?tab=late&cols=due&cols=agency&sort=-due&county=Marin&page=last")
    assert view.query == "tab=late&county=Marin&sort=-due&cols=agency%2Cdue"
    page = staff.get(f"{LIST}views/{view.pk}/", follow=True)
    assert page.context["current"].view.pk == view.pk
    assert [column.key for column in page.context["columns"]] == ["agency", "due"]
    assert not page.context["is_changed"]
    changed = staff.get(f"{LIST}?{view.query}&view={view.pk}&q=x")
    assert changed.context["is_changed"]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("tab=late&evil=1&next=//evil.example", "tab=late"),
        ("https://evil.example/?tab=late", ""),
        ("sort=zzz&cols=zzz", "cols=agency%2Cstanding%2Cstrip%2Cdue%2Cstatus%2Csent%2Cwho"),
        ("q=a%00b", ""),
        ("q=" + "x" * 300, ""),
        ("tags=1&tags=2&tags=1", "tags=1&tags=2"),
        ("&".join(["q=1"] * 500), ""),
        ("q=%22%3E%3Cscript%3E", "q=%22%3E%3Cscript%3E"),
    ],
)
def test_only_what_is_known_of_an_address_is_kept(query: str, kept: str) -> None:
    assert clean_query(query) == kept


def test_every_filter_is_known_to_a_view() -> None:
    assert set(PARAMETERS) == {*RequestFilter.base_filters, "tab", "sort", "cols"}


def test_somebody_elses_private_view_is_not_there(staff: Client) -> None:
    view, other = saved(staff), signed_in(Role.ADMINISTRATOR)
    assert (tabs(staff), tabs(other)) == (["Late ones"], [])
    assert other.get(f"{LIST}views/{view.pk}/").status_code == 404
    for what in ("rename", "replace", "share", "delete", "restore"):
        assert do(other, view, what, name="Mine now").status_code == 404
    assert other.get(LIST, {"view": view.pk}).context["current"] is None
    view.refresh_from_db()
    assert (view.name, view.is_shared, view.deleted_at) == ("Late ones", False, None)


def test_a_shared_view_is_seen_by_all_and_changed_by_its_owner(staff: Client) -> None:
    view, other = saved(staff), signed_in(Role.ADMINISTRATOR)
    do(staff, view, "share", shared="yes")
    assert tabs(other) == ["Late ones"]
    assert other.get(f"{LIST}views/{view.pk}/").status_code == 302
    assert "Delete the view" not in texts(other.get(LIST, {"view": view.pk}))
    for what in ("replace", "delete"):
        assert "is changed by whoever made it" in texts(do(other, view, what))
    assert do(other, view, "rename", name="X").status_code == 422
    assert "is changed by whoever made it" in texts(do(other, view, "share", shared="no"))
    do(staff, view, "share", shared="no")
    assert tabs(other) == []


def test_a_reader_keeps_views_and_shares_none() -> None:
    reader = signed_in(Role.READER)
    view = saved(reader)
    assert "Share with" not in texts(reader.get(LIST, {"view": view.pk}))
    assert do(reader, view, "share", shared="yes").status_code == 403


def test_a_deleted_view_comes_back_by_undo(staff: Client) -> None:
    view = saved(staff)
    page = texts(do(staff, view, "delete"))
    assert f'action="{LIST}views/{view.pk}/restore/"' in page and tabs(staff) == []
    assert staff.get(f"{LIST}views/{view.pk}/").status_code == 404
    do(staff, view, "restore")
    do(staff, view, "restore")
    assert tabs(staff) == ["Late ones"]
    verbs = AuditEntry.objects.filter(subject_kind="savedview").values_list("verb", flat=True)
    assert sorted(verbs) == ["deleted view", "restored view", "saved view"]


def test_a_name_taken_meanwhile_stands_against_an_undo(staff: Client) -> None:
    view = saved(staff)
    do(staff, view, "delete")
    saved(staff, query="tab=us")
    assert "You have a view called “Late ones” already." in texts(do(staff, view, "restore"))


def test_a_view_is_renamed_and_replaced(staff: Client) -> None:
    view = saved(staff)
    do(staff, view, "rename", name="  Later   ones ")
    do(staff, view, "replace", query="tab=us")
    view.refresh_from_db()
    assert (view.name, view.query) == ("Later ones", "tab=us")


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "late ONES"])
def test_a_name_that_cannot_be_is_refused_beside_its_field(staff: Client, name: str) -> None:
    saved(staff)
    response = staff.post(f"{LIST}views/save/", {"name": name, "query": "tab=us"})
    assert response.status_code == 422 and "name" in errors(response)
    assert 'value="tab=us"' in texts(response)
    assert SavedView.objects.count() == 1


def test_saving_twice_is_saving_once(staff: Client) -> None:
    assert saved(staff) == saved(staff)


def test_a_row_of_tabs_has_an_end(staff: Client) -> None:
    SavedView.objects.bulk_create(
        SavedView(owner=staff.person, name=f"V{n}", created_at=NOW) for n in range(MOST_VIEWS)
    )
    response = staff.post(f"{LIST}views/save/", {"name": "One more", "query": ""})
    assert "delete one that you no longer open" in errors(response)["name"][0]


def test_a_views_name_is_shown_escaped(staff: Client) -> None:
    a_request()
    saved(staff, name="<script>alert(1)</script>")
    assert "<script>alert" not in staff.get(LIST).content.decode()


def test_a_shared_view_of_a_kept_campaign_is_there_for_its_members_alone() -> None:
    lead, reviewer, member = (signed_in(role) for role in (Role.LEAD, Role.REVIEWER, Role.STAFF))
    kept, other = a_campaign(lead.person), a_campaign(lead.person, "Another round")
    for name, query in (("Kestrel late", f"tab=late&campaign={kept.pk}"),
                        ("Of another", f"campaign={other.pk}"),
                        ("Of more", f"q=1&campaign=1{kept.pk}")):  # fmt: skip
        view = saved(lead, name, query)
        do(lead, view, "share", shared="yes")
    view = SavedView.objects.get(name="Kestrel late")
    assert tabs(reviewer) == ["Kestrel late", "Of another", "Of more"]
    restrict_campaign(campaign=kept, by=lead.person, at=NOW)
    add_member(campaign=kept, person=member.person, role=Role.STAFF, by=lead.person, at=NOW)
    assert tabs(reviewer) == ["Of another", "Of more"]
    assert "Kestrel" not in texts(reviewer.get(LIST))
    assert reviewer.get(f"{LIST}views/{view.pk}/").status_code == 404
    assert do(reviewer, view, "rename", name="X").status_code == 404
    for seeing in (lead, member):
        assert tabs(seeing) == ["Kestrel late", "Of another", "Of more"]
        assert seeing.get(f"{LIST}views/{view.pk}/").status_code == 302
