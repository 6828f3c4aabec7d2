"""Krita is closed while a job runs: nobody can be asked."""

import os

from dock import Dock

from krita import Selection
from ritocco_dock.knobs.knobs import SURROUNDINGS
from ritocco_dock.phase import Phase


def run(t):
    """Begin it, and end."""
    dock = Dock(t)
    yield from dock.open(os.environ["PICTURE"])
    made = Selection()
    made.select(40, 40, 300, 300, 255)
    dock.opened.setSelection(made)
    dock.session.turn(model=SURROUNDINGS, seed=11)
    dock.session.choose("remove")
    yield lambda: dock.session.state.selection is not None and dock.session.readiness.ready
    dock.session.submit()
    yield lambda: dock.session.jobs and dock.session.jobs[0].phase is Phase.RUNNING
    dock.opened.setModified(False)
