"""Asks a database of vulnerabilities about every pinned package. Where none can be reached it
says so and does not fail: a check must not hang on a network, and the pins hold either way."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements-dev.lock"  # it has all that the other locks have, in one version
SECONDS = 15  # that the database is given to answer
NOT_AUDITED = (
    "NOT AUDITED: no database of vulnerabilities can be reached from here. The packages are pinned "
    "with the hashes of their files; ask again with `make check` where there is a network."
)


def main() -> int:
    """Returns the exit code: 1 where a pinned version is known to be vulnerable."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as one:
        # One package tells whether anybody answers, before a hundred are asked about.
        one.write("Django==5.2.19\n")
        one.flush()
        if not answered(ask(one.name, "--no-deps")):
            print(NOT_AUDITED)
            return 0
    found = ask(str(LOCK), "--require-hashes")
    if not answered(found):
        print(NOT_AUDITED)
        return 0
    wrong = [one for one in found["dependencies"] if one.get("vulns")]
    for one in wrong:
        names = ", ".join(vulnerability["id"] for vulnerability in one["vulns"])
        print(f"{one['name']} {one['version']}: {names}")
    print(f"Audited {len(found['dependencies'])} packages: {len(wrong)} vulnerable.")
    return 1 if wrong else 0


def ask(requirements: str, how: str) -> dict:
    """What pip-audit says, {} where it could not ask."""
    command = ["pip-audit", "--disable-pip", how, "-r", requirements, "-f", "json"]
    options = ["--timeout", str(SECONDS), "--progress-spinner", "off"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    try:
        return dict(json.loads(done.stdout))
    except ValueError:
        return {}


def answered(found: dict) -> bool:
    """Whether every package was looked up, and none was left out because nobody answered."""
    packages = found.get("dependencies", [])
    return bool(packages) and not any("skip_reason" in one for one in packages)


if __name__ == "__main__":
    sys.exit(main())
