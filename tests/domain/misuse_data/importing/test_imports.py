"""Importing: what is written, that a refusal writes nothing, and undo."""

from datetime import date

import pytest
from django.core.files.storage import default_storage

from requests_app.domain.agencies.models import Ori
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.importing.incoming import AttachmentNotUsable
from requests_app.domain.misuse_data.importing.operations import (
    NotADraft,
    ReleaseNotPossible,
    RowsRefused,
    undo_import,
)
from requests_app.domain.misuse_data.measures import ensure_measures
from requests_app.domain.misuse_data.models import (
    Figure,
    Measure,
    Release,
    ReturnedFile,
    Source,
)
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.reading.mapping import MappingRefused
from requests_app.domain.misuse_data.releases.reviews import submit_for_review
from requests_app.domain.misuse_data.vocabulary import Answer, Qualifier, ReleaseState, SourceKind
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.sheets.tables import FileRefused
from tests.builders import NOW, a_person, an_agency
from tests.domain.misuse_data.figures import YEAR, a_file, imported, preview_of, published

pytestmark = pytest.mark.django_db
AS_INVESTIGATIONS = {"Agency": "agency", "ORI": "ori", "Violations": "measure:investigations"}
WIDE = """Report of the Department of Justice,,,,
Agency,ORI,Investigations,Violations,Remarks
Fresno PD,,12,at least 3,asked twice
Somebody,CA0110500,0,none,
Statewide,,"1,234",~40,
Total,,12,3,
"""


@pytest.fixture(autouse=True)
def directory():
    an_agency("Fresno PD")
    Ori.objects.create(agency=an_agency("Oakland PD"), code="CA0110500")


def nothing_written():
    return not any(model.objects.exists() for model in (Release, ReturnedFile, Figure, Source))


def test_each_cell_becomes_a_figure_with_its_place():
    release = imported(a_file(WIDE))
    figures = list(release.figures.order_by("pk"))
    assert [(str(f.agency), f.measure.key, f.raw, f.answer) for f in figures] == [
        ("Fresno PD", "investigations", "12", Answer.REPORTED),
        ("Fresno PD", "violations", "at least 3", Answer.REPORTED),
        ("Oakland PD", "investigations", "0", Answer.REPORTED_ZERO),
        ("Oakland PD", "violations", "none", Answer.LISTED_AS_NONE),
        ("None", "investigations", "1,234", Answer.REPORTED),
        ("None", "violations", "~40", Answer.REPORTED),
    ]
    assert figures[1].where == "row 3, column D “Violations”"
    assert figures[1].qualifier == Qualifier.AT_LEAST
    assert figures[1].note == "asked twice"
    assert figures[3].value is None
    assert figures[2].agency_as_written == "Somebody"
    assert figures[4].agency_as_written == ""
    assert {(f.year_from, f.year_to) for f in figures} == {(YEAR, YEAR)}


def test_the_release_says_whose_and_the_file_how_it_was_read():
    attachment, by = a_file(WIDE), a_person()
    release = imported(attachment, by=by, issued_on=date(2024, 5, 1))
    assert (release.state, release.imported_by, release.imported_at) == ("draft", by, NOW)
    assert release.records_request == attachment.records_request
    assert release.source.kind == SourceKind.DOJ
    file = release.returned_files.get()
    assert (file.rows_read, file.encoding, file.reader) == (3, "utf-8", "csv")
    [sheet] = file.sheets
    assert sheet["left_out"] == [["row 1", "above the header"], ["row 6", "total row"]]
    assert sheet["mapping"]["Violations"] == "measure:violations"
    assert (file.original_name, file.sha256) == (attachment.original_name, attachment.sha256)


def test_an_import_leaves_an_audit_entry_and_no_history_of_each_figure():
    attachment = a_file(WIDE)
    release = imported(attachment)
    assert not Figure.history.filter(release=release).exists()
    figure = release.figures.first()
    figure.save()  # a later change by hand has its history
    assert figure.history.count() == 1
    entry = AuditEntry.objects.get(verb="imported figures")
    assert entry.details["sha256"] == attachment.sha256
    assert entry.details["figures"] == 6


