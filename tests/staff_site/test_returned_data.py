"""The pages of returned data: from the waiting file to the published release."""

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Ori
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.releases.reviews import submit_for_review
from requests_app.domain.request_log.models import Attachment
from tests.builders import NOW, a_person, an_agency, an_attachment
from tests.domain.misuse_data.figures import a_claim, a_file, imported, published
from tests.staff_site.doors import a_transcription, errors, signed_in, texts

pytestmark = pytest.mark.django_db
ROWS = "Agency,ORI,Investigations,Violations\nFresno PD,CA0100500,12,{}\n"
LIST = "/staff/returned-data/"


@pytest.fixture(autouse=True)
def directory():
    Ori.objects.create(agency=an_agency("Fresno PD"), code="CA0100500")


@pytest.fixture
def staff():
    return signed_in(Role.STAFF)


@pytest.fixture
def reviewer():
    return signed_in(Role.REVIEWER)


def import_page(attachment: Attachment) -> str:
    return reverse("staff:import_attachment", args=[attachment.pk])


def typed(**values):
    return {
        "source_name": "The DOJ",
        "source_kind": "doj",
        "title": "DOJ 2023",
        "covers_from": "2023",
        "covers_to": "2023",
        "issued_on": "5/1/2024",
        "column_0": "agency",
        "column_1": "ori",
        "column_2": "measure:investigations",
        "column_3": "measure:violations",
        "action": "preview",
        **values,
    }


def test_the_list_shows_waiting_files_releases_and_what_others_printed(staff):
    waiting = a_file(ROWS.format(1))
    release = imported(a_file(ROWS.format(2)), title="Our release")
    claim = a_claim(5, source="A paper")
    page = texts(staff.get(LIST))
    assert import_page(waiting) in page
    assert release.title in page
    assert claim.release.title in page


def test_a_re_issued_year_is_one_row_with_the_figures_of_the_issue_that_stands(staff):
    first = published(a_file(ROWS.format(1)), title="First issue")
    second = published(a_file(ROWS.format(2) + "Total,,12,2\n"), title="Second issue")
    response = staff.get(LIST)
    [row] = response.context["releases"].rows
    assert (row, row.figure_count, row.issue_count) == (second, 2, 2)
    page = texts(response)
    assert "issue 2 of this period" in page and "First issue" not in page
    assert first.title in texts(staff.get(reverse("staff:release", args=[second.pk])))


def test_a_second_issue_is_called_so(staff):
    first = a_file(ROWS.format(1))
    title = "California Department of Justice, 2025"
    assert staff.get(import_page(first)).context["form"]["title"].value() == title
    imported(first, covers_from=2025, covers_to=2025)
    again = staff.get(import_page(a_file(ROWS.format(2)))).context["form"]
    assert again["title"].value() == f"{title} (issue 2)"


def test_a_draft_of_a_published_period_is_told_from_it_and_comes_first(staff):
    standing = published(a_file(ROWS.format(1)), title="As published")
    draft = imported(a_file(ROWS.format(2)), title="As re-issued")
    other = imported(a_file(ROWS.format(3)), covers_from=2022, covers_to=2022, title="2022")
    submit_for_review(release=other, by=a_person(), at=NOW)
    response = staff.get(LIST)
    assert list(response.context["works"]) == [other, draft]
    assert response.context["releases"].rows == [standing]
    page = texts(response)
    assert reverse("staff:release_changes", args=[draft.pk]) in page
    assert reverse("staff:release_changes", args=[other.pk]) not in page


def test_what_holds_no_table_or_was_typed_does_not_wait(staff):
    table = a_file(ROWS.format(1))
    request = table.records_request
    an_attachment(request, "From: a@example.org\nSubject: x\n\nWe have none.\n", "mail.eml")
    typed = a_transcription(request, by=a_person())
    waiting = staff.get(LIST).context["waiting"].rows
    assert waiting == [typed.table, table]


