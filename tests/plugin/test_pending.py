"""An editor that answers everything later, as one at the other end of a pipe does."""

import numpy as np
import pytest

from ritocco_dock.editor import SRGB8, Colour
from ritocco_dock.errors import DockError, HostError
from ritocco_dock.geometry import Box, Sides
from ritocco_dock.pending import Pending
from ritocco_dock.phase import Phase
from ritocco_dock.qt import QTimer
from tests.plugin.doubles import (
    MemoryBuilder,
    MemoryDocument,
    MemoryHost,
    MemorySnapshot,
    noise,
)

HOLE = Box(28, 18, 12, 10)


class Pipe:
    """Does what it is asked for in a later turn of the event loop.

    held, refused  what is not answered until `let_go`; what is answered with an error
    """

    def __init__(self):
        self.asked, self.waiting, self.turns = [], [], 0
        self.held = self.refused = ""

    def ask(self, what, work):
        pending, asked_in = Pending(), self.turns
        self.asked.append(what)

        def answer(patience=100):
            # On a busy machine both timers may be due at once, this one first.
            if self.turns == asked_in and patience:
                QTimer.singleShot(3, lambda: answer(patience - 1))
                return
            assert self.turns > asked_in, "the event loop stood still"
            try:
                if what == self.refused:
                    raise HostError("The editor is gone.")
                pending.arrive(work())
            except DockError as error:
                pending.fail(error)

        if what == self.held:
            self.waiting.append(answer)
        else:
            QTimer.singleShot(3, answer)
        return pending

    def let_go(self):
        self.held, waiting, self.waiting = "", self.waiting, []
        for answer in waiting:
            answer()


class LaterSnapshot(MemorySnapshot):
    def pixels(self, box):
        found = super().pixels(box)
        return self.pipe.ask("pixels", lambda: found)

    def mask(self, box):
        found = super().mask(box)
        return self.pipe.ask("mask", lambda: found)


class LaterBuilder(MemoryBuilder):
    def write(self, box, pixels):
        return self.pipe.ask("write", lambda: super(LaterBuilder, self).write(box, pixels))

    def write_mask(self, box, mask):
        return self.pipe.ask("write_mask", lambda: super(LaterBuilder, self).write_mask(box, mask))

    def commit(self):
        def work():
            super(LaterBuilder, self).commit()
            self.document.host.changed.emit()  # heard of before the answer

        return self.pipe.ask("commit", work)


class LaterDocument(MemoryDocument):
    def snapshot(self, source=None, likely=None):
        made = LaterSnapshot(self, likely)
        made.pipe = self.host.pipe
        self.snapshots.append(made)
        return made

    def new_layer(self, spec):
        self.builder = LaterBuilder(self, spec)
        self.builder.pipe, self.builder.document = self.host.pipe, self
        return self.builder


@pytest.fixture
def pipe():
    return Pipe()


@pytest.fixture
def host(qapp, pipe):
    host = MemoryHost()
    host.pipe = pipe
    return host


@pytest.fixture
def document(host):
    made = LaterDocument(host, noise(48, 64, SRGB8), Colour())
    host.documents.append(made)
    host.now = made
    return made


@pytest.fixture
def messages():
    return []


@pytest.fixture
def session(desk, document, pipe, messages):
    desk.open()
    desk.session.message.connect(messages.append)
    turn = QTimer()
    turn.timeout.connect(lambda: setattr(pipe, "turns", pipe.turns + 1))
    turn.start(1)
    yield desk.session
    turn.stop()


def made(session, wait):
    [job] = session.submit()
    wait(lambda: session.job(job).phase.is_final)
    assert session.job(job).phase is Phase.DONE, session.job(job).problem
    return session.result_of(job).id


def test_from_press_to_layer(session, document, pipe, wait, messages):
    before = document.base.copy()
    document.select(HOLE)
    result = made(session, wait)
    assert document.snapshots[-1].closed
    session.apply(result)
    assert session.applying == result
    wait(lambda: session.is_applied(result))
    assert set(pipe.asked) == {"pixels", "mask", "write", "write_mask", "commit"}
    [layer] = document.layers
    assert layer.spec.box == HOLE
    assert (layer.mask == 255).all()
    assert (layer.pixels[..., 3] == 255).all()
    assert np.array_equal(document.base, before)
    assert session.applying == ""
    assert messages == []


def test_what_was_made_before_an_extension_still_finds_its_place(session, document, wait):
    document.select(HOLE)
    hole = made(session, wait)
    session.choose("extend")
    session.turn(extend=Sides(left=16, bottom=8))
    wider = made(session, wait)
    session.apply(wider)
    wait(lambda: session.is_applied(wider))
    session.apply(hole)
    wait(lambda: session.is_applied(hole))
    assert document.layers[1].spec.box == HOLE.moved(16, 0)


@pytest.mark.parametrize("what", ["pixels", "mask"])
def test_a_job_is_cancelled_while_the_editor_is_asked(session, document, pipe, wait, what):
    document.select(HOLE)
    pipe.held = what
    [job] = session.submit()
    wait(lambda: pipe.waiting)
    session.cancel(job)
    assert session.job(job).phase is Phase.CANCELLED
    wait(lambda: document.snapshots[-1].closed)
    asked = len(pipe.asked)
    pipe.let_go()
    assert made(session, wait)  # the late answer went nowhere; the next press is whole
    assert len(document.snapshots) == 2
    assert "pixels" in pipe.asked[asked:]


@pytest.mark.parametrize("what", ["write", "write_mask"])
def test_the_document_is_closed_while_a_layer_is_written(session, document, pipe, wait, what):
    document.select(HOLE)
    result = made(session, wait)
    pipe.held = what
    session.apply(result)
    wait(lambda: pipe.waiting)
    document.close()
    assert session.applying == ""
    assert document.builder.over
    pipe.let_go()
    assert document.layers == []
    assert "commit" not in pipe.asked


def test_the_document_is_closed_while_it_is_being_changed(session, document, pipe, wait, messages):
    document.select(HOLE)
    result = made(session, wait)
    pipe.held = "commit"
    session.apply(result)
    wait(lambda: pipe.waiting)
    document.close()
    assert session.applying == result
    pipe.let_go()
    wait(lambda: messages)
    assert messages[-1].text == "The document is closed."
    assert session.applying == ""
    assert not session.is_applied(result)
    assert document.layers == []


def test_what_comes_in_place_of_an_answer_is_told(session, document, pipe, wait, messages):
    document.select(HOLE)
    pipe.refused = "mask"
    [job] = session.submit()
    wait(lambda: session.job(job).phase is Phase.FAILED)
    assert messages[-1].text == "The editor is gone."
    wait(lambda: document.snapshots[-1].closed)
    pipe.refused = ""
    result = made(session, wait)
    pipe.refused = "commit"
    session.apply(result)
    wait(lambda: len(messages) == 2)
    assert document.layers == []
    assert session.applying == ""
    pipe.refused = ""
    session.apply(result)
    wait(lambda: session.is_applied(result))
    assert len(document.layers) == 1
