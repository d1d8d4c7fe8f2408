"""The words that figures are told apart by. Nothing here is ever turned into 0."""

from django.db.models import TextChoices


class SourceKind(TextChoices):
    """Who says so; in the order in which a statement weighs when sources differ."""

    DOJ = "doj", "California Department of Justice"
    AGENCY = "agency", "The agency itself"
    ADVOCACY = "advocacy", "Advocacy organisation"
    PRESS = "press", "Press"


class Unit(TextChoices):
    """What a figure counts. Figures of different units are never added, ranked or compared."""

    COMPLAINTS = "complaints", "complaints"
    INVESTIGATIONS = "investigations", "investigations"
    VIOLATIONS = "violations", "violations"
    QUERIES = "queries", "queries"
    PERSONS = "persons", "persons"
    OUTCOMES = "outcomes", "outcomes"
    PERCENT = "percent", "percent"
    UNKNOWN = "unknown", "unit not known"


class Answer(TextChoices):
    """Five answers, never one number (and two ways to say none)."""

    REPORTED = "reported", "reported a number"
    REPORTED_ZERO = "reported_zero", "reported zero"
    LISTED_AS_NONE = "listed_as_none", "listed as having none"
    DID_NOT_REPORT = "did_not_report", "did not report"
    WITHHELD = "withheld", "withheld"
    UNREADABLE = "unreadable", "unreadable or unclear"


# Answers that say how many there are; all others are silence or doubt, and never a zero.
NONE_AT_ALL = (Answer.REPORTED_ZERO, Answer.LISTED_AS_NONE)
COUNTS = (Answer.REPORTED, *NONE_AT_ALL)
# Who gave a number, a zero among them. Rows that are all listed as having none come to no number.
NUMBERS = (Answer.REPORTED, Answer.REPORTED_ZERO)


class Qualifier(TextChoices):
    EXACT = "exact", "exactly"
    AT_LEAST = "at_least", "at least"
    MORE_THAN = "more_than", "more than"
    ABOUT = "about", "about"


class ReleaseState(TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Superseded"
    WITHDRAWN = "withdrawn", "Withdrawn"


# Published once, superseded meanwhile or not: what has been public stays known.
# (What was withdrawn is shown to nobody outside any more, as if it had never left the desk.)
ISSUED_STATES = (ReleaseState.PUBLISHED, ReleaseState.SUPERSEDED)
# Published once, and counted no more: a later issue took its place, or it was taken back.
SET_ASIDE_STATES = (ReleaseState.SUPERSEDED, ReleaseState.WITHDRAWN)
