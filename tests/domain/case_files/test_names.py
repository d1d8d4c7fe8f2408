"""Names inside a ZIP: any system takes them, and none is there twice."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.case_files.names import LONGEST, Names, from_title, portable


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("answer.csv", "answer.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\answer.csv", "answer.csv"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("a\nb\tc\x00.csv", "abc.csv"),
        ("\u202egnp.exe", "gnp.exe"),
        ('what: "2025"?.pdf', "what_ _2025__.pdf"),
        ("nul", "_nul"),
        ("CON.txt", "_CON.txt"),
        ("console.txt", "console.txt"),
        ("ends with dots...", "ends with dots"),
        ("  two   spaces .pdf ", "two spaces.pdf"),
        ("Año de la Garduña.pdf", "Año de la Garduña.pdf"),
        ("x" * 300 + ".xlsx", "x" * 115 + ".xlsx"),
        ("警察" * 60 + ".pdf", "警" + "察警" * 18 + "察.pdf"),
    ],
)
def test_a_name_becomes_one_that_any_system_takes(name: str, wanted: str) -> None:
    assert portable(name) == wanted


def test_a_stroke_in_a_title_is_no_path() -> None:
    assert from_title("Sheriff's Department/Coroner") == "Sheriff's Department-Coroner"
    assert from_title("../..\\Police") == "-.-Police"


def test_the_second_of_a_name_is_told_apart() -> None:
    names = Names("README.txt")
    given_out = [names.of(name) for name in ("a.csv", "A.csv", "a.csv", "readme.txt", "no ending")]
    assert given_out == ["a.csv", "A (2).csv", "a (3).csv", "readme (2).txt", "no ending"]


@given(st.lists(st.text(), max_size=8))
def test_whatever_comes_in(drawn: list[str]) -> None:
    names = Names()
    made = [names.of(name) for name in drawn]
    assert len({name.casefold() for name in made}) == len(made)
    for name in made:
        assert not re.search(r'[\x00-\x1f/\\<>:"|?*]', name)
        assert name.strip(" .") and not name.startswith(" ") and not name.endswith((" ", "."))
        assert len(name.encode()) <= LONGEST + 10