def test_the_list_asks_no_more_for_more_releases_and_files(staff, django_assert_max_num_queries):
    published(a_file(ROWS.format(1)))
    with CaptureQueriesContext(connection) as few:
        staff.get(LIST)
    for number in range(3, 7):
        a_file(ROWS.format(number))
        published(a_file(ROWS.format(10 * number)), covers_from=2020, covers_to=2020 + number % 3)
        imported(a_file(ROWS.format(100 * number)), covers_from=2019, covers_to=2019)
    with django_assert_max_num_queries(len(few)):
        staff.get(LIST)


@pytest.mark.parametrize("odd", ["x", "-1", "0", "9" * 40])
@pytest.mark.parametrize("name", ["page", "releases", "quoted"])
def test_an_odd_page_of_either_list_breaks_nothing(staff, name: str, odd: str):
    assert staff.get(LIST, {name: odd}).status_code == 200


def test_a_reader_sees_but_is_not_offered_to_import():
    attachment = a_file(ROWS.format(1))
    reader = signed_in(Role.READER)
    assert import_page(attachment) not in texts(reader.get(LIST))
    assert reader.get(import_page(attachment)).status_code == 403


def test_the_form_suggests_source_period_and_columns(staff):
    attachment = a_file(ROWS.format(1))
    form = staff.get(import_page(attachment)).context["form"]
    assert form["source_name"].value() == "California Department of Justice"
    assert form["covers_from"].value() == attachment.records_request.reporting_year
    assert [field.value() for field in form.column_fields] == [
        "agency", "ori", "measure:investigations", "measure:violations",
    ]  # fmt: skip


def test_looking_shows_what_would_be_imported_and_writes_nothing(staff):
    response = staff.post(import_page(a_file(ROWS.format("at least 3"))), typed())
    page = texts(response)
    assert response.status_code == 200
    assert "at least 3" in page
    assert "Import 2 figures as a draft" in page
    assert not Release.objects.exists()


def test_row_errors_are_shown_and_nothing_can_be_imported(staff):
    attachment = a_file(ROWS.format("-3") + "Nowhere PD,,1,2\n")
    response = staff.post(import_page(attachment), typed())
    page = texts(response)
    assert "“-3” is negative" in page
    assert "“Nowhere PD”" in page
    assert 'value="import"' not in page
    refused = staff.post(import_page(attachment), typed(action="import"))
    assert refused.status_code == 422
    assert "Nothing was imported: 2 errors in the file." in texts(refused)
    assert not Release.objects.exists()


def test_rows_that_are_left_out_are_shown(staff):
    attachment = a_file("A title,,,\n" + ROWS.format(1) + "Total,,12,1\n")
    page = texts(staff.post(import_page(attachment), typed()))
    assert "2 rows hold no figures and are left out" in page
    assert "above the header" in page


def test_importing_makes_a_draft_that_can_be_undone(staff):
    response = staff.post(import_page(a_file(ROWS.format(3))), typed(action="import"), follow=True)
    release = Release.objects.get()
    assert response.redirect_chain[-1][0] == reverse("staff:release", args=[release.pk])
    assert (release.title, release.source.name, str(release.issued_on)) == (
        "DOJ 2023", "The DOJ", "2024-05-01",
    )  # fmt: skip
    assert "Imported 2 figures into a draft." in texts(response)
    assert release.imported_by == staff.person
    undone = staff.post(reverse("staff:undo_release", args=[release.pk]), follow=True)
    assert "The import was undone" in texts(undone)
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"covers_from": "2024"}, "covers_to"),
        ({"covers_from": "x"}, "covers_from"),
        ({"issued_on": "31 February"}, "issued_on"),
        ({"source_kind": "a rumour"}, "source_kind"),
        ({"column_2": "shoe size"}, "column_2"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(staff, values, field):
    response = staff.post(import_page(a_file(ROWS.format(3))), typed(action="import", **values))
    assert response.status_code == 422
    assert field in errors(response)
    assert response.context["form"]["source_name"].value() == "The DOJ"
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"column_0": "ignored", "column_1": "ignored", "column_2": "agency", "column_3": "agency"},
         "Only one column can be the agency"),
        ({"column_2": "ignored", "column_3": "ignored"}, "No column holds figures"),
        ({"covers_from": "2050", "covers_to": "2050"}, "2050"),
        ({"issued_on": "2022-01-01"}, "had not begun"),
    ],
)  # fmt: skip
def test_a_named_refusal_is_shown_and_nothing_written(staff, values, said):
    response = staff.post(import_page(a_file(ROWS.format(3))), typed(action="import", **values))
    assert said in texts(response)
    assert response.status_code == 422
    assert not Release.objects.exists()


