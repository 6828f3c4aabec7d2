"""Waits with a running job to be killed; says which process the backend is."""

import os

from dock import Dock

from krita import Selection
from ritocco_dock.phase import Phase


def run(t):
    """Until the end."""
    dock = Dock(t)
    yield from dock.open(os.environ["PICTURE"])
    made = Selection()
    made.select(100, 100, 90, 90, 255)
    dock.opened.setSelection(made)
    yield lambda: dock.session.readiness.ready
    dock.session.submit()
    yield lambda: any(job.phase is Phase.RUNNING for job in dock.session.jobs)
    t.note("backend", dock.desk.backend.process_id)
    t.tell()
    yield 60000
