"""The page of names that mean no agency: listed, chosen, remembered in one step, taken back."""

import html
import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency, Alias
from requests_app.domain.misuse_data.importing.previews import Wanted
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.reading.recognition import Chosen
from requests_app.domain.misuse_data.reading.remembered import ConfirmedName
from requests_app.domain.misuse_data.sources import source_of
from requests_app.domain.request_log.models import Attachment
from requests_app.staff_site.read_as import as_query
from requests_app.templatetags.notices import undo_address
from tests.builders import an_agency
from tests.domain.misuse_data.figures import a_file
from tests.staff_site.doors import signed_in, texts

pytestmark = pytest.mark.django_db
CONTENT = "Agency,ORI,County,Violations\nFresno Police Dept,,Fresno,1\nSundry bodies,,,2\nXyz,,,3\n"


@pytest.fixture
def fresno() -> Agency:
    return an_agency("Fresno Police Department")


@pytest.fixture
def attachment(fresno) -> Attachment:
    return a_file(CONTENT)


def page(attachment: Attachment) -> str:
    return reverse("staff:names", args=[attachment.pk])


def keys(client, attachment) -> dict[str, str]:
    """The form of each name, by what is written."""
    forms = client.get(page(attachment)).context["forms"]
    return {form.unmatched.cells.text: form.prefix for form in forms}


def test_each_name_stands_with_its_place_and_who_it_may_be(attachment):
    shown = texts(signed_in().get(page(attachment)))
    assert "3 names the directory does not know" in shown
    assert "Fresno Police Department (Fresno, police)" in shown
    assert "row 2" in shown
    assert "Nothing in the directory is like it." in shown
    assert "Create a new agency" not in shown


def test_who_edits_the_directory_may_create_one(attachment):
    client = signed_in(Role.REVIEWER)
    shown = texts(client.get(page(attachment)))
    assert "?name=Xyz" in shown
    new = texts(client.get(reverse("staff:new_agency") + "?name=Xyz&county=Fresno"))
    assert 'value="Xyz"' in new
    assert '<option value="Fresno" selected>' in new


XYZ = {"name": "Xyz", "kind": "police", "level": "city", "records_law": "cpra"}


def test_from_a_created_agency_the_way_leads_back_to_the_names(attachment):
    client = signed_in(Role.REVIEWER)
    left = page(attachment) + "?read=odd"
    shown = client.get(left).content.decode()
    create = html.unescape(re.search(r'href="([^"]*agencies/new/[^"]*name=Xyz[^"]*)"', shown)[1])
    assert f'<a href="{left}">Cancel</a>' in client.get(create).content.decode()
    answer = client.post(create, XYZ, follow=True)
    assert answer.redirect_chain == [(left, 302)]
    assert "Xyz is in the directory." in texts(answer)
    assert "2 names the directory does not know" in texts(answer)


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "x", ""])
def test_no_way_leads_to_another_site(back):
    client = signed_in(Role.REVIEWER)
    answer = client.post(f"{reverse('staff:new_agency')}?{urlencode({'back': back})}", XYZ)
    assert answer.url == reverse("staff:agency", args=[Agency.objects.get(name="Xyz").pk])


def test_what_is_chosen_is_remembered_in_one_step_and_taken_back(attachment, fresno):
    client = signed_in()
    key = keys(client, attachment)
    other = an_agency("Another Agency")
    answer = client.post(
        page(attachment),
        {
            f"{key['Fresno Police Dept']}-means": str(fresno.pk),
            f"{key['Sundry bodies']}-means": "none",
            f"{key['Xyz']}-agency_text": "Another Agency",
        },
        follow=True,
    )
    said = {(name.name, name.agency) for name in ConfirmedName.objects.all()}
    assert said == {("Fresno Police Dept", fresno), ("Sundry bodies", None), ("Xyz", other)}
    assert "3 names remembered." in texts(answer)
    assert "Every name means an agency" in texts(answer)
    step = ConfirmedName.objects.first().step
    back = client.post(reverse("staff:undo_names", args=[attachment.pk, step]), follow=True)
    assert "3 names forgotten." in texts(back)
    assert not Alias.objects.exists()
    again = client.post(reverse("staff:undo_names", args=[attachment.pk, step]), follow=True)
    assert "taken back already" in texts(again)


def test_taking_it_back_leads_to_the_file_as_it_was_read(attachment, fresno):
    client = signed_in()
    wanted = Wanted(source_of(attachment.records_request), Covers(2022, 2022), Chosen())
    here = page(attachment) + as_query(wanted, {"title": "As typed"})
    name = client.get(here).context["forms"][0].unmatched.key
    said = client.post(here, {f"{name}-means": "none"}, follow=True)
    [message] = said.context["messages"]
    assert client.post(undo_address(message)).url == here


def test_what_is_left_for_later_stays_on_the_page(attachment, fresno):
    client = signed_in()
    key = keys(client, attachment)
    client.post(page(attachment), {f"{key['Xyz']}-means": "none"})
    assert set(keys(client, attachment)) == {"Fresno Police Dept", "Sundry bodies"}
    assert "Nothing was said" in texts(client.post(page(attachment), {}))


