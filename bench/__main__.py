"""`make bench`: the product's speed as ratios to floors that are measured in the same run.

Prints two tables and ends with 0, also when a line is OVER: a busy machine is no defect. It ends
with an error when something did not work. SMALL=1 measures 10,000 requests only; ROUNDS=20 sets
how often each page is asked for.
"""

import os
import platform
import sys
import time

from bench import site


def main() -> int:
    started = time.monotonic()
    rounds = int(os.environ.get("ROUNDS") or 100)
    with site.prepared():
        from bench.lines import LARGE, SMALL, deadline_lines, lines_of, table, times
        from bench.run import measured

        sizes = [SMALL] if os.environ.get("SMALL") in {"1", "yes"} else [SMALL, LARGE]
        _say(f"making {' and '.join(f'{size:,}' for size in sizes)} requests")
        groups = measured(sizes, rounds, _say)
        lines = lines_of(groups[0], groups[1] if len(groups) > 1 else None)
    _say("measuring statutory dates")
    lines += deadline_lines()
    over = [line.what for line in lines if line.verdict == "OVER"]
    print(f"Tenth Day, {rounds} rounds, Python {platform.python_version()}\n")
    print(times(groups), table(lines), sep="\n\n")
    print(f"\n{len(lines)} lines, {len(over)} OVER", end="")
    print(f" ({time.monotonic() - started:.0f} s).")
    return 0


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
