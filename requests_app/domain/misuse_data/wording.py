"""Figures in words: numbers as they are printed, answers where there is no number. Pure."""

from decimal import Decimal

from requests_app.domain.misuse_data.vocabulary import Answer, Qualifier, SourceKind, Unit


def in_words(answer: str, qualifier: str, value: Decimal | None, unit: str) -> str:
    """ "about 40", "0", "17%", "did not report"."""
    if value is None:
        return Answer(answer).label
    number = spelled(value) + ("%" if unit == Unit.PERCENT else "")
    return number if qualifier == Qualifier.EXACT else f"{Qualifier(qualifier).label} {number}"


def kind_in_words(source: str, kind: SourceKind) -> str:
    """The kind of a source, unless its name is the same words."""
    return "" if source == kind.label else str(kind.label)


def spelled(value: Decimal) -> str:
    """7275.00 -> "7,275"; 12.50 -> "12.5"."""
    whole = value.to_integral_value()
    if whole == value:
        return f"{whole:,}"
    return f"{value.normalize():,f}"


def percent(share: Decimal | None) -> str:
    """0.93319 -> "93.3%"; blank for None."""
    return "" if share is None else f"{(share * 100).quantize(Decimal('0.1')):f}%"
