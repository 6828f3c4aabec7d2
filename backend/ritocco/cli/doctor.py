"""`ritocco doctor`: what stands, what does not, and how to mend it. Safe to paste in a report."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator

from ritocco import __version__
from ritocco.doctor.examine import examine
from ritocco.doctor.finding import Finding, Severity
from ritocco.doctor.table import Look, named
from ritocco.setup.console import json_line

_SIGNS = {Severity.OK: "ok  ", Severity.NOTE: "note", Severity.BAD: "BAD "}


def doctor(options: Namespace) -> None:
    """Tell each finding as it is made. Raises SystemExit(1) for a bad one, NotFound."""
    checks = named(options.checks)
    if not options.json:
        print(f"ritocco {__version__}", flush=True)
    findings = []
    for finding in _with_sign_of_life(examine(Look(options.deep), checks)):
        findings.append(finding)
        if not options.json:
            print(f"{_SIGNS[finding.level]} {finding.name}: {finding.seen}", flush=True)
            if finding.fix:
                print(f"     -> {finding.fix}", flush=True)
    healthy = all(finding.ok for finding in findings)
    if options.json:
        data = {"version": __version__, "healthy": healthy}
        rows = [finding.to_dict() for finding in findings]
        print(json_line({**data, "findings": rows}))
    else:
        print("All is well." if healthy else "Mend the lines marked BAD, then look again.")
    if not healthy:
        raise SystemExit(1)


def _with_sign_of_life(findings: Iterator[Finding]) -> Iterator[Finding]:
    """On a terminal, a line that says that work goes on; it is wiped before each finding."""
    shown = "looking ..." if sys.stderr.isatty() else ""
    while True:
        print(shown, end="", file=sys.stderr, flush=True)
        finding = next(findings, None)
        print("\r" + " " * len(shown) + "\r" if shown else "", end="", file=sys.stderr, flush=True)
        if finding is None:
            return
        yield finding
