"""A long CSV of figures parsed, checked and loaded, against its cells read and copied; its memory,
and that of publishing it; a workbook against its bare reader. Each import is measured in a process
of its own."""

import csv
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.measure import Broken, peak_megabytes

FEW, MANY = 100_000, 1_000_000
SHEET_ROWS = 100_000
AGENCIES = 2_000
HEAD = (
    *("Agency", "ORI", "County", "Year", "Measure", "Value", "Note"),
    *("Address", "Phone", "Chief", "Population", "Form"),
)
MEASURES = (
    *("violations", "suspended", "resigned", "investigations", "terminated", "pending"),
    *("counseled", "reprimanded", "trained", "complaints", "misuse found", "no misuse found"),
    *("no action", "other outcome", "misdemeanor", "felony", "criminal charges"),
    *("misdemeanor convictions", "felony convictions", "resigned or terminated"),
)
FIRST_YEAR, LAST_YEAR = 2000, 2024
MOST_MB, MOST_GROWTH, MOST_TIMES = 300, 1.2, 4.0
SHEET_TIMES = 2.0

Line = tuple[str, float | None, float]


def lines(*, large: bool, say: Callable[[str], None]) -> list[Line]:
    """(what, measured, limit) of each."""
    from bench.site import copy_of_seed

    copy_of_seed(AGENCIES)
    _agencies()
    folder = Path(os.environ["VAR_DIR"])
    found = {}
    for size in (FEW, MANY) if large else (FEW,):
        say(f"importing {size:,} figures")
        path = folder / f"figures_{size}.csv"
        _write(path, size)
        found[size] = _in_child(path) | {"floor": _floor(path), "same": _floor_of_figures(size)}
        path.unlink()
    return [*_load_lines(found), _sheet_line(folder, say)]


def _load_lines(found: dict[int, dict[str, float]]) -> list[Line]:
    many, few = found.get(MANY), found[FEW]
    growth = many["megabytes"] / few["megabytes"] if many else None
    made = [
        line
        for size, one in found.items()
        for line in (
            (f"{size:,} figures / read and copied as cells", one["seconds"] / one["floor"],
             MOST_TIMES),
            (f"{size:,} figures / read and copied as figures",
             one["seconds"] / (one["reader"] + one["same"]), MOST_TIMES),
            (f"{size:,} figures imported, MB at most", one["megabytes"], MOST_MB),
            (f"{size:,} figures published, MB at most", one["published_megabytes"], MOST_MB),
        )
    ]  # fmt: skip
    return [*made, (f"memory, {MANY:,} / {FEW:,} figures", growth, MOST_GROWTH)]


def _agencies() -> None:
    from requests_app.domain.agencies.models import Agency, Ori

    towns = [f"Bench town {number} Police" for number in range(AGENCIES)]
    made = Agency.objects.bulk_create(
        Agency(
            name=name, folded_name=name.lower(), kind="police", level="city", records_law="cpra",
            county="Fresno",
        )
        for name in towns
    )  # fmt: skip
    Ori.objects.bulk_create(Ori(agency=a, code=f"CX{n:07d}") for n, a in enumerate(made))


def _rows(size: int) -> Iterator[list[str]]:
    """As many different figures: agencies, then measures, then years. Outcomes fit violations."""
    chance = random.Random(size)
    for number in range(size):
        town, rest = number % AGENCIES, number // AGENCIES
        measure = MEASURES[rest % len(MEASURES)]
        year = FIRST_YEAR + rest // len(MEASURES) % (LAST_YEAR - FIRST_YEAR + 1)
        least = 1_000 if measure == "violations" else 0
        value = str(least + chance.randrange(100))
        yield [
            *(f"Bench town {town} Police", f"CX{town:07d}", "Fresno", str(year), measure, value),
            *("", "1 Main Street", "555-0100", "A. Person", "12345", "HDC 0010"),
        ]


