"""Writes the corpus into a folder, or reads it and prints what each file cost."""

import resource
import subprocess
import sys
import time
from pathlib import Path

from requests_app.domain.sheets.reading import read_sheets
from requests_app.domain.sheets.tables import FileRefused
from tests.files.hostile.corpus import Refused
from tests.files.hostile.everything import CORPUS, HostileFile

MOST_BYTES = 25 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[3]


def main(*given: str) -> None:
    match given:
        case ("--one", name):
            print(one(CORPUS[name]))
        case ("--like", words):
            measure(words)
        case (folder,):
            write(Path(folder))
        case _:
            measure()


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in CORPUS.values():
        (folder / file.name.replace("/", "_")).write_bytes(file.make())
    print(f"{len(CORPUS)} files in {folder}")


def measure(words: str = "") -> None:
    """Each file in a process of its own, so that the peak of its reader is its own."""
    print(f"{'file':<50}{'KB':>9}{'seconds':>9}{'reader MB':>11}{'asker MB':>10}  outcome")
    for name in filter(lambda name: words in name, CORPUS):
        ran = subprocess.run(
            [sys.executable, "-m", "tests.files.hostile", "--one", name],
            capture_output=True, text=True, cwd=ROOT,
        )  # fmt: skip
        print(ran.stdout.strip() or f"{name}: {ran.stderr[-300:]}", flush=True)


def one(file: HostileFile) -> str:
    content = file.make()
    before = peak(resource.RUSAGE_SELF)
    began = time.monotonic()
    outcome = outcome_of(file, content)
    took = time.monotonic() - began
    asker = peak(resource.RUSAGE_SELF)
    return (
        f"{file.name:<50}{len(content) / 1024:>9,.0f}{took:>9.1f}{peak(resource.RUSAGE_CHILDREN):>11,.0f}"
        f"{asker if asker > before else 0:>10,.0f}  {outcome}"
    )


def peak(whose: int) -> float:
    return resource.getrusage(whose).ru_maxrss / 1024


def outcome_of(file: HostileFile, content: bytes) -> str:
    """What became of it, and what should have where that is something else."""
    expected = file.expected
    try:
        sheets = read_sheets(content, max_bytes=MOST_BYTES, name=file.name)
    except FileRefused as refusal:
        fits = isinstance(expected, Refused) and refusal.defect in expected.defects
        return f"{refusal.defect}: {refusal}" + ("" if fits else f" INSTEAD OF {expected}"[:300])
    if isinstance(expected, Refused):
        said = [(len(sheet.rows), sheet.rows[:3], sheet.notes) for sheet in sheets[:2]]
        return f"READ INSTEAD OF {expected.defects}: {said}"[:600]
    wrong = expected.differ_from(sheets)
    return f"OTHER CELLS: {wrong}"[:600] if wrong else "clean cells"


if __name__ == "__main__":
    main(*sys.argv[1:])