def test_odd_choices_are_said_beside_the_field_and_save_nothing(attachment, fresno):
    client = signed_in()
    key = keys(client, attachment)["Xyz"]
    stranger = an_agency("Stranger")
    for typed, said in [
        ({f"{key}-means": str(stranger.pk)}, "Select a valid choice"),
        ({f"{key}-means": "none", f"{key}-agency_text": "Stranger"}, "not both"),
        ({f"{key}-agency_text": "Nobody at all"}, "No agency in the directory"),
    ]:
        answer = client.post(page(attachment), typed)
        assert (answer.status_code, said in texts(answer)) == (422, True)
    assert not ConfirmedName.objects.exists()


def test_a_name_written_short_is_chosen_already(fresno):
    forms = signed_in().get(page(a_file("Agency,Violations\nFresno PD,1\n"))).context["forms"]
    assert forms[0]["means"].value() == str(fresno.pk)


def test_the_file_is_read_as_the_import_page_was_told(fresno):
    attachment = a_file("Who,Agency,Violations\nNobody,Fresno Police Department,1\n")
    columns = {"Who": "agency", "Agency": "ignored", "Violations": "measure:violations"}
    wanted = Wanted(
        source_of(attachment.records_request), Covers(2023, 2023), Chosen(columns={"": columns})
    )
    client = signed_in()
    assert client.get(page(attachment)).context["count"] == 0
    told = client.get(page(attachment) + as_query(wanted, {})).context["forms"]
    assert [form.unmatched.cells.name for form in told] == ["Nobody"]


@pytest.mark.parametrize(
    "read", ["x", "[]", "{}", '{"covers":[1,2],"columns":{},"sheets":null}', "[" * 5000]
)
def test_an_odd_address_reads_the_file_as_it_is_suggested(attachment, read):
    answer = signed_in().get(page(attachment), {"read": read})
    assert (answer.status_code, answer.context["count"]) == (200, 3)


def test_a_role_that_is_none_is_refused(attachment):
    read = '{"covers":[2023,2023],"columns":{"":{"Agency":"nonsense"}},"sheets":null}'
    assert signed_in().get(page(attachment), {"read": read}).status_code == 422


def test_the_import_page_leads_there_with_the_count(attachment):
    client = signed_in()
    address = reverse("staff:import_attachment", args=[attachment.pk])
    form = client.get(address).context["form"]
    typed = {name: str(form[name].value() or "") for name in form.fields}
    shown = client.post(address, typed | {"action": "preview"})
    assert "3 names the directory does not know" in texts(shown)
    assert shown.context["names_address"].startswith(page(attachment))
    assert client.get(shown.context["names_address"]).context["count"] == 3


def test_the_way_back_keeps_what_was_said_of_the_file(attachment):
    client = signed_in()
    address = reverse("staff:import_attachment", args=[attachment.pk])
    form = client.get(address).context["form"]
    typed = {name: str(form[name].value() or "") for name in form.fields}
    typed |= {"title": "A title & more", "issued_on": "3 May 2024", "source_name": "Another"}
    typed |= {"covers_from": "2021", "covers_to": "2022", "column_2": "ignored"}
    names = client.get(client.post(address, typed).context["names_address"])
    back = client.get(address + names.context["query"])
    assert f'href="{address}{names.context["query"]}"' in texts(names)
    left = back.context["form"]
    assert {name: str(left[name].value()) for name in typed} == typed


@pytest.mark.parametrize("read", ["x", "{}", '{"covers":[1,2],"columns":{},"sheets":null}'])
def test_an_odd_way_back_suggests_what_the_request_says(attachment, read):
    address = reverse("staff:import_attachment", args=[attachment.pk])
    answer = signed_in().get(address, {"read": read})
    assert answer.status_code == 200
    assert answer.context["form"]["covers_from"].value() == 2025


def test_a_role_that_is_none_is_asked_for_again_on_the_way_back(attachment):
    address = reverse("staff:import_attachment", args=[attachment.pk])
    read = '{"covers":[2023,2023],"columns":{"":{"Agency":"nonsense"}},"sheets":null}'
    assert signed_in().get(address, {"read": read}).status_code == 200


def test_a_file_that_is_no_table_says_so():
    answer = signed_in().get(page(a_file("only words")))
    assert answer.status_code == 422
    assert "cannot be read" in texts(answer)


def test_the_search_field_is_asked_under_any_name(fresno):
    answer = signed_in().get(reverse("staff:agency_options") + "?nabc-agency_text=fresno")
    assert "Fresno Police Department" in texts(answer)


@pytest.mark.parametrize(
    "read", ["null", "[]", '{"covers": [1e999, 2023]}', '{"covers": [0, 0]}', "9" * 5000]
)
def test_an_odd_address_is_read_as_the_file_suggests(attachment, read):
    answer = signed_in().get(page(attachment), {"read": read})
    assert "3 names the directory does not know" in texts(answer)
