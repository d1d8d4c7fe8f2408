"""The DOJ's sheet of 2024 and its re-issue, as the files came: what changed is what was changed."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency, Ori
from requests_app.domain.misuse_data.importing.acceptance import accept_warnings
from requests_app.domain.misuse_data.importing.operations import import_figures
from requests_app.domain.misuse_data.importing.previews import read_attachment
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.names.confirming import Confirmation, confirm_names
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.reading.recognition import Chosen
from requests_app.domain.misuse_data.reading.remembered import Layout
from requests_app.domain.misuse_data.releases.corrections import Correction
from requests_app.domain.misuse_data.releases.reviews import publish_release, submit_for_review
from requests_app.domain.misuse_data.sources import source_of
from requests_app.domain.publication.corrections import note_page
from requests_app.domain.request_log.models import Attachment
from tests.builders import NOW, a_person, a_request, an_attachment
from tests.domain.misuse_data.figures import doj, preview_of

pytestmark = pytest.mark.django_db
RETURNED = Path(__file__).resolve().parents[3] / "files" / "returned"


def rows(name: str) -> list[dict[str, str]]:
    with (RETURNED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def directory() -> None:
    for row in rows("agencies.csv"):
        agency = Agency.objects.create(
            name=row["name"], county=row["county"], kind="police", level="city", records_law="cpra"
        )
        for code in row["ori"].split(";"):
            Ori.objects.create(agency=agency, code=code.strip())


def said_of_columns(attachment: Attachment) -> Chosen | None:
    """Two headings are unlike any that we know: a person says of the first file what they hold,
    and of the second one it is remembered."""
    if Layout.objects.exists():
        return None
    holds = {"Violation Confirmed": "measure:violations", "Training": "measure:trained"}
    first = read_attachment(attachment)[0]
    said = {c: role for c in first.columns for words, role in holds.items() if words in c}
    assert len(said) == len(holds)
    return Chosen(columns={first.name: {**first.mapping, **said}})


def leave_out_what_is_nobody(attachment: Attachment) -> None:
    """A count and a remark below the list name nobody: a person says so of them, of no other."""
    preview = preview_of(attachment=attachment, covers=Covers(2024, 2024))
    nobody = [Confirmation(one.cells, None) for one in preview.unmatched]
    assert all(re.search("^Total| withdrew its report", one.cells.name) for one in nobody)
    if nobody:
        confirm_names(attachment=attachment, confirmations=nobody, by=a_person(), at=NOW)


def published(name: str, why: str = "") -> Release:
    attachment = an_attachment(a_request(agency=doj()), (RETURNED / name).read_bytes(), name)
    leave_out_what_is_nobody(attachment)
    release = import_figures(
        attachment=attachment,
        source=source_of(attachment.records_request),
        title=name,
        covers_from=2024,
        covers_to=2024,
        issued_on=None,
        mapping=said_of_columns(attachment),
        by=(importer := a_person()),
        at=NOW,
    )
    open_ones = [warning.pk for warning in release.warnings.filter(accepted_at=None)]
    if open_ones:
        accept_warnings(release=release, warnings=open_ones, reason="Seen.", by=importer, at=NOW)
    submit_for_review(release=release, by=importer, at=NOW)
    reviewer = a_person(Role.REVIEWER)
    return publish_release(release=release, by=reviewer, at=NOW, correction=why)


@pytest.mark.usefixtures("directory")
def test_the_note_of_the_re_issue_tells_what_its_maker_changed():
    published("doj_2024.xlsx")
    published("doj_2024_reissued.xlsx", why="The DOJ re-issued the year.")
    page = note_page(Correction.objects.get().pk)
    told = defaultdict(dict)
    for line in page.page:
        told[line.about][line.measure] = (line.kind, line.was, line.now, line.by)
    sheriff, lapd = "Los Angeles County Sheriff's Office", "Los Angeles Police Department"
    assert told[sheriff] == {"investigations": ("changed", "1,204", "1,240", "+36")}
    assert told[lapd] == {"violations": ("changed", "24", "26", "+2")}
    assert [now for _, _, now, _ in told["Berkeley Police Department"].values()] == ["2"]
    assert {kind for kind, *_ in told["Santa Monica Police Department"].values()} == {"added"}
    assert {kind for kind, *_ in told["Vallejo Police Department"].values()} == {"removed"}
    assert "Turlock Police Department" in told
    changed = {row["agency"] for row in rows("doj_2024_reissued.changes.csv")}
    chico = "California State University: Chico"
    assert set(told) == changed - {chico}
    [(was, now, _)] = page.renamed
    assert (was, now) == (chico, "CSU Chico University Police Department")
