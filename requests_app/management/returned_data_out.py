"""What `manage.py import_misuse_data` prints: JSON for programs, lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import Any, TextIO

from requests_app.domain.deadlines.words import count_of
from requests_app.domain.misuse_data.checks import RowProblem, Severity
from requests_app.domain.misuse_data.importing.changes import TOLD, Changes
from requests_app.domain.misuse_data.importing.runs import Preview, SheetSaid
from requests_app.domain.misuse_data.importing.totals import Total
from requests_app.domain.misuse_data.reading.proposed import Proposed
from requests_app.management.returned_data_in import Came

_BEGUN = '{"figures": ['
SHOWN = 50  # lines of each kind for a person


class JsonOut:
    """Writes one JSON object: the figures as they come, then all that is known only at the end."""

    def __init__(self, out: TextIO):
        self._out, self._count = out, 0

    def figure(self, figure: Proposed) -> None:
        # Begun with the first figure: whoever asked for what cannot be gets no half of an object.
        self._out.write(",\n" if self._count else _BEGUN + "\n")
        self._count += 1
        self._out.write(json.dumps(figure_as_json(figure), ensure_ascii=False))

    def end(self, came: Came) -> None:
        self._out.write("]" if self._count else _BEGUN + "]")
        for name, value in rest_as_json(came).items():
            self._out.write(f",\n{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}")
        self._out.write("}\n")


def figure_as_json(figure: Proposed) -> dict[str, Any]:
    about, period, understood = figure.about, figure.period, figure.understood
    oris = [ori.code for ori in about.agency.oris.all()] if about.agency else []
    return {
        "agency": str(about),
        "ori": about.ori_as_written or next(iter(oris), ""),
        "year_from": period.first if period else None,
        "year_to": period.last if period else None,
        "measure": figure.counted.key,
        "measure_as_written": figure.counted.words,
        "unit": str(figure.unit),
        "answer": understood.answer.value,
        "qualifier": understood.qualifier.value if understood.value is not None else "",
        "value": number(understood.value),
        "raw": figure.raw,
        "where": figure.where,
        "note": figure.note,
    }


def rest_as_json(came: Came) -> dict[str, Any]:
    """All but the figures."""
    preview = came.preview
    if preview is None:
        rule, message = came.refusal or ("refused", "The file was refused.")
        error = {"where": "the file", "rule": rule, "message": message}
        nothing: dict[str, Any] = {"sheets": [], "errors": [error], "warnings": []}
        return nothing | {"unmatched": [], "totals": {}, "release": None}
    return {
        "sheets": [_sheet(sheet) for sheet in preview.sheets],
        "errors": [_problem(one) for one in preview.errors],
        "warnings": [_problem(one) for one in preview.warnings],
        "not_listed": {
            f"{severity.value} {rule}": more
            for (severity, rule), more in preview.problems.not_kept().items()
        },
        "unmatched": [
            {
                "where": one.where,
                "value": one.value,
                "note": one.note,
                "suggestions": [
                    {
                        "agency": s.agency.name,
                        "county": s.agency.county,
                        "kind": s.agency.kind,
                        "oris": [ori.code for ori in s.agency.oris.all()],
                        "score": s.score,
                    }
                    for s in one.suggestions
                ],
            }
            for one in preview.unmatched
        ],
        "totals": totals_as_json(preview.totals),
        "changes": _changes(preview.changes),
        "release": came.release.pk if came.release else None,
    }


def totals_as_json(totals: Iterable[Total]) -> dict[str, Any]:
    """By measure; a measure of several periods (or units) has a sum for each, never one of all."""
    of: dict[str, list[Total]] = {}
    for total in totals:
        of.setdefault(total.measure, []).append(total)
    return {
        measure: number(found[0].sum)
        if len(found) == 1
        else {_period(total, found): number(total.sum) for total in found}
        for measure, found in of.items()
    }


def _period(total: Total, beside: list[Total]) -> str:
    several = len({one.unit for one in beside}) > 1
    return f"{total.period} {total.unit}" if several else str(total.period)


def number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _sheet(said: SheetSaid) -> dict[str, Any]:
    found = said.found
    return {
        "name": found.name,
        "part": str(found.sheet.part or ""),
        "kind": found.sheet.kind,
        "hidden": found.sheet.is_hidden,
        "taken": found.is_taken,
        "why_not": found.why_not,
        "encoding": found.sheet.encoding,
        "delimiter": found.sheet.delimiter,
        "header_row": found.header_row or None,
        "columns": dict(found.mapping),
        "notes": list(found.notes),
        "rows": said.rows,
        "figures": said.figures,
        "left_out": [
            {"row": row.number, "where": row.place, "why": row.why, "says": " · ".join(
                cell for cell in row.cells if cell)[:200]}
            for row in said.left_out
        ],
        "left_out_count": said.left_out_count,
    }  # fmt: skip


def _problem(problem: RowProblem) -> dict[str, str]:
    return {"where": problem.where, "rule": problem.rule, "message": problem.message}


def _changes(changes: Changes | None) -> dict[str, Any] | None:
    if changes is None:
        return None
    return {
        "against": str(changes.against),
        "compared": changes.is_told,
        **dict(changes.counts),
        **{f"first_{kind}": [asdict(one) for one in changes.first(kind)] for kind in TOLD},
    }


def as_text(came: Came, *, dry_run: bool) -> str:
    """The same for a person to read."""
    if came.preview is None:
        return f"Nothing was imported: {came.refusal[1] if came.refusal else ''}"
    return "\n".join(_lines(came, came.preview, dry_run=dry_run))


def _lines(came: Came, preview: Preview, *, dry_run: bool) -> Iterator[str]:
    for said in preview.sheets:
        yield _sheet_line(said)
    for severity in Severity:
        found = preview.problems.of(severity)
        count = preview.problems.count(severity)
        for problem in found[:SHOWN]:
            yield f"{severity.value}: {problem}"
        if count > SHOWN:
            yield f"… and {count - min(SHOWN, len(found)):,} more {severity.value}s."
    for one in list(preview.unmatched)[:SHOWN]:
        likely = "; ".join(map(str, one.suggestions)) or "nothing in the directory is like it"
        yield f"{one.where}: “{one.value}” may be: {likely}"
    yield from map(_total_line, preview.totals)
    if preview.changes and preview.changes.is_told:
        told = ", ".join(f"{number:,} {name}" for name, number in preview.changes.counts)
        yield f"Against “{preview.changes.against}”: {told}."
    yield _last_line(came, preview, dry_run=dry_run)


def _total_line(total: Total) -> str:
    value = "no number" if total.sum is None else f"{total.sum:,f}"
    inexact = f", {total.inexact:,} not exact" if total.inexact else ""
    rest = f"; {total.not_in_it}" if total.not_in_it else ""
    stated = "" if total.stated is None else f"; the file itself says {total.stated:,f}"
    return (
        f"{total.measure}, {total.period}: {value} ({total.unit}) of {total.answered:,} that"
        f" answered{inexact}{rest}{stated}"
    )


def _sheet_line(said: SheetSaid) -> str:
    found = said.found
    name = f"Sheet “{found.name}”" if found.name else "The table"
    name += f" ({found.sheet.part})" if found.sheet.part else ""
    if not found.is_taken:
        return f"{name}: {found.why_not}."
    notes = "".join(f"; {note}" for note in found.notes)
    left = ", ".join(f"{n:,} {why}" for why, n in said.left_out_counts.items())
    columns = ", ".join(found.columns_left_out)
    return (
        f"{name}: header in row {found.header_row}, {said.rows:,} rows, {said.figures:,} figures"
        f"{f'; left out: {left}' if left else ''}"
        f"{f'; columns left out: {columns}' if columns else ''}{notes}."
    )


def _last_line(came: Came, preview: Preview, *, dry_run: bool) -> str:
    if preview.error_count:
        errors = count_of(preview.error_count, "error")
        they = "it is" if preview.error_count == 1 else "they are"
        return f"{errors}: nothing can be imported until {they} mended."
    done = "could be imported" if dry_run else "imported into a draft"
    figures = count_of(preview.figures, "figure")
    return f"{figures} {done}, with {count_of(preview.warning_count, 'warning')}."
