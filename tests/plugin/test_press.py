"""A press and its snapshot: each job is sent the part that its own plan names, cancelled or not."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from ritocco.canvas.candidates import STARTS
from ritocco_dock.editor import SRGB8
from ritocco_dock.errors import DockError
from ritocco_dock.geometry import Box, Sides
from ritocco_dock.knobs.knobs import SURROUNDINGS, Knobs
from ritocco_dock.knobs.painting import By
from ritocco_dock.qt import QObject, QtCore
from ritocco_dock.session.grid import Axis, cells_of
from ritocco_dock.session.planning import Planner
from ritocco_dock.session.press import FOUND, Presses, in_row, question_for
from tests.plugin.doubles import noise

HOLE = Box(40, 30, 10, 8)
KNOBS = Knobs(task="fill", model=SURROUNDINGS)


def needed(grow=0):
    """What a backend of this test's needs around the hole."""
    return HOLE.grown(Sides(grow, grow, grow, grow))


class Question:
    """A question on its way to the backend, answered when a test says so."""

    def __init__(self, body):
        self.body, self.cancelled = body, False

    def then(self, receiver, answered, failed):
        self.answered, self.failed = answered, failed

    def cancel(self):
        self.cancelled = True

    def answer(self):
        size = {"model_width": 64, "model_height": 64}
        export = needed(self.body["recipe"].get("grow", 0)).to_dict()
        plan = {"windows": [export], "window": size, "export": export, "layer": export}
        plan |= {"passes": 1, "seconds": 1.0, "memory": 1, "engine": "fill"}
        self.answered(SimpleNamespace(json=lambda: plan))


class Client:
    """A backend at the other end of a slow line."""

    def __init__(self):
        self.address, self.asked = "http://there", []

    def post(self, path, body):
        assert path == "/v1/plan"
        self.asked.append(Question(body))
        return self.asked[-1]


class Jobs:
    """What came of each job."""

    def __init__(self):
        self.sent, self.failed = {}, {}

    def add(self, job):
        pass

    def give(self, job, payload):
        self.sent[job] = payload

    def fail(self, job, error):
        self.failed[job] = error.message


class Desk:
    """One document, its planner and its presses."""

    def __init__(self, host):
        self.document = host.open(noise(90, 120, SRGB8))
        self.document.select(HOLE)
        self.client, self.jobs, self.parent = Client(), Jobs(), QObject()
        self.planner = Planner(self.client, self.parent)
        self.presses = Presses(self.document, self.client, self.planner, self.jobs, self.parent)

    def knows(self, knobs):
        """The plan for these knobs was asked for before."""
        self.planner.ask(question_for(knobs, self.document.state(), []), print, print)
        self.client.asked.pop().answer()

    def wonders(self, knobs):
        """And they are the present ones."""
        self.knows(knobs)
        self.planner.wonder(question_for(knobs, self.document.state(), []))

    def press(self, wanted):
        return self.presses.begin(wanted, self.document.state(), [])

    def boxes(self):
        return [Box.from_dict(one.document["box"]) for one in self.jobs.sent.values()]


@pytest.fixture
def desk(host):
    return Desk(host)


def answer_all(desk, wait, count):
    """Answer what is asked, until so many jobs have come to something."""

    def done():
        for question in desk.client.asked:
            question.answer()
        desk.client.asked.clear()
        return len(desk.jobs.sent) + len(desk.jobs.failed) == count

    wait(done)


def test_a_grid_whose_cells_need_more_than_the_present_knobs(desk, wait):
    desk.wonders(KNOBS)
    cells = cells_of(KNOBS, Axis("grow", (0, 4, 20)), None)
    desk.press(cells)
    answer_all(desk, wait, 3)
    assert desk.jobs.failed == {}
    assert desk.boxes() == [needed(0), needed(4), needed(20)]
    assert desk.document.snapshots[0].closed


def test_no_more_is_kept_than_all_cells_need_where_that_is_known(desk, wait):
    for grow in (0, 4, 20):
        desk.knows(replace(KNOBS, grow=grow))
    desk.press(cells_of(KNOBS, Axis("grow", (0, 4, 20)), None))
    assert desk.document.snapshots[0].kept == needed(20)
    answer_all(desk, wait, 3)
    assert desk.jobs.failed == {}


