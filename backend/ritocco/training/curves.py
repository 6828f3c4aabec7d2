"""A training's log as a picture: one small chart for each number, as SVG."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from ritocco.canvas.atomic import write

WIDTH, HEIGHT, GAP = 220, 110, 26
ACROSS = 3
SKIPPED = frozenset({"step", "pace", "rate"})
"""What the log holds beside numbers of quality."""


def draw_curves(log: Path, target: Path) -> None:
    """Draw every number of a `log.jsonl` over the steps. Writes nothing for an empty log."""
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    names = [name for name in (lines[-1] if lines else {}) if name not in SKIPPED]
    if not names:
        return
    rows = -(-len(names) // ACROSS)
    size = (ACROSS * (WIDTH + GAP) + GAP, rows * (HEIGHT + 2 * GAP) + GAP)
    charts = [
        _chart(
            name,
            [(line["step"], line[name]) for line in lines if name in line],
            GAP + place % ACROSS * (WIDTH + GAP),
            GAP + place // ACROSS * (HEIGHT + 2 * GAP),
        )
        for place, name in enumerate(names)
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" '
        'font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="#fff"/>'
    )
    write(target, ["".join([head, *charts, "</svg>\n"]).encode()])


def _chart(name: str, points: Sequence[tuple[float, float]], left: int, top: int) -> str:
    """One number from its least to its most, with both and the last one written beside it."""
    steps, values = zip(*points, strict=True)
    low, high = min(values), max(values)
    across = WIDTH / max(steps[-1] - steps[0], 1)
    up = HEIGHT / max(high - low, 1e-9)
    line = " ".join(
        f"{left + (step - steps[0]) * across:.1f},{top + HEIGHT - (value - low) * up:.1f}"
        for step, value in points
    )
    words = f"{name}: {values[0]:.4g} to {values[-1]:.4g}, steps {steps[0]:.0f} to {steps[-1]:.0f}"
    return (
        f'<rect x="{left}" y="{top}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#bbb"/>'
        f'<polyline points="{line}" fill="none" stroke="#27c" stroke-width="1.5"/>'
        f'<text x="{left}" y="{top - 6}" fill="#222">{escape(words)}</text>'
    )
