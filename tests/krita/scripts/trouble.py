"""What goes wrong while a job runs: nothing is lost, nothing lands in a wrong place or document."""

import os
import signal

from dock import Dock

from krita import Selection
from ritocco_dock.backend.backend import Standing
from ritocco_dock.geometry import Box
from ritocco_dock.phase import Phase

WHERE = Box(100, 120, 96, 80)


def run(t):
    """One trouble after the other, on one picture."""
    dock = Dock(t)
    parts = (cancelled, deselected, resized, killed, second, closed)
    chosen = os.environ.get("PARTS", "").split()
    for part in [one for one in parts if not chosen or one.__name__ in chosen]:
        yield from dock.open(os.environ["PICTURE"])
        own = dock.opened
        made = Selection()
        made.select(WHERE.x, WHERE.y, WHERE.width, WHERE.height, 255)
        own.setSelection(made)
        yield lambda: dock.session.state.selection == WHERE
        yield from part(t, dock, own)
        yield from t.close(*t.krita.documents())


def pressed(dock):
    """A job is under way, and the backend holds its breath (SIGSTOP), however fast it is."""
    yield lambda: dock.session.readiness.ready
    session = dock.session
    (job,) = session.submit()
    yield lambda: session.job(job).server
    os.kill(dock.desk.backend.process_id, signal.SIGSTOP)
    phase = session.job(job).phase
    dock.t.check("the job is under way", phase in (Phase.WAITING, Phase.RUNNING), phase)
    return job


def go_on(dock):
    """The backend breathes again."""
    os.kill(dock.desk.backend.process_id, signal.SIGCONT)


def finished(session, job):
    """It has ended, however."""
    yield lambda: session.job(job) is None or session.job(job).phase.is_final


def told(dock):
    """All that the dock says to the artist now."""
    return [job.problem for job in dock.session.jobs if job.problem] if dock.session else []


def cancelled(t, dock, own):
    """At once, and the picture is as it was."""
    before, undo = t.bytes_of(own), t.undo_text
    job = yield from pressed(dock)
    dock.session.cancel(job)
    go_on(dock)
    yield from finished(dock.session, job)
    phase = dock.session.job(job).phase if dock.session.job(job) else Phase.CANCELLED
    t.check("cancelled", phase is Phase.CANCELLED, phase)
    t.check("cancelled: no trace", t.bytes_of(own) == before and t.undo_text == undo)
    t.check("cancelled: no result", not dock.session.results)


def deselected(t, dock, own):
    """The selection used is that of the moment of pressing."""
    before = t.bytes_of(own)
    known = {one.id for one in dock.session.results}
    job = yield from pressed(dock)
    t.krita.action("deselect").trigger()
    yield 300
    go_on(dock)
    yield from dock.result(known)
    newest = dock.session.results[0]
    t.check("deselected: the result lies where it was asked for", newest.box == WHERE, newest.box)
    dock.session.apply(newest.id)
    yield lambda: len(own.rootNode().childNodes()) == 2
    yield 400
    after = t.bytes_of(own)
    t.check("deselected: the layer is there", after != before)
    changed = changed_box(own.width(), before, after)
    t.check("deselected: outside is untouched", WHERE.holds(changed), changed)
    t.check("deselected: nothing was said", not told(dock) and job, told(dock))


def resized(t, dock, own):
    """The canvas is another one: the result is kept, and pasted nowhere."""
    known = {one.id for one in dock.session.results}
    yield from pressed(dock)
    own.resizeImage(-30, 0, own.width() + 30, own.height())
    own.waitForDone()
    before = t.bytes_of(own)
    go_on(dock)
    yield from dock.result(known)
    said = []
    dock.session.message.connect(said.append)
    newest = dock.session.results[0]
    dock.session.apply(newest.id)
    yield 1500
    paints = [one for one in own.rootNode().childNodes() if one.type() == "paintlayer"]
    t.check("resized: refused, or moved along", said or len(paints) > 1, said)
    if len(paints) == 1:
        t.check("resized: nothing was pasted", t.bytes_of(own) == before)
    else:
        layer = paints[-1].bounds()
        t.check("resized: in the right place", layer.x() == WHERE.x + 30, layer)
    t.check("resized: the result is kept", newest.id in [one.id for one in dock.session.results])
    t.note("resized", [str(getattr(one, "text", one)) for one in said])


