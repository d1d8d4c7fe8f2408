"""`make bench` on 10,000 requests: it finds its pages and prints every line. No test of time."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

LINES = [
    "staff list p50 / floor page p50, 10,000",
    "staff list p50 / floor page p50, 1,000,000",
    "staff list p95, 1,000,000 / 10,000",
    "staff list, queries",
    "staff list, counts of the whole table",
    "worst of 20 filters / first page, 10,000",
    "worst of 20 filters / first page, 1,000,000",
    "last page / first page, 10,000",
    "last page / first page, 1,000,000",
    "exact number / floor page, 10,000",
    "exact number / floor page, 1,000,000",
    "list as CSV / values_list and a writer",
    "request page p50, 30 events / 3, 10,000",
    "request page p50, 30 events / 3, 1,000,000",
    "request page, queries more with 30 events",
    "admin list p50, 1,000,000 / 10,000",
    "admin list / stock ModelAdmin, 1,000,000",
    "admin list, queries",
    "admin list, counts of the whole table",
    "search p50 / bare index query p50, 1,000,000",
    "sweep with nothing due / indexed scan, 1,000,000",
    "sweep with nothing due, 1,000,000 / 10,000",
    "10,000 planned / INSERT ... SELECT",
    "10,000 planned / 1,000 planned",
    "1,000 planned / INSERT ... SELECT",
    "10,000 planned, queries",
    "1,000 planned, queries",
    "1,000 mails / 1,000 bare mails",
    "milliseconds a mail",
    "Today p50, 1,000,000 / 10,000",
    "what waits for review p50, 1,000,000 / 10,000",
    "campaign list p50, 1,000,000 / 10,000",
    "board of 1,200 p50, 1,000,000 / 10,000",
    "agency list p50, 1,000,000 / 10,000",
    "500 assigned in one step, s",
    "500 assigned, 1,000,000 / 10,000",
    "search looked at every hour, s",
    "800 names matched with the directory, s",
    "300,000 open requests moved, s",
    "300,000 open requests previewed, s",
    "memory more than for 3,000, MB",
    "a holiday among 300,000, share looked at",
    "1,200 requests of a campaign made, s",
    "1,200 made / bulk_create of the same rows",
    "their next year's round, s",
    "two years over 1,000,000 figures / bare SQL",
    "comparison page beyond that, in floor pages",
    "100,000 figures / read and copied as cells",
    "100,000 figures / read and copied as figures",
    "100,000 figures imported, MB at most",
    "memory, 1,000,000 / 100,000 figures",
    "XLSX, 100,000 rows / calamine",
    "contradictions page / floor page",
    "a year's public page / floor page",
    "a year's public page made anew / floor page",
    "a county map as a file, made anew / floor page",
    "100,000 audit entries verified / read and hashed",
    "100,000 audit entries sealed / read and hashed",
    "1,000,000 audit entries verified, s",
    "verifying 1,000,000, MB more than 100,000",
    "one due date / plain loop",
    "one with its working-out, µs",
    "one extended, with its working-out, µs",
    "a million due dates / numpy.busday_offset",
    "100,000 figures published, MB at most",
]
# Seconds: a run takes two to five minutes, by what else the machine does.
HANGS_AFTER = 1800
# Whatever the machine does, these are the same in every run.
COUNTED = [line for line in LINES if "queries" in line or "counts" in line]
# (A million figures are compared in every run: they are made within seconds.)
LARGE_ONLY = [line for line in LINES if re.search("1,000,000(?! figures)|300,000|3,000", line)]


@pytest.mark.long
def test_a_small_run_prints_every_line(project_root: Path) -> None:
    environ = {**os.environ, "SMALL": "1", "ROUNDS": "3"}
    ran = subprocess.run(
        [sys.executable, "-m", "bench"],
        cwd=project_root,
        env=environ,
        capture_output=True,
        text=True,
        timeout=HANGS_AFTER,
    )
    assert ran.returncode == 0, ran.stderr
    printed = {line[:48].strip(): line[48:].split() for line in ran.stdout.splitlines()}
    assert [line for line in LINES if line not in printed] == []
    assert {line: printed[line][-1] for line in COUNTED} == dict.fromkeys(COUNTED, "ok")
    assert {printed[line][0] for line in LARGE_ONLY} == {"-"}
    assert f"{len(LINES)} lines" in ran.stdout
