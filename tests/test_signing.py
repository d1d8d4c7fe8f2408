"""What is signed is signed for one purpose and comes to an end; what is posted has a token."""

import ast
from collections.abc import Iterator

import pytest

from tests.test_access import EVERY, TABLE
from tests.test_house import APP, ROOT, modules, nodes

SIGNS = {"Signer", "TimestampSigner", "salted_hmac", "get_cookie_signer", "make_token"}
# Every module that signs -> how what it signed comes to an end.
ENDS = {
    "requests_app/domain/reminders/links.py": "its last day is part of what is signed",
    "requests_app/domain/reminders/feeds.py": "it is revoked, or its person leaves",
    "requests_app/domain/sign_in/passwords.py": "after an hour, or with the password it changes",
    # It opens nothing: only whoever is signed in is shown the list that it is a place in.
    "requests_app/staff_site/keyset.py": "it is no more than a place in a list",
}
# RFC 8058: a mail program posts by itself, and has no page whose token it could send.
WITHOUT_TOKEN = {"mail_links:stop"}


def signing() -> Iterator[tuple[str, ast.Call]]:
    """(module, call) of everything of ours that signs, or makes a signer."""
    for path in modules(APP, ROOT / "tracker"):
        for node in nodes(path):
            if isinstance(node, ast.Call) and name_of(node) in SIGNS:
                yield str(path.relative_to(ROOT)), node


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


def test_every_signature_has_a_salt_of_its_own() -> None:
    salts = {}
    for module, call in signing():
        if name_of(call) == "make_token":  # Django's own, whose salt is its class's
            continue
        given = [word.value for word in call.keywords if word.arg == "salt"]
        [salt] = given or [call.args[0]]
        salts[module] = ast.unparse(salt)
    assert len(set(salts.values())) == len(salts)


def test_of_every_signature_it_is_known_how_it_ends() -> None:
    assert {module for module, _ in signing()} == set(ENDS)


def test_nothing_signs_by_another_way() -> None:
    """Django's shortcuts have a salt of their own for all who forget to name one."""
    found = [
        str(path.relative_to(ROOT))
        for path in modules(APP, ROOT / "tracker")
        if "signing.dumps" in (text := path.read_text(encoding="utf-8"))
        or "set_signed_cookie" in text
    ]
    assert found == []


@pytest.mark.parametrize("name", EVERY)
def test_every_view_asks_for_the_token_of_a_page(name: str) -> None:
    is_exempt = getattr(EVERY[name].callback, "csrf_exempt", False)
    assert is_exempt is (name in WITHOUT_TOKEN)
    if name in TABLE:
        assert TABLE[name].page_token is not is_exempt