def test_a_long_table_keeps_words_that_no_measure_has():
    content = "Agency,Year,Measure,Value\nFresno PD,2023,widgets,4\nFresno PD,2023,suspended,1\n"
    figures = imported(a_file(content)).figures.order_by("pk")
    assert [(f.measure.key, f.measure_as_written) for f in figures] == [
        ("unmapped", "widgets"),
        ("suspended", "suspended"),
    ]


def test_an_agencys_own_answer_needs_no_agency_column():
    agency = an_agency("Merced PD")
    release = imported(a_file("Year,Violations\n2023,4\n", agency=agency))
    assert release.figures.get().agency == agency
    assert release.source.kind == SourceKind.AGENCY


def test_the_dojs_answer_without_agencies_is_about_the_state():
    figure = imported(a_file("Year,Violations\n2023,4\n")).figures.get()
    assert (figure.agency, figure.agency_as_written) == (None, "")


def test_a_table_without_a_year_speaks_of_the_whole_period():
    figure = imported(a_file("Agency,Violations\nFresno PD,4\n"), covers_from=2019).figures.get()
    assert (figure.year_from, figure.year_to) == (2019, 2023)


def test_a_percentage_is_one_whatever_is_measured():
    figure = imported(a_file("Agency,Suspended\nFresno PD,~17%\n")).figures.get()
    assert (figure.unit, figure.value, figure.qualifier) == ("percent", 17, "about")


def test_looking_writes_nothing():
    preview = preview_of(attachment=a_file(WIDE), covers=Covers(YEAR, YEAR))
    assert preview.figures == len(preview.first) == 6
    assert nothing_written()
    assert not Measure.objects.exists()


def test_one_bad_row_and_nothing_is_written():
    attachment = a_file(WIDE.replace("12,at least", "-12,at least"))
    with pytest.raises(RowsRefused) as refusal:
        imported(attachment)
    assert [problem.rule for problem in refusal.value.problems] == ["not-negative"]
    assert nothing_written()
    assert not AuditEntry.objects.filter(verb="imported figures").exists()


@pytest.mark.parametrize("state", [Attachment.State.RESTRICTED, Attachment.State.QUARANTINED])
def test_a_file_that_is_not_normal_is_refused(state):
    attachment = a_file(WIDE)
    Attachment.objects.filter(pk=attachment.pk).update(state=state)
    with pytest.raises(AttachmentNotUsable, match="cannot be imported"):
        imported(attachment)
    assert nothing_written()


def test_a_file_that_is_not_the_one_attached_is_refused():
    attachment = a_file(WIDE)
    with default_storage.open(attachment.file.name, "wb") as file:
        file.write(b"Agency,Violations\nFresno PD,9\n")
    with pytest.raises(AttachmentNotUsable, match="SHA-256"):
        imported(attachment)
    default_storage.delete(attachment.file.name)


def test_a_file_that_is_gone_is_refused():
    attachment = a_file(WIDE)
    default_storage.delete(attachment.file.name)
    with pytest.raises(AttachmentNotUsable, match="missing"):
        imported(attachment)


def test_a_file_over_the_limit_is_refused(settings):
    attachment = a_file(WIDE)
    settings.MAX_UPLOAD_BYTES = 10
    with pytest.raises(FileRefused) as refusal:
        imported(attachment)
    assert refusal.value.defect == "too_large"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": " "}, "title"),
        ({"source": Source(name="", kind="doj")}, "source"),
        ({"title": "A" * 201}, "at most 200"),
        ({"source": Source(name="A" * 201, kind="doj")}, "at most 200"),
        ({"covers_from": 2024}, "2024–2023"),
        ({"covers_from": 1889, "covers_to": 1889}, "1889"),
        ({"covers_from": 2030, "covers_to": 2030}, "2030"),
        ({"issued_on": date(2022, 1, 1)}, "had not begun"),
        ({"issued_on": date(2026, 12, 1)}, "in the future"),
    ],
)
def test_a_release_that_cannot_be_is_refused(values, said):
    with pytest.raises(ReleaseNotPossible, match=said):
        imported(a_file(WIDE), **values)
    assert nothing_written()


def test_a_mapping_without_figures_is_refused():
    with pytest.raises(MappingRefused):
        imported(a_file(WIDE), mapping={"Agency": "agency"})


