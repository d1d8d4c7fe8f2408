"""`make bench`: the product's speed as ratios to floors that are measured in the same run.

Prints two tables and ends with 0, also when a line is OVER: a busy machine is no defect. It ends
with 1 when a page did not show what it should, or a part of it broke: what the other parts found is
printed all the same. SMALL=1 measures 10,000 requests only; ROUNDS=20 sets how often each page is
asked for.
"""

import logging
import os
import platform
import signal
import sys
import time

from bench import site
from bench.measure import SIZES

log = logging.getLogger(__name__)


def main() -> int:
    # Ends as Ctrl-C does: PostgreSQL stopped, gigabytes of it taken away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()
    rounds = int(os.environ.get("ROUNDS") or 200)
    sizes = SIZES[:1] if os.environ.get("SMALL", "0") not in {"", "0"} else SIZES
    _say(f"making {' and '.join(f'{size:,}' for size in sizes)} requests")
    with site.prepared():
        from bench.lines import parts, table, times
        from bench.run import measured

        groups = measured(sizes, rounds, _say)
        lines, broken = [], 0
        for part in parts(groups, say=_say):
            try:
                lines += part()
            except Exception:
                broken += 1
                log.exception("bench: BROKEN")
    over = [line.what for line in lines if line.verdict == "OVER"]
    print(f"Tenth Day, {rounds} rounds, Python {platform.python_version()}\n")
    print(times(groups), table(lines), sep="\n\n")
    spent = time.monotonic() - started
    print(f"\n{len(lines)} lines, {len(over)} OVER. It took {spent:.0f} s.")
    return 1 if broken else 0


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
