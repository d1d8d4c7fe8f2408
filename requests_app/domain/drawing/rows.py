"""What is drawn: bars with a value or a gap, stacks of parts, places on the map."""

from __future__ import annotations

from dataclasses import dataclass

from requests_app.domain.drawing.numbers import End, Number, end_of, grouped, marked

NO_FIGURE = "no figure"


@dataclass(frozen=True, slots=True)
class Way:
    """To the source of a number that is said in words."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row. `value` None is a gap, named by `words`; it is never drawn as 0."""

    label: str
    value: Number | None
    words: str = ""
    qualifier: str = ""
    href: str = ""
    suffix: str = ""  # "%"

    @property
    def said(self) -> str:
        """The number with its qualifier's mark, or the words of the gap."""
        if self.value is None:
            return self.words or NO_FIGURE
        return marked(self.value, self.qualifier) + self.suffix

    @property
    def end(self) -> End:
        return end_of(self.qualifier)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a stack. `css` is its colour's class; `value` None is stated without a number."""

    name: str
    value: Number | None
    css: str
    words: str = ""
    qualifier: str = ""
    href: str = ""

    @property
    def said(self) -> str:
        """ "24 suspended", "trained: withheld"."""
        if self.value is None:
            return f"{self.name}: {self.words or NO_FIGURE}"
        return f"{marked(self.value, self.qualifier)} {self.name}"


@dataclass(frozen=True, slots=True)
class Stack:
    """Parts side by side. `rest`: what is left of a whole that is known; `torn`: that there is
    more of which no length is known. `beside`: words on what is stated and not part of the stack.
    `ways`: to the sources of the numbers in those words.
    """

    label: str
    parts: tuple[Part, ...]
    rest: Part | None = None
    torn: str = ""
    beside: str = ""
    ways: tuple[Way, ...] = ()

    @property
    def drawn(self) -> tuple[Part, ...]:
        """The parts that have a length, the rest last."""
        parts = (*self.parts, self.rest) if self.rest else self.parts
        return tuple(part for part in parts if part.value)

    @property
    def length(self) -> float:
        return sum(float(part.value or 0) for part in self.drawn)

    @property
    def said(self) -> str:
        parts = [part.said for part in self.parts]
        parts += [self.rest.said] if self.rest else []
        return "; ".join([*parts, *(text for text in (self.torn, self.beside) if text)])


@dataclass(frozen=True, slots=True)
class Region:
    """A county. `value` None: `words` says why; `is_listed`: whether the source names anybody
    there; `href`: of its page; `passport`: of its number."""

    name: str
    value: Number | None
    words: str = ""
    qualifier: str = ""
    href: str = ""
    is_listed: bool = True
    note: str = ""
    passport: str = ""

    @property
    def said(self) -> str:
        number = self.words or NO_FIGURE if self.value is None else self.number
        return f"{number}, {self.note}" if self.note else number

    @property
    def number(self) -> str:
        """ "≥ 54", or blank where there is none."""
        return "" if self.value is None else marked(self.value, self.qualifier)


def range_of(least: Number, most: Number) -> str:
    return grouped(least) if least == most else f"{grouped(least)}–{grouped(most)}"
