"""The main way: select, press, see the result, apply it; against a real backend."""

from dataclasses import replace
from itertools import product as pairs

import numpy as np
import pytest

from ritocco_dock.backend.backend import Standing
from ritocco_dock.editor import Layout
from ritocco_dock.geometry import Box, Sides, Size
from ritocco_dock.knobs.knobs import SURROUNDINGS
from ritocco_dock.knobs.own import ANY_MODEL, resolved
from ritocco_dock.phase import Phase
from ritocco_dock.session.stroke import Stroke
from tests.effort import product
from tests.plugin.doubles import FULL, cut, noise, of_several

HOLE = Box(28, 18, 12, 10)


@pytest.fixture
def messages():
    return []


@pytest.fixture
def session(desk, host, messages):
    host.open()
    desk.open()
    desk.session.message.connect(messages.append)
    return desk.session


def filled(session, wait):
    jobs = session.submit()
    assert jobs
    wait(lambda: all(session.job(job).phase.is_final for job in jobs))
    assert [(session.job(job).phase, session.job(job).problem) for job in jobs] == [
        (Phase.DONE, "")
    ] * len(jobs)
    return [session.result_of(job).id for job in jobs]


def test_from_selection_to_layer(session, host, wait, messages):
    document = host.now
    before = document.base.copy()
    document.select(HOLE)
    assert session.readiness.ready
    wait(lambda: session.plan)
    assert session.plan.layer == HOLE
    assert document.plans[-1] == session.plan.windows
    [result] = filled(session, wait)
    assert [one.id for one in session.results] == [result]
    assert document.undo == []
    session.apply(result)
    assert session.applying == result
    wait(lambda: session.is_applied(result))
    [layer] = document.layers
    assert layer.spec.box == HOLE
    assert layer.spec.name == "Fill"
    assert layer.spec.masked
    assert (layer.mask == 255).all()
    assert (layer.pixels[..., 3] == 255).all()
    around = cut(before, Box(18, 8, 32, 30))[..., :3]
    assert abs(layer.pixels[..., :3].mean() - around.mean()) < 8
    assert layer.pixels[..., :3].std() > 3
    assert len(document.undo) == 1
    assert np.array_equal(document.base, before)
    assert document.snapshots[-1].closed
    assert messages == []


def test_a_job_is_shown_while_it_is_on_its_way(session, host, wait):
    host.now.select(HOLE)
    [job] = session.submit()
    assert [one.id for one in session.jobs] == [job]
    assert session.job(job).phase is Phase.SENDING
    wait(lambda: session.job(job).phase is Phase.DONE)
    assert session.jobs == []
    assert session.unfinished == 0


def test_what_was_pressed_for_is_what_is_sent(session, host, wait):
    """Pixels and selection are those of the moment of pressing, even before there is a backend."""
    document = host.now
    document.base[..., :3] = 90
    document.select(HOLE)
    jobs = session.submit()
    document.base[..., :3] = 200
    document.select(Box(0, 0, 10, 10))
    wait(lambda: session.job(jobs[0]).phase is Phase.DONE)
    result = session.result_of(jobs[0])
    assert result.box == HOLE
    session.apply(result.id)
    wait(lambda: session.is_applied(result.id))
    assert abs(document.layers[0].pixels[..., :3].astype(int) - 90).max() <= 1


@pytest.mark.parametrize(
    ("model", "depth"),
    product(
        [*pairs(["rgb", "grey"], ["u8", "u16", "f16", "f32"])],
        [("grey", "u8"), ("rgb", "u16"), ("rgb", "f16"), ("grey", "f32")],
    ),
)
def test_layers_come_in_the_documents_own_pixels(desk, host, wait, model, depth):
    layout = Layout(model, depth, True, "bgra" if model == "rgb" and depth[0] == "u" else "rgba")
    document = host.open(noise(64, 64, layout), layout)
    desk.open()
    session = desk.session
    soft = Box(20, 20, 16, 16)
    document.select(soft, level=100)
    [result] = filled(session, wait)
    desk.settings.set("layer_mask", False)
    session.apply(result)
    wait(lambda: session.is_applied(result))
    layer = document.layers[0]
    assert layer.spec.colour == document.colour
    assert not layer.spec.masked
    alpha = layer.pixels[..., -1].astype(float) / FULL[depth]
    assert abs(alpha - 100 / 255).max() < 1 / 255


