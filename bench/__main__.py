"""`make bench`: the product's speed as ratios to floors that are measured in the same run.

Prints two tables and ends with 0, also when a line is OVER: a busy machine is no defect. It ends
with 1 when a page did not show what it should. SMALL=1 measures 10,000 requests only; ROUNDS=20
sets how often each page is asked for.
"""

import os
import platform
import signal
import sys
import time

from bench import site
from bench.measure import SIZES, Broken


def main() -> int:
    # Ends as Ctrl-C does: PostgreSQL stopped, gigabytes of it taken away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()
    rounds = int(os.environ.get("ROUNDS") or 200)
    sizes = SIZES[:1] if os.environ.get("SMALL", "0") not in {"", "0"} else SIZES
    _say(f"making {' and '.join(f'{size:,}' for size in sizes)} requests")
    with site.prepared():
        from bench.lines import (
            comparison_lines,
            deadline_lines,
            import_lines,
            lines_of,
            move_lines,
            reminder_lines,
            round_lines,
            table,
            times,
        )
        from bench.run import measured

        try:
            groups = measured(sizes, rounds, _say)
            lines = lines_of(groups) + reminder_lines(groups, say=_say)
            lines += move_lines(large=len(groups) > 1, say=_say)
            _say("asking 1,200 agencies")
            lines += round_lines()
            _say("comparing a million figures")
            lines += comparison_lines(say=_say)
            lines += import_lines(large=len(groups) > 1, say=_say)
        except Broken as error:
            _say(f"BROKEN: {error}")
            return 1
    _say("measuring statutory dates")
    lines += deadline_lines()
    over = [line.what for line in lines if line.verdict == "OVER"]
    print(f"Tenth Day, {rounds} rounds, Python {platform.python_version()}\n")
    print(times(groups), table(lines), sep="\n\n")
    spent = time.monotonic() - started
    print(f"\n{len(lines)} lines, {len(over)} OVER. It took {spent:.0f} s.")
    return 0


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