def _write(path: Path, size: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        writer.writerows(_rows(size))


def _in_child(path: Path) -> dict[str, float]:
    """Seconds and peak megabytes of the import, told by a process that does nothing else."""
    from django.db import connection

    asked = {**os.environ, "BENCH_DATABASE": connection.settings_dict["NAME"]}
    ran = subprocess.run(
        [sys.executable, "-m", "bench.imports", str(path)],
        env=asked, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ran.returncode:
        raise Broken(f"the import ended with {ran.returncode}: {ran.stderr[-2000:]}")
    return json.loads(ran.stdout)


def child(path: Path) -> dict[str, float]:
    """Imports and publishes `path`, and takes all of it back; runs in a process of its own."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections
    from django.utils import timezone

    made = connections.create_connection("default")
    made.settings_dict = {**made.settings_dict, "NAME": os.environ["BENCH_DATABASE"]}
    connections["default"] = made
    settings.MAX_UPLOAD_BYTES = 2**30
    from requests_app.domain.misuse_data.importing.incoming import Incoming
    from requests_app.domain.misuse_data.importing.operations import Titled, import_file
    from requests_app.domain.misuse_data.importing.previews import Wanted
    from requests_app.domain.misuse_data.models import Source
    from requests_app.domain.misuse_data.periods import Covers

    at = timezone.now()
    wanted = Wanted(Source(name="Bench", kind="doj"), Covers(FIRST_YEAR, LAST_YEAR))
    incoming = Incoming.at(path, came_on=timezone.localdate())
    start = time.perf_counter()
    release, preview = import_file(
        incoming=incoming, wanted=wanted, titled=Titled("Bench"), by=None, at=at
    )
    seconds = time.perf_counter() - start
    megabytes = peak_megabytes()
    size = sum(1 for _ in path.open("rb")) - 1
    if preview.figures != size or len(preview.problems):
        raise Broken(f"{preview.figures} figures of {size}, {preview.problems.counts}")
    published = _published(release, at)
    return {"seconds": seconds, "megabytes": megabytes, "reader": _reader(path)} | published


def _published(release: Any, at: datetime) -> dict[str, float]:
    """What it costs to publish it, with the duties of 1 February that it tells of: 50,000."""
    from requests_app.domain.accounts.models import Person
    from requests_app.domain.misuse_data.releases.reviews import publish_release, submit_for_review
    from requests_app.domain.reporting.models import AnnualDuty, FoundAnswer

    person = Person.objects.create(username="publisher")
    submit_for_review(release=release, by=person, at=at)
    start = time.perf_counter()
    publish_release(release=release, by=person, at=at)
    done = {"published": time.perf_counter() - start, "published_megabytes": peak_megabytes()}
    told = FoundAnswer.objects.filter(release_number=release.pk)
    if told.count() != AnnualDuty.objects.count():
        raise Broken(f"{told.count()} answers for {AnnualDuty.objects.count()} duties")
    release.figures.all().take_back()
    release.delete()
    for rows in (told, AnnualDuty.history.all(), AnnualDuty.objects.all()):
        rows._raw_delete(rows.db)
    person.delete()
    return done


def _reader(path: Path) -> float:
    start = time.perf_counter()
    with path.open(newline="", encoding="utf-8") as file:
        for _ in csv.reader(file):
            pass
    return time.perf_counter() - start


def _floor(path: Path) -> float:
    """Seconds of csv.reader and a COPY of every cell as text into a table without any index."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS floor_cells")
        columns = ", ".join(f"c{number} text" for number in range(len(HEAD)))
        cursor.execute(f"CREATE TABLE floor_cells ({columns})")
    start = time.perf_counter()
    with (
        path.open(newline="", encoding="utf-8") as file,
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy("COPY floor_cells FROM STDIN") as copy,
    ):
        for row in csv.reader(file):
            copy.write_row(row)
    seconds = time.perf_counter() - start
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE floor_cells")
    return seconds


def _floor_of_figures(size: int) -> float:
    """Seconds of a bare COPY of as many rows into the table of figures, with its indexes, checks
    and foreign keys; taken back afterwards."""
    from django.db import connection, transaction
    from django.utils import timezone

    from requests_app.domain.agencies.models import Agency
    from requests_app.domain.misuse_data.measures import ensure_measures
    from requests_app.domain.misuse_data.models import Figure, Release, ReturnedFile, Source

    source = Source.objects.create(name="Floor", kind="doj")
    release = Release.objects.create(
        source=source, title="Floor", covers_from=2000, covers_to=2024, imported_at=timezone.now()
    )
    file = ReturnedFile.objects.create(
        release=release, file="x", original_name="x", sha256="x", size=1, reader="csv",
        came_on=timezone.localdate(),
    )  # fmt: skip
    measures = [measure.pk for measure in ensure_measures().values()]
    agencies = list(
        Agency.objects.filter(name__startswith="Bench town").values_list("pk", flat=True)
    )
    start = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(
        'COPY requests_app_figure (release_id, returned_file_id, agency_id, agency_as_written,'
        ' year_from, year_to, measure_id, measure_as_written, unit, answer, qualifier, value, raw,'
        ' "where", cell, note) FROM STDIN'
    ) as copy:  # fmt: skip
        for number in range(size):
            year = 2000 + number // 40_000
            copy.write_row((
                release.pk, file.pk, agencies[number % AGENCIES], "Bench town Police", year, year,
                measures[number // AGENCIES % len(MEASURES)], "violations", "violations",
                "reported", "exact", 12, "12", f"row {number}, column F “Value”", number, "",
            ))  # fmt: skip
    seconds = time.perf_counter() - start
    with transaction.atomic():
        Figure.objects.filter(release=release).take_back()
        release.delete()
        source.delete()
    return seconds


def _sheet_line(folder: Path, say: Callable[[str], None]) -> Line:
    """A workbook read into rows of cells, against python-calamine alone."""
    import xlsxwriter
    from python_calamine import CalamineWorkbook

    from requests_app.domain.misuse_data.reading.files import sheets_of

    say(f"reading a workbook of {SHEET_ROWS:,} rows")
    path = folder / "figures.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Figures")
    sheet.write_row(0, 0, HEAD)
    for number, row in enumerate(_rows(SHEET_ROWS), start=1):
        sheet.write_row(number, 0, [*row[:5], int(row[5]), *row[6:]])
    book.close()

    def bare() -> None:
        CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()

    def product() -> None:
        with path.open("rb") as file:
            [found] = sheets_of(file, max_bytes=2**30, name=path.name)
            rows = sum(1 for _ in found.begin().entries())
        if rows != SHEET_ROWS:
            raise Broken(f"{rows} rows of the workbook, not {SHEET_ROWS}")

    ratio = min(_seconds(product) for _ in range(3)) / min(_seconds(bare) for _ in range(3))
    path.unlink()
    return (f"XLSX, {SHEET_ROWS:,} rows / calamine", ratio, SHEET_TIMES)


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    print(json.dumps(child(Path(sys.argv[1]))))
