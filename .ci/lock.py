"""Pins every package with the hashes of its files: `.ci/lock.py` writes the locks anew,
`.ci/lock.py --check` says without asking anybody whether they are those of requirements*.txt.

The hashes are of all files of a version, so one lock serves every kind of machine.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# In this order: each holds to the versions of those before it, since they are installed together.
LOCKS = {
    "requirements.txt": "requirements.lock",
    "requirements-s3.txt": "requirements-s3.lock",
    "requirements-dev.txt": "requirements-dev.lock",
}
PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==([^\s;#\\]+)")
HEAD = "# Every package with the hashes of its files. Written by `make lock`; never edited.\n"


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    if "--check" not in arguments:
        return max(write(wanted, lock) for wanted, lock in LOCKS.items())
    wrong = [line for wanted, lock in LOCKS.items() for line in differences(wanted, lock)]
    wrong += disagreements()
    print("\n".join(wrong) or "Every package is pinned with its hashes.")
    return 1 if wrong else 0


def write(wanted: str, lock: str) -> int:
    """Resolves `wanted` for every platform into `lock`."""
    before = list(LOCKS.values())[: list(LOCKS).index(wanted)]
    held = [word for one in before for word in ("--constraints", one)]
    beside = Path(sys.executable).parent / "uv"
    uv = str(beside) if beside.exists() else shutil.which("uv") or str(ROOT / ".venv/bin/uv")
    how = ["pip", "compile", wanted, "--universal", "--python-version", "3.11"]
    told = ["--generate-hashes", "--no-emit-index-url", "--no-annotate", "--no-header", "-q"]
    # A place of this machine's own in its configuration would end up in the lock.
    command = [uv, *how, *held, *told, "--no-config", "-o", lock]
    code = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode
    if code == 0:
        path = ROOT / lock
        path.write_text(HEAD + path.read_text(encoding="utf-8"), encoding="utf-8")
    return code


def differences(wanted: str, lock: str) -> Iterator[str]:
    """What `lock` has otherwise than `wanted` says, and what it has without a hash."""
    held = (ROOT / lock).read_text(encoding="utf-8")
    locked = dict(pins(held))
    for name, version in wanted_pins(wanted):
        if locked.get(name) != version:
            yield f"{lock}: {name} is {locked.get(name, 'missing')}, not {version}: make lock"
    for entry in re.split(r"\n(?=[A-Za-z0-9])", held):
        if PIN.match(entry) and "--hash=sha256:" not in entry:
            yield f"{lock}: {entry.splitlines()[0]} has no hash: make lock"


def disagreements() -> Iterator[str]:
    """Packages that have one version in a lock and another one in a later lock."""
    first = dict[str, tuple[set[str], str]]()
    for lock in LOCKS.values():
        versions = dict[str, set[str]]()
        for name, version in pins((ROOT / lock).read_text(encoding="utf-8")):
            versions.setdefault(name, set()).add(version)
        for name, found in versions.items():
            known, where = first.setdefault(name, (found, lock))
            if known != found:
                one, other = " and ".join(sorted(found)), " and ".join(sorted(known))
                yield f"{lock}: {name} is {one}, but {other} in {where}: make lock"


def wanted_pins(name: str) -> Iterator[tuple[str, str]]:
    """The pins of a list and of the lists that it includes."""
    text = (ROOT / name).read_text(encoding="utf-8")
    for included in re.findall(r"^-r (\S+)", text, re.MULTILINE):
        yield from wanted_pins(included)
    yield from pins(text)


def pins(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if found := PIN.match(line):
            yield re.sub(r"[-_.]+", "-", found[1]).lower(), found[2]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