def test_a_batch_from_the_surroundings_is_the_best_of_one_seed(session, host, wait):
    host.now.select(HOLE)
    session.turn(batch=3, seed=8)
    results = filled(session, wait)
    assert [(one.seed, one.candidate) for one in session.results] == [(8, 0), (8, 1), (8, 2)]
    assert results == [one.id for one in session.results]
    of_several(session, results[0], 5)
    [job] = session.again(results[0])
    assert session.job(job).knobs.candidate == 3  # the next that is not here


def test_each_task_has_its_own_number_of_pictures(session, host):
    session.turn(batch=3)
    session.choose("extend")
    assert session.knobs.batch == 1
    session.turn(batch=2)
    session.choose("fill")
    assert session.knobs.batch == 3
    session.choose("upscale")
    session.turn(batch=4)
    assert session.knobs.pictures == 1  # all would be the same
    session.turn(detail=True)
    assert session.knobs.pictures == 4


def test_extending_moves_nothing(session, host, wait):
    document = host.now
    before = document.base.copy()
    session.choose("extend")
    assert not session.readiness.ready
    session.turn(extend=Sides(left=16, top=8))
    assert session.readiness.ready
    [result] = filled(session, wait)
    session.apply(result)
    wait(lambda: session.is_applied(result))
    assert document.base.shape == (56, 80, 4)
    assert np.array_equal(document.base[8:, 16:], before)
    [layer] = document.layers
    assert (layer.spec.box.x, layer.spec.box.y) == (-16, -8)
    assert layer.spec.extend == Sides(left=16, top=8)
    assert not layer.spec.masked
    assert len(document.undo) == 1
    assert session.knobs.extend == Sides()
    assert not session.readiness.ready


def test_what_was_made_before_an_extension_still_finds_its_place(session, host, wait):
    document = host.now
    document.select(HOLE)
    [hole] = filled(session, wait)
    session.choose("extend")
    session.turn(extend=Sides(left=16, bottom=8), batch=2)
    wider, other = filled(session, wait)
    session.apply(wider)
    wait(lambda: session.is_applied(wider))
    session.apply(hole)
    wait(lambda: session.is_applied(hole))
    assert document.layers[1].spec.box == HOLE.moved(16, 0)
    session.apply(other)  # what it adds is there by now
    wait(lambda: session.is_applied(other))
    assert document.state().size == Size(80, 56)
    assert document.layers[2].spec.box == document.layers[0].spec.box.moved(16, 0)


def test_a_finished_result_shows_itself_and_goes_without_an_undo_step(session, host, wait):
    document = host.now
    document.select(HOLE)
    [result] = filled(session, wait)
    assert session.shown == result
    wait(lambda: document.previews and not document.previews[-1].image.isNull())
    preview = document.previews[-1]
    assert preview.box == HOLE
    assert (preview.image.width(), preview.image.height()) == (12, 10)
    assert preview.image.pixelColor(3, 3).alpha() == 255
    session.compare(True)
    assert (document.previews[-1].image.isNull(), session.shown) == (True, result)
    session.compare(False)
    assert document.previews[-1].box == HOLE
    session.show("")
    assert document.previews[-1] is None
    assert session.shown == ""
    assert document.undo == []


def test_what_is_looked_at_stays_unless_a_new_one_was_asked_for_since(session, host, desk, wait):
    document = host.now
    document.select(HOLE)
    session.turn(model=SURROUNDINGS)
    [first] = filled(session, wait)
    [second] = filled(session, wait)
    assert session.shown == second  # asked for while the first was looked at
    [job] = session.submit()
    session.show(first)
    wait(lambda: session.unfinished == 0)
    assert session.shown == first  # turned to since it was asked for
    session.discard(session.result_of(job).id)
    [job] = session.again_shown()
    wait(lambda: session.result_of(job))
    third = session.result_of(job).id
    assert session.shown == third
    session.show("")
    document.in_stroke = lambda: True
    filled(session, wait)
    assert session.shown == ""
    del document.in_stroke
    desk.settings.set("show_finished", False)
    [last] = filled(session, wait)
    assert session.shown == ""
    session.step_shown(1)
    assert session.shown == last
    assert not session.can_step(-1)
    session.step_shown(3)
    assert session.shown == second
    session.step_shown(1)
    assert (session.shown, session.can_step(1), session.shown_place) == (first, False, 4)


