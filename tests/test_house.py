"""The house rules of the project that can be read off its files."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "requests_app"
DOMAIN = APP / "domain"
DOORS = [APP / name for name in ("staff_site", "public_site", "api", "admin", "management")]
LONGEST_MODULE = 250  # lines
LEGAL_DATES = {
    "received_on",
    "due_on",
    "earliest_arguable_on",
    "latest_arguable_on",
    "extended_to_on",
    "notice_on",
}
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def modules(*places: Path) -> Iterator[Path]:
    for place in places:
        found = [place] if place.suffix == ".py" else sorted(place.rglob("*.py"))
        yield from (path for path in found if "migrations" not in path.parts)


def nodes(path: Path) -> Iterator[ast.AST]:
    yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def imported(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def words(node: ast.AST) -> set[str]:
    """Every name and attribute below `node`."""
    found = ast.walk(node)
    return {n.attr if isinstance(n, ast.Attribute) else getattr(n, "id", "") for n in found}


def test_every_model_of_a_room_is_in_the_index() -> None:
    """Django ignores a model that requests_app/models.py does not import, and says nothing."""
    written = set()
    for path in modules(DOMAIN):
        if path.name == "models.py" or path.parent.name == "models":
            classes = [node for node in nodes(path) if isinstance(node, ast.ClassDef)]
            # A model without fields of its own would be a proxy, of which we have none.
            written |= {n.name for n in classes if _has_fields(n) and not _is_abstract(n)}
    known = {model.__name__ for model in apps.get_app_config("requests_app").get_models()}
    assert written - known == set()
    assert written, "no models were found: the test looks in the wrong place"


def _has_fields(node: ast.ClassDef) -> bool:
    values = [n.value for n in node.body if isinstance(n, ast.Assign)]
    calls = [value.func for value in values if isinstance(value, ast.Call)]
    names = {getattr(call, "attr", getattr(call, "id", "")) for call in calls}
    return any(hasattr(models, name) and name.endswith(("Field", "Key")) for name in names)


def _is_abstract(node: ast.ClassDef) -> bool:
    metas = [n for n in node.body if isinstance(n, ast.ClassDef) and n.name == "Meta"]
    return any("abstract = True" in ast.unparse(meta) for meta in metas)


def test_migrations_are_named_by_what_they_do() -> None:
    assert [path.name for path in APP.glob("migrations/*_auto_*.py")] == []


@pytest.mark.parametrize("name", ["signals", "utils", "helpers", "services", "repository"])
def test_no_module_is_a_drawer_for_anything(name: str) -> None:
    assert [path for path in modules(APP, ROOT / "tracker") if path.stem == name] == []


def test_nothing_hangs_on_signals() -> None:
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(APP)
        for name in imported(path)
        if name.startswith(("django.dispatch", "django.db.models.signals", "django.core.signals"))
    ]
    assert found == []


def test_modules_are_short_enough_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in modules(APP, ROOT / "tracker")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    }
    assert long == {}


def test_rooms_do_not_speak_http() -> None:
    http = ("django.http", "django.shortcuts", "django.contrib.messages", "django.views")
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(DOMAIN)
        for name in imported(path)
        if name.startswith(http)
    ]
    assert found == []


def test_deadlines_use_the_standard_library_alone() -> None:
    own = "requests_app.domain.deadlines"
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(DOMAIN / "deadlines")
        for name in imported(path)
        if not name.startswith(own) and name.split(".")[0] not in sys.stdlib_module_names
    ]
    assert found == []


def test_legal_dates_are_counted_in_deadlines_only() -> None:
    """A date of the law with days added or taken away, anywhere else, is a second opinion."""
    found = [
        where(path, node)
        for path in modules(APP)
        if DOMAIN / "deadlines" not in path.parents
        for node in nodes(path)
        if isinstance(node, ast.BinOp) and "timedelta" in words(node) and words(node) & LEGAL_DATES
    ]
    assert found == []


def test_only_doors_read_the_clock() -> None:
    clocks = {"now", "today", "utcnow", "localdate", "localtime"}
    found = [
        where(path, node)
        for path in modules(DOMAIN)
        for node in nodes(path)
        if isinstance(node, ast.Call) and not node.args and not node.keywords
        if isinstance(node.func, ast.Attribute) and node.func.attr in clocks
        if words(node.func.value) & {"timezone", "datetime", "date"}
    ]
    assert found == []


def test_doors_do_not_write() -> None:
    """They call an operation: a form's save() or a manager's create() would go around its rules."""
    found = [
        where(path, node)
        for path in modules(*[door for door in DOORS if door.exists()], APP / "tasks.py")
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in WRITES
    ]
    assert found == []


def test_every_class_of_the_style_sheets_is_named_somewhere() -> None:
    """A rule for nothing is read by everybody who looks for the right one."""
    of_django = {"column-header", "inline-group", "object-tools", "theme-toggle"}
    # A template writes the rest of the name; the review site's lists that of a column.
    composed = re.compile(r"(is|with|field|column)-")
    rules = [path.read_text("utf-8") for path in (ROOT / "static" / "css").glob("*.css")]
    heads = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "", "".join(rules), flags=re.DOTALL)
    classes = set(re.findall(r"\.([a-zA-Z][\w-]*)", heads)) - of_django
    writing = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").glob("*.js")]
    written = "".join(path.read_text("utf-8") for path in [*writing, *APP.rglob("*.py")])
    assert [one for one in sorted(classes) if one not in written and not composed.match(one)] == []
