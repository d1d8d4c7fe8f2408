"""Every setting of the environment stands in the manual and in the example; nothing else does."""

import re
from pathlib import Path

import pytest

# Names of Django's own, which `mail_server` hands on.
DJANGOS = re.compile(r"EMAIL_(?!URL$)")
# For compose.yaml, which makes the addresses out of them.
OF_COMPOSE = {"SITE_NAME", "POSTGRES_PASSWORD", "S3_KEY", "S3_SECRET", "VERSION"}


@pytest.fixture
def settings_read(project_root: Path) -> set[str]:
    """The variables that the code asks for."""
    sources = (project_root / "tracker").glob("environment*.py")
    text = "\n".join(source.read_text() for source in sources)
    names = set(re.findall(r'"([A-Z][A-Z_]{2,})"', text))
    return {name for name in names if not DJANGOS.match(name)}


def test_the_manual_has_a_row_for_each(project_root: Path, settings_read: set[str]) -> None:
    manual = (project_root / "docs" / "deploy.md").read_text()
    table = manual.split("## Settings")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert set(re.findall(r"`([A-Z_]+)`", "".join(rows))) == settings_read


def test_the_example_names_each(project_root: Path, settings_read: set[str]) -> None:
    example = (project_root / "deploy" / "example.env").read_text()
    named = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))
    assert named - OF_COMPOSE == settings_read - {"DEBUG"}  # which a real site never sets
