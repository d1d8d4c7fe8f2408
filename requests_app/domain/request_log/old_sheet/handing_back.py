"""The rows that failed, as a file to mend and to upload again."""

import csv
import io

from requests_app.domain.request_log.old_sheet.columns import OURS
from requests_app.domain.request_log.old_sheet.plan import Plan
from requests_app.domain.sheets.formulas import guarded


def failed_csv(plan: Plan) -> str:
    """The headings and cells of the sheet, each row with its number there and what to mend."""
    why: dict[int, list[str]] = {}
    for error in plan.errors:
        why.setdefault(error.row, []).append(f"{error.column}: {error.message}")
    for one in plan.unmatched:
        why.setdefault(one.row, []).append(f"no agency is called “{one.value}”")
    kept = [n for n, name in enumerate(plan.table.columns) if name not in OURS]
    held = io.StringIO()
    # The mark tells Excel that the text is UTF-8.
    held.write("\ufeff")
    lines = csv.writer(held)
    lines.writerow(map(guarded, [*(plan.table.columns[n] for n in kept), *OURS]))
    for row in plan.failed_rows:
        cells = [*(row.cells[n] for n in kept), str(row.number), "; ".join(why[row.number])]
        lines.writerow(map(guarded, cells))
    return held.getvalue()