def test_a_second_click_is_told_of_the_draft(staff):
    attachment = a_file(ROWS.format(3))
    staff.post(import_page(attachment), typed(action="import"))
    again = staff.post(import_page(attachment), typed(action="import"))
    assert "undo that first" in texts(again)
    assert Release.objects.count() == 1


@pytest.mark.parametrize("state", ["restricted", "quarantined"])
def test_a_file_kept_from_use_is_refused_by_name(staff, state):
    attachment = a_file(ROWS.format(3))
    Attachment.objects.filter(pk=attachment.pk).update(state=state)
    assert staff.get(import_page(attachment)).status_code == 404
    response = signed_in(Role.LEAD).get(import_page(attachment))
    assert response.status_code == 422
    assert "cannot be imported" in texts(response)


def test_a_file_that_is_no_table_is_refused_by_name(staff):
    response = staff.get(import_page(a_file("Fresno PD,2023,4\nOakland PD,2023,7\n")))
    assert response.status_code == 422
    assert "No header found" in texts(response)


def test_a_release_is_handed_in_sent_back_and_published(staff, reviewer):
    release = imported(a_file(ROWS.format(3)), by=staff.person)

    def post(browser, step, **data):
        url = reverse(f"staff:{step}_release", args=[release.pk])
        response = browser.post(url, data, follow=True)
        release.refresh_from_db()
        return texts(response)

    assert "Handed in for review." in post(staff, "submit")
    assert "Say what has to be mended" in post(reviewer, "send_back", reason=" ")
    assert release.state == "in_review"
    assert "Sent back" in post(reviewer, "send_back", reason="Row 2")
    assert release.state == "draft"
    post(staff, "submit")
    assert "Published." in post(reviewer, "publish")
    assert (release.state, release.published_by) == ("published", reviewer.person)
    assert "is published; it can be" in post(reviewer, "publish")


def test_the_importer_is_told_why_somebody_else_has_to_publish(reviewer):
    a_person(Role.LEAD)
    release = imported(a_file(ROWS.format(3)), by=reviewer.person)
    submit_for_review(release=release, by=reviewer.person, at=NOW)
    page = texts(reviewer.post(reverse("staff:publish_release", args=[release.pk]), follow=True))
    assert "was imported by you" in page
    assert Release.objects.get().state == "in_review"


def test_staff_may_not_publish_and_readers_may_not_undo(staff):
    release = imported(a_file(ROWS.format(3)))
    assert staff.post(reverse("staff:publish_release", args=[release.pk])).status_code == 403
    reader = signed_in(Role.READER)
    assert reader.post(reverse("staff:undo_release", args=[release.pk])).status_code == 403
    assert reader.get(reverse("staff:undo_release", args=[release.pk])).status_code == 405


def test_a_release_shows_what_publishing_replaces(reviewer):
    first = published(a_file(ROWS.format(3)), title="The first issue")
    second = imported(a_file(ROWS.format(4)), title="The second issue")
    submit_for_review(release=second, by=a_person(), at=NOW)
    page = texts(reviewer.get(reverse("staff:release", args=[second.pk])))
    assert f'Publishing replaces <a href="/staff/releases/{first.pk}/">The first issue</a>' in page


def test_a_figures_passport_names_file_cell_and_people(staff, reviewer):
    attachment = a_file(ROWS.format("~30"))
    release = published(attachment, by=staff.person)
    figure = Figure.objects.get(raw="~30")
    page = texts(staff.get(reverse("staff:figure", args=[figure.pk])))
    people = (str(staff.person), str(release.published_by))
    for words in (attachment.sha256, "row 2, column D", *people, "about 30", "~30"):
        assert words in page, words
    assert staff.get(reverse("staff:figure", args=[10**6])).status_code == 404


