"""The laws that are counted here, as one table of dated values. A new version is a new row."""

from dataclasses import replace
from datetime import date

from .statute import Ground, Statute

_RECODIFIED = date(2023, 1, 1)
_LAST_OF_OLD_CODE = date(2022, 12, 31)

HELD_ELSEWHERE = "the records have to be searched for and collected from separate offices"
VOLUMINOUS = "a voluminous amount of separate and distinct records has to be examined"
CONSULTATION = "another agency or component with a substantial interest has to be consulted"
COMPILING = "data have to be compiled, or a program written to extract them"


def _old(number: int) -> str:
    return f"Gov. Code § 6253(c)({number})"


def _new(number: int) -> str:
    return f"Gov. Code § 7922.535(c)({number})"


_CPRA_UNTIL_2022 = Statute(
    key="cpra",
    name="California Public Records Act",
    citation="Gov. Code § 6253(c)",
    valid_from=None,
    valid_until=_LAST_OF_OLD_CODE,
    days=10,
    unit="calendar_rolled",
    calendar="judicial",
    rival_calendar="section_6700",
    extension_days=14,
    extension_times=1,
    extension_citation="Gov. Code § 6253(c)",
    grounds=(
        Ground("held_elsewhere", HELD_ELSEWHERE, _old(1)),
        Ground("voluminous", VOLUMINOUS, _old(2)),
        Ground("consultation", CONSULTATION, _old(3)),
        Ground("compiling", COMPILING, _old(4)),
    ),
    source="Gov. Code § 6253(c), in force until the recodification by AB 473 of 2021",
    counting_citation="Code Civ. Proc. § 12; Gov. Code § 6800",
    rolling_citation="Code Civ. Proc. § 12a",
    closures_citation="Code Civ. Proc. § 12b",
    extension_may_follow_roll=True,
)

_CPRA = replace(
    _CPRA_UNTIL_2022,
    citation="Gov. Code § 7922.535(a)",
    valid_from=_RECODIFIED,
    valid_until=None,
    extension_citation="Gov. Code § 7922.535(b)",
    grounds=(
        Ground("held_elsewhere", HELD_ELSEWHERE, _new(1)),
        Ground("voluminous", VOLUMINOUS, _new(2)),
        Ground("consultation", CONSULTATION, _new(3)),
        Ground("compiling", COMPILING, _new(4)),
        Ground(
            "emergency",
            "a state of emergency proclaimed by the Governor",
            f"{_new(5)} (SB 1034 of 2024)",
            date(2025, 1, 1),
            date(2025, 12, 31),
        ),
        Ground(
            "emergency",
            "a state of emergency proclaimed by the Governor that directly affects the agency's "
            "ability to respond",
            _new(5),
            date(2026, 1, 1),
        ),
        Ground(
            "cyberattack",
            "a cyberattack that keeps the agency from its electronic records",
            f"{_new(6)} (AB 370 of 2025)",
            date(2026, 1, 1),
        ),
    ),
    source="Gov. Code § 7922.535, as amended by SB 1034 of 2024 and AB 370 of 2025",
)

_FOIA = Statute(
    key="foia",
    name="Freedom of Information Act",
    citation="5 U.S.C. § 552(a)(6)(A)(i)",
    valid_from=None,
    valid_until=None,
    days=20,
    unit="working",
    calendar="federal",
    rival_calendar="",
    extension_days=10,
    extension_times=1,
    extension_citation="5 U.S.C. § 552(a)(6)(B)(i)",
    grounds=tuple(
        Ground(key, words, f"5 U.S.C. § 552(a)(6)(B)(iii)({numeral})")
        for key, words, numeral in (
            ("held_elsewhere", HELD_ELSEWHERE, "I"),
            ("voluminous", VOLUMINOUS, "II"),
            ("consultation", CONSULTATION, "III"),
        )
    ),
    source="5 U.S.C. § 552(a)(6)",
    counting_citation="5 U.S.C. § 552(a)(6)(A)(i)",
    rolling_citation="5 U.S.C. § 552(a)(6)(A)(i)",
    closures_count=False,
)

LAWS: tuple[Statute, ...] = (_CPRA_UNTIL_2022, _CPRA, _FOIA)