def test_what_one_press_made_stands_together_and_one_let_go_gives_way(session, host, wait):
    host.now.select(HOLE)
    [alone] = filled(session, wait)
    session.show("")
    session.turn(batch=3, model=SURROUNDINGS)
    one, two, three = filled(session, wait)
    assert [each.id for each in session.results] == [one, two, three, alone]
    assert session.shown == one
    assert [each.id for each in session.candidates] == [one, two, three]
    session.discard_shown()
    assert (session.shown, session.armed) == (one, one)
    session.discard_shown()
    assert (session.shown, session.armed) == (two, "")
    session.apply_shown()
    wait(lambda: session.is_applied(two))
    assert session.shown == ""
    session.show(alone)
    assert [each.id for each in session.candidates] == [alone]


def test_words_that_nothing_reads_are_no_title(session, host, wait):
    host.now.select(HOLE)
    session.turn(prompt="a boat", model=SURROUNDINGS)
    [job] = session.submit()
    assert session.job(job).words == ""
    wait(lambda: session.result_of(job))
    session.apply_shown()
    wait(lambda: host.now.layers)
    assert host.now.undo == ["Fill"]


def test_the_least_seam_can_come_first(session, host, desk, wait):
    host.now.select(HOLE)
    session.turn(batch=2, model=SURROUNDINGS)
    first, second = filled(session, wait)
    for result, seam in ((first, 1.9), (second, 1.1)):
        known = session._gallery._results[result]
        session._gallery._results[result] = replace(known, quality={**known.quality, "seam": seam})
    assert [one.id for one in session.results] == [first, second]
    session.sort("smoothest")
    assert [one.id for one in session.results] == [second, first]
    assert desk.settings.get("results_order") == "smoothest"


def test_thumbnails_come_when_asked_for(session, host, wait, qtbot):
    host.now.select(HOLE)
    [result] = filled(session, wait)
    with qtbot.waitSignal(session.thumbnail_changed) as heard:
        assert session.thumbnail(result) is None
    assert heard.args == [result]
    assert session.thumbnail(result).width() == 12


def test_discarding_lets_go_for_good(session, host, home, wait):
    host.now.select(HOLE)
    [result] = filled(session, wait)
    assert (home / "results" / result).is_dir()
    session.discard(result)
    assert session.results == []
    wait(lambda: not (home / "results" / result).exists())


def test_who_hears_that_an_apply_has_ended_finds_it_in(session, host, wait):
    """What waits for it, as saving does, goes on only then."""
    host.now.select(HOLE)
    [result] = filled(session, wait)
    found = []
    session.applying_changed.connect(
        lambda: session.applying or found.append(session.is_applied(result))
    )
    session.apply(result)
    wait(lambda: found)
    assert found == [True]


def test_again_and_vary_take_another_seed(session, host, wait):
    host.now.select(HOLE)
    session.turn(seed=5, model=SURROUNDINGS)
    [result] = filled(session, wait)
    of_several(session, result, 1)
    [again] = session.again(result)
    [varied] = session.vary(result)
    assert 5 not in (session.job(again).seed, session.job(varied).seed)
    wait(lambda: session.unfinished == 0)
    assert len(session.results) == 3


def test_another_is_the_next_best_of_the_same_seed(session, host, wait):
    host.now.select(HOLE)
    session.turn(seed=5, model=SURROUNDINGS)
    [result] = filled(session, wait)
    of_several(session, result, 3)
    wanted = [session.again(result), session.again(result), session.again(result)]
    wait(lambda: session.unfinished == 0)
    made = [session.result_of(job) for [job] in wanted]
    assert [(one.seed, one.candidate) for one in made] == [(5, 1), (5, 2), (5, 1)]
    of_several(session, made[1].id, 3)
    [job] = session.again(made[1].id)
    assert session.job(job).knobs.candidate == 0  # after the last the best again
    session.take_knobs(made[0].id)
    assert (session.knobs.seed, session.knobs.candidate) == (5, 1)
    session.turn(seed=6)
    assert session.knobs.candidate == 0


def test_removing_takes_a_few_pixels_more_and_shows_them(session, host, wait):
    document = host.now
    document.select(HOLE)
    session.choose("remove")
    session.turn(model=SURROUNDINGS)
    wider = HOLE.grown(Sides(2, 2, 2, 2))
    wait(lambda: session.plan)
    assert session.plan.layer == wider
    assert document.plans[-1] == (*session.plan.windows, wider)
    [result] = filled(session, wait)
    session.apply(result)
    wait(lambda: session.is_applied(result))
    [layer] = document.layers
    assert layer.spec.box == wider
    assert layer.mask[10, 10] == 255
    assert (layer.mask[0, 0], layer.mask[0, 10]) == (0, 255)  # a round brush widens it
    session.choose("fill")
    wait(lambda: session.plan)
    assert (session.plan.layer, session.knobs.grow) == (HOLE, 0)


