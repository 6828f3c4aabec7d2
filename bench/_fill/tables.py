"""The numbers of all cases as a table, and what they come to against their limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from _report import Row

from _fill.measured import Measured, ratio

WORSE = 1.05
"""Ours over the peer's, of seam and joins, from which a case counts as worse."""
WORST_SEAM = 2.0
WORST_STEP = 1.0
"""Pixels by which an edge may be displaced where a picture was made larger."""
HEAD = (
    "| case | seam | peer | ratio | joins | peer | ratio | step | drift | peer | seconds | peer |\n"
    "| --- |" + " --- |" * 11
)


def line(name: str, ours: Measured, peer: Measured | None) -> str:
    """One case's row under `HEAD`; empty where there is no number."""
    numbers = [
        ours.seam,
        peer and peer.seam,
        peer and ratio(ours.seam, peer.seam),
        ours.joins,
        peer and peer.joins,
        peer and ratio(ours.joins, peer.joins),
        ours.course and ours.course.step,
        ours.course and ours.course.drift,
        peer and peer.course and peer.course.step,
        ours.seconds,
        peer and peer.seconds,
    ]
    told = ("" if number is None else f"{number:.2f}" for number in numbers)
    return f"| {name} | {' | '.join(told)} |"


def summary(ours: Mapping[str, Measured], theirs: Mapping[str, Measured]) -> list[Row]:
    """All cases in a few numbers; against the peer only where there is one."""
    seams = [mine.seam for mine in ours.values() if mine.seam is not None]
    steps = [mine.course.step for mine in ours.values() if mine.course is not None]
    rows = [
        Row("worst seam", max(seams, default=0.0), WORST_SEAM),
        Row("worst step of an edge, pixels", max(steps, default=0.0), WORST_STEP),
        Row("processor seconds, median", median(mine.seconds for mine in ours.values())),
    ]
    both = [(mine, theirs[name]) for name, mine in ours.items() if name in theirs]
    if both:
        rows += [
            _worse("seam", [ratio(mine.seam, peer.seam) for mine, peer in both]),
            _worse("joins", [ratio(mine.joins, peer.joins) for mine, peer in both]),
            Row("ours / peer, time, median", median(m.seconds / p.seconds for m, p in both)),
        ]
    return rows


def _worse(what: str, ratios: Sequence[float | None]) -> Row:
    count = sum(found is not None and found > WORSE for found in ratios)
    return Row(f"cases worse than the peer's, {what}", count, 0)