def killed(t, dock, own):
    """The backend dies at once (SIGKILL): said, started again, earlier results still there."""
    before, undo = t.bytes_of(own), t.undo_text
    results = {one.id for one in dock.session.results}
    job = yield from pressed(dock)
    process = dock.desk.backend.process_id
    t.check("killed: it is a process of ours", process > 1)
    os.kill(process, signal.SIGKILL)
    yield lambda: dock.desk.backend.standing is not Standing.READY
    yield lambda: dock.desk.backend.standing is Standing.READY
    t.check("killed: another one", dock.desk.backend.process_id != process)
    yield 1500
    known = dock.session.job(job)
    t.note("killed: the job", (str(known.phase), known.problem) if known else "gone")
    t.check(
        "killed: the job is not forgotten",
        known is not None or len(dock.session.results) > len(results),
    )
    t.check("killed: the picture is as it was", t.bytes_of(own) == before and t.undo_text == undo)
    t.check("killed: earlier results", results <= {one.id for one in dock.session.results})
    t.screenshot("killed")
    dock.session.cancel_all()
    yield 300


def second(t, dock, own):
    """Another document is opened meanwhile: the result belongs to the first."""
    known = {one.id for one in dock.session.results}
    first = dock.session
    yield from pressed(dock)
    other = t.document(300, 200)
    t.paint(other, b"\x20\x60\xa0\xff" * 300 * 200)
    yield from t.show(other)
    other_before = t.bytes_of(other)
    yield from dock.ready(other)
    go_on(dock)
    yield lambda: [one for one in first.results if one.id not in known]
    own_before = t.bytes_of(own)
    t.check("second: its gallery is its own", not dock.session.results, dock.session.results)
    first.apply(first.results[0].id)
    yield lambda: len(own.rootNode().childNodes()) == 3
    yield 400
    t.check("second: the other one is untouched", t.bytes_of(other) == other_before)
    t.check("second: the layer is in the first", t.bytes_of(own) != own_before)
    t.check("second: one layer there", len(other.rootNode().childNodes()) == 1)


def closed(t, dock, own):
    """The document is closed meanwhile: the result waits for when it is opened again."""
    key = dock.session.key
    known = {one.id for one in dock.session.results}
    session = dock.session
    job = yield from pressed(dock)
    yield from t.close(own)
    yield lambda: dock.session is None
    go_on(dock)
    yield from finished(session, job)
    yield 300
    yield from dock.open(os.environ["PICTURE"])
    t.check("closed: known again", dock.session.key == key)
    yield from dock.result(known)
    t.check("closed: the result has waited", True)
    before = t.bytes_of(dock.opened)
    dock.session.apply(dock.session.results[0].id)
    yield lambda: len(dock.opened.rootNode().childNodes()) == 2
    yield 300
    after = t.bytes_of(dock.opened)
    changed = changed_box(dock.opened.width(), before, after)
    t.check("closed: applied where it belongs", WHERE.holds(changed), changed)


def changed_box(width, before, after):
    """Bounds of all pixels that are others now; RGBA, 8 bit."""
    rows = [
        at
        for at in range(len(before) // (width * 4))
        if row(before, width, at) != row(after, width, at)
    ]
    columns = [
        column
        for column in range(width)
        if any(
            row(before, width, at)[column * 4 : column * 4 + 4]
            != row(after, width, at)[column * 4 : column * 4 + 4]
            for at in rows
        )
    ]
    if not rows:
        return Box(0, 0, 0, 0)
    return Box.between(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)


def row(pixels, width, at):
    """The bytes of one row."""
    return pixels[at * width * 4 : (at + 1) * width * 4]