def test_a_plan_that_is_another_one_by_now_is_asked_for_again(session, host, wait):
    """What was told of it before does not hold: less was sent than is looked at."""
    host.now.select(HOLE)
    wait(lambda: session.plan)
    right = session.plan
    [question] = session._planner._known
    session._planner._known[question] = replace(right, export=HOLE)
    session.turn(seed=9)
    [job] = session.submit()
    wait(lambda: session.job(job).phase is Phase.FAILED)
    assert "Try again" in session.job(job).problem
    wait(lambda: session.plan)
    assert session.plan == right
    session.retry(job)
    wait(lambda: session.results)
    assert (session.results[0].seed, session.results[0].box) == (9, HOLE)


def test_a_grid_is_one_job_for_each_cell(session, host, wait):
    from ritocco_dock.session.session import Axis

    host.now.select(HOLE)
    grid = session.grid(Axis("grow", (0, 4, 8)), Axis("seed", (1, 2)))
    wait(lambda: session.unfinished == 0)
    made = [[session.result_of(job) for job in row] for row in grid.jobs]
    assert [[one.recipe["grow"] for one in row] for row in made] == [[0, 4, 8]] * 2
    assert [[one.seed for one in row] for row in made] == [[1] * 3, [2] * 3]
    assert made[0][2].box == Box(20, 10, 28, 26)
    assert host.now.snapshots[-1].closed
    assert len(host.now.snapshots) == 1


def test_results_outlive_the_editor(make_desk, host, wait):
    host.open(key="lasting")
    first = make_desk()
    first.open()
    host.now.select(HOLE)
    [result] = filled(first.session, wait)
    first.close()
    assert first.backend.standing is Standing.OFF
    second = make_desk()
    second.open()
    wait(lambda: second.session.results)
    assert [one.id for one in second.session.results] == [result]
    second.session.apply(result)
    wait(lambda: second.session.is_applied(result))
    assert host.now.layers[0].spec.box == HOLE


def test_what_was_made_for_a_picture_that_is_gone_is_offered(make_desk, host, wait, home):
    gone = host.open(key="gone")
    first = make_desk()
    first.open()
    gone.select(HOLE)
    first.session.turn(batch=3)
    session = first.session
    wait(lambda: session.readiness.ready and session.plan)
    session.submit()
    wait(lambda: not session.handing_over)
    first.close()
    left = len(list(home.rglob("*.npz")))  # what the first backend had not done by then
    gone.close()
    here = host.open(key="here")
    second = make_desk()
    second.open()
    wait(lambda: second.elsewhere.finished == left and not second.elsewhere.others)
    assert not second.session.jobs
    before = len(host.documents)
    second.elsewhere.open_finished()
    wait(lambda: len(host.documents) == before + left)
    assert second.elsewhere.finished == 0
    assert all(made.state().size == HOLE.size for made in host.documents[before:])
    assert here.layers == []


def test_jobs_of_another_picture_are_told_and_stopped(desk, host, wait):
    host.open(key="one")
    desk.open()
    host.now.select(HOLE)
    one = desk.session
    wait(lambda: one.readiness.ready and one.plan)
    one.turn(batch=4)
    one.submit()
    assert not desk.elsewhere.others, "they are those of the picture in front"
    host.open(key="two", name="Two")
    assert [other.label for other in desk.elsewhere.others] == ["Fill"] * len(one.jobs)
    desk.elsewhere.stop()
    assert (list(desk.elsewhere.others), list(one.jobs)) == ([], [])


def test_a_job_heard_of_before_its_picture_was_open_is_its_own_then(desk, host, wait):
    host.open(key="here")
    desk.open()
    recipe = {"kind": "fill", "seed": 3, "diffusion": None}
    told = {"id": "x", "document": "late", "state": "waiting", "recipe": recipe, "fraction": 0.0}
    desk.elsewhere.hear("waiting", told | {"text": "", "seconds_left": None})
    desk.elsewhere.hear("waiting", {"id": "torn", "document": "late"})
    assert [(other.label, other.name) for other in desk.elsewhere.others] == [("Fill", "")]
    host.open(key="late")
    assert [job.server for job in desk.session.jobs] == ["x"]
    assert not desk.elsewhere.others