def test_a_desk_of_one_is_shown(reviewer, settings):
    settings.ONE_PERSON_DESK = True
    release = imported(a_file(ROWS.format(3)), by=reviewer.person)
    submit_for_review(release=release, by=reviewer.person, at=NOW)
    reviewer.post(reverse("staff:publish_release", args=[release.pk]))
    said = "imported and published by the same person"
    assert said in texts(reviewer.get(reverse("staff:release", args=[release.pk])))
    figure = release.figures.first()
    assert said in texts(reviewer.get(reverse("staff:figure", args=[figure.pk])))


def test_a_sample_is_marked_on_every_page_it_touches(staff):
    attachment = a_file(ROWS.format(3), is_sample=True)
    release = imported(attachment)
    figure = release.figures.first()
    for address in (
        LIST,
        import_page(attachment),
        reverse("staff:release", args=[release.pk]),
        reverse("staff:figure", args=[figure.pk]),
        "/staff/compare/?tab=agencies",
    ):
        assert "Sample workspace" in texts(staff.get(address)), address


@pytest.mark.parametrize("cell", ["=cmd|calc", "<script>alert(1)</script>"])
def test_what_a_cell_holds_stays_text(staff, cell):
    page = staff.post(import_page(a_file(ROWS.format(f'"{cell}"'))), typed()).content.decode()
    assert "<script>alert" not in page


def test_queries_do_not_grow_with_figures(staff, django_assert_max_num_queries):
    an_agency("Fresno PD 0")
    for number in range(1, 40):
        an_agency(f"Fresno PD {number}")
    lines = "".join(f"Fresno PD {number},,1,1\n" for number in range(40))
    release = imported(a_file("Agency,ORI,Investigations,Violations\n" + lines))
    for address in (LIST, reverse("staff:release", args=[release.pk])):
        with django_assert_max_num_queries(14):
            staff.get(address)


@pytest.mark.parametrize("reason", ["Row 2\x00", "x" * 501])
def test_a_reason_that_cannot_be_kept_is_refused_and_the_release_stays(staff, reviewer, reason):
    release = imported(a_file(ROWS.format(3)), by=staff.person)
    submit_for_review(release=release, by=staff.person, at=NOW)
    url = reverse("staff:send_back_release", args=[release.pk])
    page = texts(reviewer.post(url, {"reason": reason}, follow=True))
    assert "Null characters are not allowed." in page or "at most 500 characters" in page
    release.refresh_from_db()
    assert release.state == "in_review"


def test_a_number_of_thirty_digits_is_told_on_the_page(staff):
    attachment = a_file(ROWS.format("1" * 30 + ".5"))
    response = staff.post(import_page(attachment), typed())
    assert response.status_code == 200
    assert "is larger than any count" in texts(response)


def test_a_file_of_blank_lines_and_a_mark_is_refused_by_name(staff):
    attachment = a_file(ROWS.format(3))
    content = b"\xef\xbb\xbf\r\n\r\n"
    Path(attachment.file.path).write_bytes(content)
    Attachment.objects.update(sha256=hashlib.sha256(content).hexdigest())
    response = staff.get(import_page(attachment))
    assert response.status_code == 422
    assert "The file is empty." in texts(response)


def test_a_file_of_more_columns_than_a_form_usually_has_fields_is_looked_at(staff):
    heads = "".join(f"<th>Column {n}</th>" for n in range(350))
    cells = "<td>x</td>" * 350
    table = f"<table><tr><th>Agency</th><th>Violations</th>{heads}</tr><tr><td>Fresno PD</td>"
    attachment = a_file(f"<html><body>{f'{table}<td>1</td>{cells}</tr></table>' * 3}</body></html>")
    page = staff.get(import_page(attachment))
    fields = {one.html_name: one.value() or "" for one in page.context["form"]}
    assert len(fields) > 1_000
    answer = staff.post(import_page(attachment), {**fields, "issued_on": "", "action": "preview"})
    assert answer.status_code == 200