def test_a_batch_has_seeds_in_a_row_and_content_aware_the_best_of_each():
    last = 4294967295
    knobs = replace(KNOBS, batch=6, seed=last)
    painted = in_row(knobs, By.MODEL)
    assert [seed for _, seed in painted] == [last, 0, 1, 2, 3, 4]
    found = in_row(replace(knobs, candidate=1), By.CONTENT_AWARE)
    assert [seed for _, seed in found] == [last] * (FOUND - 1) + [0] * 2
    assert [one.candidate for one, _ in found] == [1, 2, 3, 4, 0, 1]
    assert [one.seed for one, _ in found] == [seed for _, seed in found]
    assert len(STARTS) == FOUND


def test_again_with_knobs_that_are_not_the_present_ones(desk, wait):
    desk.wonders(KNOBS)
    desk.press(in_row(replace(KNOBS, grow=12), By.MODEL))
    answer_all(desk, wait, 1)
    assert desk.boxes() == [needed(12)]


def test_another_seed_needs_no_other_part(desk):
    """Nor another plan: of a batch, of a grid of seeds, of a variation."""
    desk.wonders(KNOBS)
    seeds = cells_of(KNOBS, Axis("seed", (1, 2)), Axis("variation_strength", (0.1, 0.2)))
    desk.press([*seeds, *in_row(replace(KNOBS, batch=3), By.MODEL)])
    assert desk.document.snapshots[0].kept == needed()
    assert desk.client.asked == []


def test_a_stroke_that_ends_when_the_document_is_frozen(desk, wait):
    """Krita waits for it; the selection is another one then than when the press was weighed."""
    desk.wonders(KNOBS)
    state = desk.document.state()
    grown, original = needed(10), desk.document.snapshot

    def snapshot(source=None, likely=None):
        desk.document.select(grown)
        return original(source, likely)

    desk.document.snapshot = snapshot
    desk.presses.begin(in_row(KNOBS, By.MODEL), state, [])
    asked = desk.client.asked[0].body["selection"]
    assert Box.from_dict(asked) == grown
    first, second = desk.document.snapshots
    assert first.closed
    assert second.kept == Box(0, 0, 120, 90)


def test_a_cancelled_cell_takes_no_other_cells_place(desk, wait):
    """Its plan comes when it is no longer wanted: the next one waits for its own."""
    first, second = desk.press(cells_of(KNOBS, Axis("grow", (0, 8)), None))
    late = desk.client.asked.pop()
    desk.presses.drop(first)
    wait(lambda: desk.client.asked)
    late.answer()
    assert desk.jobs.sent == {}
    answer_all(desk, wait, 1)
    assert list(desk.jobs.sent) == [second]
    assert desk.boxes() == [needed(8)]
    assert desk.jobs.sent[second].recipe["grow"] == 8


def test_what_a_cancelled_cell_could_not_have_is_no_other_cells_fault(desk, wait):
    first, second = desk.press(cells_of(KNOBS, Axis("grow", (0, 8)), None))
    late = desk.client.asked.pop()
    desk.presses.drop(first)
    wait(lambda: desk.client.asked)
    late.failed(DockError("That cannot be.", "bad_recipe"))
    answer_all(desk, wait, 1)
    assert desk.jobs.failed == {}
    assert list(desk.jobs.sent) == [second]


def test_a_plan_asked_for_twice_is_taken_once(desk, wait):
    """The backend went away and came back; then both answers come."""
    [job] = desk.press(in_row(KNOBS, By.MODEL))
    desk.presses.resume()
    assert len(desk.client.asked) == 2
    answer_all(desk, wait, 1)
    assert list(desk.jobs.sent) == [job]
    assert desk.boxes() == [needed()]
    [payload] = desk.jobs.sent.values()
    assert sum(map(len, payload.pixels)) == needed().area * 4
    wait(lambda: desk.document.snapshots[0].closed)


def test_a_press_that_ends_while_it_is_taken_up_again_ends_once(desk, wait):
    for job in desk.press(cells_of(KNOBS, Axis("grow", (0, 8)), None)):
        desk.presses.drop(job)
    desk.presses.resume()
    assert desk.document.snapshots[0].closed
    QtCore.QCoreApplication.processEvents()
    assert desk.jobs.sent == {}
