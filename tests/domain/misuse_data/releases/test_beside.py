"""Each figure of a release beside the cell it was read from, in files as agencies return them."""

from pathlib import Path

import pytest

from requests_app.domain.accounts.roles import Role
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.releases.beside import FileBeside, rows_beside
from requests_app.domain.misuse_data.releases.last_year import last_years, since_last_year
from requests_app.domain.misuse_data.vocabulary import Answer
from requests_app.domain.upkeep.content import load_starting_content
from tests.builders import NOW, a_person, a_request, an_agency, an_attachment
from tests.domain.misuse_data.figures import a_claim, a_file, doj, imported, published

pytestmark = pytest.mark.django_db
RETURNED = Path(__file__).resolve().parents[3] / "files" / "returned"
FILES = {
    "doj_2024.xlsx": (2024, 2024),
    "campuses.ods": (2022, 2023),
    "unruled_2022.pdf": (2022, 2022),
}


def beside(release: Release) -> list[FileBeside]:
    figures = Figure.objects.filter(release=release).select_related(
        "release__source", "measure", "agency", "returned_file__attachment"
    )
    return rows_beside(figures.order_by("pk"), viewer=a_person(Role.REVIEWER))


@pytest.mark.parametrize("name", list(FILES))
def test_every_figure_stands_beside_the_cell_that_it_says_it_was_read_from(name: str) -> None:
    load_starting_content(at=NOW)
    file = an_attachment(a_request(agency=doj()), (RETURNED / name).read_bytes(), name)
    first, last = FILES[name]
    release = imported(file, covers_from=first, covers_to=last)
    [found] = beside(release)
    assert (found.refusal, bool(found.pages)) == ("", name.endswith(".pdf"))
    assert sum(len(row.statements) for row in found.rows) == release.figures.count()
    for row in found.rows:
        assert all(row.place in one.where for one in row.statements)
        told = {s.raw for s in row.statements if s.answer != Answer.LISTED_AS_NONE}
        assert told <= {c.text for c in row.cells if c.is_read}, row
        assert any(cell.is_read for cell in row.cells), row


def test_a_figure_without_a_file_stands_by_itself() -> None:
    figure = a_claim(7)
    [found] = beside(figure.release)
    assert (found.file, found.refusal, found.pages) == (None, "", [])
    assert [row.statements[0].stated for row in found.rows] == ["7"]


def test_the_year_before_is_the_one_of_the_same_source_that_stands() -> None:
    an_agency("Fresno PD")
    rows = "Agency,Violations\nFresno PD,{}\n"
    old = published(a_file(rows.format(4)), covers_from=2022, covers_to=2022)
    release = imported(a_file(rows.format(9)))
    assert last_years(old) is None
    assert last_years(release) == old
    [pair] = since_last_year(release, old)
    assert (pair.before.value, pair.after.value, pair.change) == (4, 9, 5)
    again = published(a_file(rows.format(5)), covers_from=2022, covers_to=2022)
    assert last_years(release) == again, "what was superseded stands no more"


def test_a_release_of_several_years_has_no_year_before() -> None:
    figure = a_claim(7, years=(2019, 2023))
    assert last_years(figure.release) is None
