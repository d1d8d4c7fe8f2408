"""The room keeps to itself: the standard library and its own modules, and no clock of its own."""

import ast
import sys
from pathlib import Path

import pytest

from requests_app.domain import deadlines

MODULES = sorted(Path(deadlines.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_imports_are_standard_library_or_of_the_room(module):
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            assert all(name.name.split(".")[0] in sys.stdlib_module_names for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            assert node.module.split(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_nobody_asks_what_day_it_is(module):
    names = {
        node.attr
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Attribute)
    }
    assert not names & {"today", "now", "utcnow"}