def said_before(attachment, **values) -> list[tuple[str, str]]:
    """What the check of a file that was imported before says: (weight, message)."""
    preview = preview_of(attachment=attachment, covers=Covers(YEAR, YEAR), **values)
    return [
        (one.severity.value, one.message)
        for one in preview.problems
        if one.rule == "imported-before"
    ]


def test_a_second_click_is_refused_and_makes_no_second_draft():
    attachment = a_file(WIDE)
    imported(attachment)
    with pytest.raises(RowsRefused, match="in the draft “Returned data” already: undo that first"):
        imported(attachment)
    assert Release.objects.count() == 1
    [(weight, _)] = said_before(attachment)
    assert weight == "error"


def test_a_file_in_review_is_not_imported_beside_it():
    attachment = a_file(WIDE)
    submit_for_review(release=imported(attachment), by=a_person(), at=NOW)
    with pytest.raises(RowsRefused, match="is in review as “Returned data”: have that sent back"):
        imported(attachment)


def test_a_published_file_may_be_read_anew_and_says_so():
    attachment = a_file(WIDE)
    published(attachment)
    [(weight, message)] = said_before(attachment)
    assert weight == "warning"
    assert "is published as “Returned data”" in message
    assert published(attachment, mapping=AS_INVESTIGATIONS).supersedes is not None


def test_another_source_or_period_or_what_was_superseded_is_told_by_its_titles():
    attachment = a_file(WIDE)
    imported(attachment, title="Of both years", covers_from=YEAR - 1)
    published(attachment, title="First")
    published(attachment, title="Second")
    told = said_before(attachment, source=Source(name="Another", kind="doj"))
    assert told == [
        ("warning", "A file with the same content went into “Of both years”, “First”, “Second”.")
    ]
    mine = [message for _, message in said_before(attachment)]
    assert "“Second”" in mine[0]
    assert mine[1].endswith("went into “Of both years”, “First”.")


def test_a_source_is_one_by_its_name():
    an_agency("Merced PD")
    imported(a_file(WIDE), source=Source(name="The DOJ", kind="doj"))
    imported(
        a_file("Agency,Violations\nMerced PD,1\n"), source=Source(name="The DOJ", kind="press")
    )
    assert Source.objects.get().kind == "doj"


def test_a_sample_request_makes_a_sample_release():
    assert imported(a_file(WIDE, is_sample=True)).is_sample


def test_a_draft_is_undone_and_its_file_stays():
    attachment, by = a_file(WIDE), a_person()
    undo_import(release=imported(attachment), by=by, at=NOW)
    assert not Release.objects.exists()
    assert not Figure.objects.exists()
    assert Attachment.objects.filter(pk=attachment.pk).exists()
    assert AuditEntry.objects.get(verb="undid import").details["figures"] == 6


def test_only_a_draft_is_undone():
    release = imported(a_file(WIDE))
    submit_for_review(release=release, by=a_person(), at=NOW)
    with pytest.raises(NotADraft, match="in review"):
        undo_import(release=release, by=a_person(), at=NOW)
    assert Release.objects.get().state == ReleaseState.IN_REVIEW


def test_queries_do_not_grow_with_rows(django_assert_max_num_queries):
    def rows(count: int) -> str:
        for number in range(count):
            an_agency(f"Agency {count} {number}")
        lines = "".join(f"Agency {count} {n},{n}\n" for n in range(count))
        return f"Agency,Violations\n{lines}"

    ensure_measures()
    small, large = a_file(rows(2)), a_file(rows(200))
    for attachment in (small, large):
        with django_assert_max_num_queries(72):
            imported(attachment)


def test_a_total_that_is_counted_is_no_total_row():
    """ "Total violations" is what many agencies call the measure itself."""
    for content in (
        "Measure,Agency,Value\nTotal violations,Fresno PD,5\nSuspended,Fresno PD,2\n"
        "Total violations,Total,5\n",
        "Agency,Measure,Value\nFresno PD,Total violations,5\nFresno PD,Suspended,2\n"
        "Total,Total violations,5\n,Total violations,5\n",
    ):
        release = imported(a_file(content))
        said = {f.measure.key: f.value for f in release.figures.all()}
        assert said == {"violations": 5, "suspended": 2}