@pytest.mark.parametrize("odd", ["9" * 5000, "9" * 30, "x", ""])
def test_a_warning_with_an_odd_number_is_none(odd):
    release = imported(a_file("Agency,Violations\nFresno PD,1\n"))
    address = reverse("staff:accept_warnings_of_release", args=[release.pk])
    shown = signed_in().post(address, {"warning": odd, "reason": "So it is."}, follow=True)
    assert "No warning was chosen" in texts(shown)


def test_warnings_of_an_import_stand_by_rule_and_a_long_list_is_folded(staff):
    towns = "".join(f"{an_agency().name},,{n},0\n" for n in range(1, 12))
    release = imported(a_file(ROWS.format("") + towns), by=staff.person, accept=False)
    rules = set(release.warnings.values_list("rule", flat=True))
    page = staff.get(reverse("staff:release", args=[release.pk]))
    groups = page.context["warning_groups"]
    assert len(groups) == len(rules) > 1
    content = page.content.decode()
    assert content.count('<details class="more" open>') == sum(not one.is_long for one in groups)
    # A form has at most a thousand fields: what is ticked is a rule, however many break it.
    ticked = re.findall(r'name="(?:rule|warning)" value="([^"]+)" checked', content)
    assert sorted(ticked) == sorted(rules)
    address = reverse("staff:accept_warnings_of_release", args=[release.pk])
    shown = staff.post(address, {"rule": ticked, "reason": "As the source has it"}, follow=True)
    assert f"{release.warnings.count()}, all accepted" in texts(shown)


def test_the_day_a_file_came_is_not_the_day_of_its_source(staff):
    page = staff.get(import_page(a_file(ROWS.format(1))))
    assert page.context["form"]["issued_on"].value() is None
    said = a_file('"Data as of May 3, 2024",,,\n' + ROWS.format(2))
    assert str(staff.get(import_page(said)).context["form"]["issued_on"].value()) == "2024-05-03"


def test_an_older_issue_is_told_at_the_preview_and_on_the_draft(staff, reviewer):
    published(a_file(ROWS.format(3)), title="DOJ again", issued_on=date(2025, 6, 1))
    attachment = a_file(ROWS.format(4))
    name = Release.objects.get().source.name
    looked = staff.post(import_page(attachment), typed(source_name=name))
    assert "could be imported, and not published" in texts(looked)
    assert "as of 2024-05-01" in texts(looked) and "as of 2025-06-01" in texts(looked)
    newer = staff.post(import_page(attachment), typed(source_name=name, issued_on=""))
    assert "not published" not in texts(newer), "the day it came serves where none is given"
    draft = imported(attachment, issued_on=date(2024, 5, 1))
    page = reverse("staff:release", args=[draft.pk])
    assert "cannot be published as it is" in texts(staff.get(page))
    submit_for_review(release=draft, by=staff.person, at=NOW)
    assert "cannot be published as it is" in texts(reviewer.get(page))


@pytest.mark.parametrize("own", [False, True])
def test_the_words_of_the_note_are_kept_when_publishing_is_refused(reviewer, own):
    published(a_file(ROWS.format(3)), issued_on=None if own else date(2025, 6, 1))
    by = reviewer.person if own else a_person()
    draft = imported(a_file(ROWS.format(4)), by=by, issued_on=None if own else date(2024, 5, 1))
    submit_for_review(release=draft, by=a_person(), at=NOW)
    address = reverse("staff:publish_release", args=[draft.pk])
    refused = reviewer.post(address, {"correction": "Counted once more."}, follow=True)
    said = "was imported by you" if own else "is not replaced by an earlier one"
    assert refused.status_code == 422
    assert "Counted once more." in texts(refused) and said in texts(refused)
    long = reviewer.post(address, {"correction": "x" * 2001}, follow=True)
    assert long.status_code == 422 and "x" * 2001 in texts(long)