def test_results_are_told_apart_by_document(desk, host, wait):
    one = host.open(key="one")
    desk.open()
    one.select(HOLE)
    [result] = filled(desk.session, wait)
    host.open(key="two")
    assert desk.session.document is host.now
    wait(lambda: desk.status.standing is Standing.READY)
    desk.session._gallery.refresh()
    host.activate(one)
    assert [each.id for each in desk.session.results] == [result]
    assert all(not session.results for session in desk.sessions if session.key == "two")


def test_why_it_cannot_be_pressed(session, host):
    assert not session.readiness.ready
    assert "Select" in session.readiness.reason
    assert session.submit() == []
    host.now.select(HOLE)
    assert session.readiness.ready
    session.choose("refine")
    assert "model" in session.readiness.reason


def test_each_task_remembers_its_strength(session):
    session.choose("refine")
    assert resolved(session.knobs, ANY_MODEL).strength == 0.5
    session.turn(strength=0.3)
    session.choose("fill")
    assert resolved(session.knobs, ANY_MODEL).strength == 1.0
    session.choose("refine")
    assert session.knobs.strength == 0.3


def test_knobs_come_back_with_the_next_editor(make_desk, host):
    host.open()
    first = make_desk()
    first.session.turn(prompt="a boat", steps=12, extend=Sides(left=5))
    first.close()
    again = make_desk().session.knobs
    assert (again.prompt, again.steps, again.extend) == ("a boat", 12, Sides(left=5))


def test_a_wish_stays_with_its_picture_and_the_way_it_is_made_goes_along(make_desk, host):
    one = host.open(key="one")
    desk = make_desk()
    desk.session.choose("generate")
    desk.session.turn(prompt="blue sky", negative="clouds", batch=3, steps=12)
    other = host.open(key="other")
    fresh = desk.session.knobs
    assert (fresh.task, fresh.prompt, fresh.negative, fresh.batch, fresh.steps) == (
        *("fill", "", "", 1),
        12,
    )
    desk.session.turn(prompt="a boat")
    one.close()
    other.close()
    host.open(key="one")
    again = desk.session.knobs
    assert (again.task, again.prompt, again.negative, again.batch) == (
        *("generate", "blue sky", "clouds"),
        1,
    )


def test_knobs_of_a_result_can_be_taken(session, host, wait):
    host.now.select(HOLE)
    session.turn(seed=77, grow=3)
    [result] = filled(session, wait)
    session.turn(seed=1, grow=0, task="extend")
    session.take_knobs(result)
    assert (session.knobs.task, session.knobs.seed, session.knobs.grow) == ("fill", 77, 3)


def test_what_a_stroke_goes_over_is_removed_whatever_is_selected(session, host, wait, messages):
    """Applied by itself, one layer for each stroke; the artist's selection and task stay."""
    document = host.now
    document.select(Box(2, 2, 5, 5))
    session.turn(model=SURROUNDINGS)
    task, held = session.knobs.task, document.selected.copy()
    strokes = [
        Stroke.along([(30, 20), (40, 24)], 6.0, Size(64, 48)),
        Stroke.along([(12.0, 40.0)], 7.0, Size(64, 48)),
    ]
    assert [len(session.remove(stroke)) for stroke in strokes] == [1, 1]
    wait(lambda: len(document.layers) == 2)
    assert messages == []
    assert document.undo == ["Remove", "Remove"]
    assert (document.selected == held).all()
    assert session.knobs.task == task
    layers = sorted(document.layers, key=lambda layer: layer.spec.box.y)  # as they were done
    for stroke, layer in zip(strokes, layers, strict=True):
        reach = stroke.box.grown(Sides(3, 3, 3, 3)) & Box(0, 0, 64, 48)
        assert reach.holds(layer.spec.box)
        assert layer.spec.box.holds(stroke.box)
        levels = layer.mask if layer.mask is not None else layer.pixels[..., -1]
        y, x = stroke.box.y - layer.spec.box.y, stroke.box.x - layer.spec.box.x
        inside = levels[y : y + stroke.box.height, x : x + stroke.box.width]
        assert (inside >= np.frombuffer(stroke.levels, np.uint8).reshape(inside.shape)).all()
    assert session.remove(Stroke.along([(-90.0, -90.0)], 8.0, Size(64, 48))) == []
