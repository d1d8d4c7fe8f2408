"""Runs mutmut and says what lived: `make mutants`. docs/mutation.md names what may live.

Exit code 1 when a mutant lived that is not named there.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMED = ROOT / "docs" / "mutation.md"
WORK = ROOT / "mutants"
# A row of the list there: | `module.function` | `its lines as the mutant has them` | why |
ROW = re.compile(r"^\| `(?P<where>[^`]+)` \| `(?P<lines>[^`]+)` \| .+ \|$", re.M)
# By the exit code of the tests. What mutmut also calls a timeout (255: the tests could not run)
# proves nothing, and counts as lived.
WHAT_BECAME = {0: "survived", 1: "killed", 3: "killed", 33: "no tests", -24: "timed out"}
DEAD = ("killed", "timed out")


def main() -> int:
    """The whole run; gives the exit code."""
    os.chdir(ROOT)
    before = lived(results())
    shutil.rmtree(WORK / "tests", ignore_errors=True)  # mutmut would keep a test that is gone
    run = ["run", "--max-children", os.environ.get("TEST_PROCESSES", "2")]
    mutmut(*run)
    # What lived through an earlier run may have its test by now, and what timed out may have met a
    # machine that slept: mutmut tries again only what it is told to.
    found = results()
    again = before & lived(found) | {name for name in found if found[name] == "timed out"}
    if again:
        mutmut(*run, *sorted(again))
    return report(results())


def mutmut(*arguments: str, read: bool = False) -> str:
    """Runs mutmut; a failure ends the whole."""
    command = [str(ROOT / ".venv" / "bin" / "mutmut"), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE if read else None, text=True)
    if done.returncode != 0:
        sys.exit(done.returncode)
    return done.stdout or ""


def results() -> dict[str, str]:
    """What became of every mutant, by name; nothing before the first run."""
    codes: dict[str, int | None] = {}
    for path in sorted(WORK.rglob("*.meta")):
        codes |= json.loads(path.read_text())["exit_code_by_key"]
    return {name: WHAT_BECAME.get(code, f"not tested ({code})") for name, code in codes.items()}


def lived(found: dict[str, str]) -> set[str]:
    """The names of those that no test killed."""
    return {name for name, became in found.items() if became not in DEAD}


def report(found: dict[str, str]) -> int:
    """Prints the figure, and what lived without being named; gives the exit code."""
    named = {(row["where"], row["lines"]) for row in ROW.finditer(NAMED.read_text())}
    places = {name: where_and_lines(name) for name in sorted(lived(found))}
    unnamed = {name: place for name, place in places.items() if place not in named}
    for where, lines in sorted(named - set(places.values())):
        print(f"Named, but dead: {where}: {lines}")
    for name, (where, lines) in unnamed.items():
        print(f"{found[name].upper()}, NOT NAMED: {where}: {lines}   ({name})")
    figure = ", ".join(f"{number} {became}" for became, number in Counter(found.values()).items())
    print(f"{len(found)} mutants: {figure}. Lived without being named: {len(unnamed)}.")
    return 1 if unnamed else 0


def where_and_lines(name: str) -> tuple[str, str]:
    """The function that a mutant is of and its changed lines; its number would not last."""
    module, _, mangled = name.rpartition(".")
    function = mangled.rpartition("__mutmut_")[0].removeprefix("x")
    function = function.strip("ǁ").replace("ǁ", ".").removeprefix("_")
    diff = mutmut("show", name, read=True).splitlines()
    lines = {sign: [] for sign in "+-"}
    for line in diff[3:]:  # after the name and the two of the file
        if line[:1] in lines:
            lines[line[0]].append(line[1:].strip())
    changed = " ".join(lines["+"]) or "without " + " ".join(lines["-"])
    return f"{module.rpartition('.')[2]}.{function}", changed


if __name__ == "__main__":
    sys.exit(main())
