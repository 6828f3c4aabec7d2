"""Runs the checks. What goes wrong inside one is a finding, and the next one runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ritocco.doctor.apart import Apart
from ritocco.doctor.finding import Finding
from ritocco.doctor.guard import guarded
from ritocco.doctor.private import Private
from ritocco.doctor.table import CHECKS, Check, Look


def examine(look: Look, checks: Sequence[Check] = CHECKS) -> Iterator[Finding]:
    """Every finding, as it is made, safe to paste.

    Heavy checks begin in a process of their own while the others are told.
    """
    clean = Private.of_user().clean
    apart = Apart([check.name for check in checks if check.apart], look)
    with apart:
        for check in checks:
            for finding in apart.findings(check.name) if check.apart else guarded(check, look):
                yield replace(
                    finding,
                    name=clean(finding.name),
                    seen=clean(finding.seen),
                    fix=clean(finding.fix),
                )
