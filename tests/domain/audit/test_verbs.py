"""Every verb that is written is in the table, and every one in the table is written somewhere."""

import ast
from collections.abc import Iterator

import pytest

from requests_app.domain.agencies.undoing import HISTORY_OF
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.audit.verbs import SENTENCES, VERBS, Area
from requests_app.domain.misuse_data.releases.reviews import TRANSITIONS
from requests_app.domain.request_log.meanwhile import MERGED, taking_back
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.statute_book.states import Step
from requests_app.domain.upkeep.bulk.changes import Change
from tests.test_house import APP, modules, nodes

RECORDS = {"record", "record_many", "record_use", "_record", "_removed", "_save"}


def _all_below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _all_below(one)


IN_BULK = {one.verb for one in _all_below(Change) if hasattr(one, "verb")}
# What is put together of a table and words around it.
COMPUTED = {
    *(transition.verb for transition in TRANSITIONS.values()),
    *(f"undid change of {kind}" for kind in HISTORY_OF),
    *(f"law version: {step.label.lower()}" for step in Step),
    *(f"set file {state}" for state in Attachment.State.values),
    *(verb for one in {*IN_BULK, MERGED} for verb in (one, taking_back(one))),
}


def _words(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def _written() -> dict[str, str]:
    """Every text that is given as a verb, with where: to `record` and what hands on to it, to a
    variable `verb`, by a function `_verb`, to a constant that is given as one."""
    found: dict[str, str] = {}
    for path in modules(APP / "domain", APP / "staff_site", APP / "admin"):
        tree = list(nodes(path))
        constants = {
            node.targets[0].id: node.value.value
            for node in tree
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for node in tree:
            for value in _verbs_of(node):
                named = constants.get(getattr(value, "id", ""))
                texts = [named] if isinstance(named, str) else _of(value)
                found |= {text: f"{path.name}:{node.lineno}" for text in texts}
    return found


def _of(value: ast.expr) -> list[str]:
    if isinstance(value, ast.Constant):
        return [value.value]
    if isinstance(value, ast.IfExp):
        return [*_of(value.body), *_of(value.orelse)]
    return []


def _verbs_of(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "verb")
        if getattr(node.func, "id", "") in RECORDS:
            yield from (one for one in node.args if isinstance(one, ast.Constant | ast.IfExp))
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "verb":
        yield node.value
    if isinstance(node, ast.FunctionDef) and node.name == "_verb":
        given = [one.value for one in ast.walk(node) if isinstance(one, ast.Return)]
        yield from (one for one in given if one is not None)


def test_every_verb_that_is_written_is_in_the_table() -> None:
    written = _written()
    assert {text: where for text, where in written.items() if text not in SENTENCES} == {}
    assert COMPUTED - set(SENTENCES) == set()
    assert len(written) > 80, "the test looks in the wrong place"


def test_every_verb_of_the_table_is_written_somewhere() -> None:
    assert set(SENTENCES) - set(_written()) - COMPUTED == set()


def test_a_verb_has_one_area_a_sentence_and_room_in_its_column() -> None:
    assert sum(len(verbs) for verbs in VERBS.values()) == len(SENTENCES)
    assert set(VERBS) == set(Area)
    longest = AuditEntry._meta.get_field("verb").max_length
    assert all(len(verb) <= longest for verb in SENTENCES)


@pytest.mark.parametrize(("verb", "sentence"), SENTENCES.items())
def test_a_sentence_is_one(verb: str, sentence: str) -> None:
    assert sentence.endswith(".") and sentence[0].isupper()
