"""The starting table of measures: what sources count, each a thing of its own.

"Misuse found" and "violations" are apart, and so are a charge and a conviction.
"""

from __future__ import annotations

from typing import NamedTuple

from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.misuse_data.vocabulary import Unit


class StartingMeasure(NamedTuple):
    key: str
    name: str
    unit: Unit
    definition: str
    is_outcome: bool = False
    # Other words that sources use for exactly this. A word with two meanings stays out.
    words: tuple[str, ...] = ()


STARTING_MEASURES: tuple[StartingMeasure, ...] = (
    StartingMeasure(
        "complaints",
        "complaints",
        Unit.COMPLAINTS,
        "Complaints of CLETS misuse received, whether or not anything was found.",
        words=("number of complaints", "complaints received", "misuse complaints"),
    ),
    StartingMeasure(
        "investigations",
        "investigations",
        Unit.INVESTIGATIONS,
        "Investigations of possible CLETS misuse opened or held. Not a count of misuse.",
        words=(
            "misuse investigations",
            "clets misuse investigations",
            "number of investigations",
            "investigations conducted",
            "total investigations",
            "investigation",
            "investigated",
            "invest",
            "investigations opened",
            "no of investigations",
            "misuse investigation",
        ),
    ),
    StartingMeasure(
        "misuse-found",
        "misuse found",
        Unit.INVESTIGATIONS,
        "Investigations that ended with misuse found. Not the same as violations:"
        " one finding may cover many violations.",
        words=("misuse confirmed", "misuse substantiated", "sustained", "substantiated", "founded"),
    ),
    StartingMeasure(
        "violations",
        "violations",
        Unit.VIOLATIONS,
        "Violations of the CLETS rules as the source counts them; some agencies count each"
        " single query.",
        words=(
            "violation",
            "number of violations",
            "clets violations",
            "misuse violations",
            "violations found",
            "total violations",
            "violation confirmed",
            "violations confirmed",
            "confirmed violations",
        ),
    ),
    StartingMeasure(
        "pending",
        "pending",
        Unit.INVESTIGATIONS,
        "Investigations not concluded when the source was made.",
        words=(
            "pending investigations",
            "investigations pending",
            "still pending",
            "pending at year end",
            "pending at end of year",
        ),
    ),
    StartingMeasure(
        "no-misuse-found",
        "no misuse found",
        Unit.INVESTIGATIONS,
        "Investigations that ended without misuse found.",
        words=(
            "no misuse",
            "unsubstantiated",
            "unfounded",
            "not sustained",
            "no violation",
            "unsustained",
        ),
    ),
    StartingMeasure(
        "no-action",
        "no action",
        Unit.OUTCOMES,
        "Cases in which no action was taken.",
        True,
        ("no action taken",),
    ),
    StartingMeasure(
        "counseled",
        "counseled",
        Unit.OUTCOMES,
        "Cases that ended in counseling.",
        True,
        ("counselled", "counseling", "counselling", "couns", "verbal counseling"),
    ),
    StartingMeasure(
        "reprimanded",
        "reprimanded",
        Unit.OUTCOMES,
        "Cases that ended in a reprimand.",
        True,
        ("reprimand", "reprimands", "written reprimand"),
    ),
    StartingMeasure(
        "trained",
        "trained",
        Unit.OUTCOMES,
        "Cases that ended in training.",
        True,
        ("training", "retrained", "received training"),
    ),
    StartingMeasure(
        "suspended",
        "suspended",
        Unit.OUTCOMES,
        "Cases that ended in a suspension.",
        True,
        ("suspension", "suspensions", "susp"),
    ),
    StartingMeasure(
        "resigned",
        "resigned",
        Unit.OUTCOMES,
        "Cases in which the person resigned.",
        True,
        ("resignation", "resignations", "resig"),
    ),
    StartingMeasure(
        "terminated",
        "terminated",
        Unit.OUTCOMES,
        "Cases that ended in dismissal.",
        True,
        ("termination", "terminations", "dismissed", "fired", "term"),
    ),
    StartingMeasure(
        "resigned-or-terminated",
        "resigned or terminated",
        Unit.OUTCOMES,
        "Resignations and dismissals counted together by the source; they cannot be told apart"
        " and are never added to either.",
        True,
        ("resigned terminated", "terminated or resigned"),
    ),
    StartingMeasure(
        "criminal-charges",
        "criminal charges",
        Unit.OUTCOMES,
        "Cases in which criminal charges were brought. A charge is not a conviction.",
        True,
        ("charged", "criminally charged"),
    ),
    StartingMeasure(
        "misdemeanor-convictions",
        "misdemeanor convictions",
        Unit.OUTCOMES,
        "Cases that ended in a misdemeanor conviction.",
        True,
        ("misdemeanor conviction",),
    ),
    StartingMeasure(
        "felony-convictions",
        "felony convictions",
        Unit.OUTCOMES,
        "Cases that ended in a felony conviction.",
        True,
        ("felony conviction",),
    ),
    StartingMeasure(
        "misdemeanor",
        "misdemeanor",
        Unit.OUTCOMES,
        "Cases under “misdemeanor” where the source does not say whether charge or conviction.",
        True,
        ("misdemeanors", "misd"),
    ),
    StartingMeasure(
        "felony",
        "felony",
        Unit.OUTCOMES,
        "Cases under “felony” where the source does not say whether charge or conviction.",
        True,
        ("felonies", "fel"),
    ),
    StartingMeasure(
        "other",
        "other outcome",
        Unit.OUTCOMES,
        "Outcomes that the source puts under “other”.",
        True,
        ("other", "other outcomes", "other action", "other actions"),
    ),
    StartingMeasure(
        Measure.UNMAPPED,
        "unmapped",
        Unit.UNKNOWN,
        "Counts something that no measure of the table stands for; read the source's own words."
        " Never compared with anything but the same words.",
    ),
)
