"""Krita is opened again: what was running when it was closed is done, with the pixels of then."""

import os

from dock import Dock

from ritocco_dock.geometry import Box


def run(t):
    """Open the picture, select nothing, wait."""
    dock = Dock(t)
    yield from dock.open(os.environ["PICTURE"])
    yield from dock.result()
    result = dock.session.results[0]
    t.check("it is that job's result", result.seed == 11, result.seed)
    t.check("where it was selected", result.box.holds(Box(40, 40, 300, 300)), result.box)
    t.check("and no job is left", not dock.session.jobs, dock.session.jobs)
