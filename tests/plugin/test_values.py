"""The values of the dock: knobs and recipes, placement, extension, messages, settings, keys."""

import json
import time
from dataclasses import replace

import pytest

from ritocco_dock.editor import SRGB8, Colour, Layout
from ritocco_dock.errors import DockError
from ritocco_dock.geometry import Anchor, Box, Sides, Size
from ritocco_dock.identity import key_for, remember
from ritocco_dock.knobs.extend import pixels_of, sides_for
from ritocco_dock.knobs.fringe import with_fringe
from ritocco_dock.knobs.knobs import AUTOMATIC, RANDOM, SURROUNDINGS, Knobs
from ritocco_dock.knobs.models import ModelInfo, model_of
from ritocco_dock.knobs.presets import cfg_zone
from ritocco_dock.knobs.recipe import knobs_of, recipe_of
from ritocco_dock.knobs.tasks import TASKS
from ritocco_dock.message import Message, without_paths
from ritocco_dock.pending import Pending, arrived
from ritocco_dock.qt import QObject
from ritocco_dock.session.placement import Placement
from ritocco_dock.session.result import Note
from ritocco_dock.session.submission import alpha_of, bounds_for
from ritocco_dock.settings import Settings
from ritocco_dock.slices import Slices

PLAIN = ModelInfo("plain", "Stable Diffusion 1", 512, False)
FILLS = ModelInfo("fills", "Stable Diffusion 1 inpainting", 512, True)
BROKEN = ModelInfo("broken", problem="It is cut short.")
MINI = ModelInfo("mini", "mini (demonstration)", 256, True, shipped=True)


@pytest.mark.parametrize(
    ("task", "model", "models", "used"),
    [
        ("fill", AUTOMATIC, [PLAIN, FILLS], "fills"),
        ("fill", AUTOMATIC, [PLAIN], "plain"),
        ("fill", AUTOMATIC, [BROKEN], ""),
        ("fill", SURROUNDINGS, [PLAIN], ""),
        ("fill", "plain", [PLAIN, FILLS], "plain"),
        ("extend", AUTOMATIC, [PLAIN, FILLS], "fills"),
        ("remove", AUTOMATIC, [FILLS], ""),
        ("remove", "fills", [FILLS], "fills"),
        ("refine", AUTOMATIC, [FILLS, PLAIN], "plain"),
        ("refine", SURROUNDINGS, [FILLS], "fills"),
        ("generate", AUTOMATIC, [FILLS, PLAIN], "plain"),
        ("upscale", AUTOMATIC, [PLAIN], ""),
    ],
)
def test_which_model_is_used(task, model, models, used):
    assert model_of(Knobs(task=task, model=model), models) == used


@pytest.mark.parametrize(
    ("task", "prompt", "models", "used"),
    [
        ("fill", "grass", [MINI, PLAIN], "plain"),
        ("fill", "grass", [MINI], "mini"),
        ("fill", " ", [MINI], ""),
        ("extend", "", [MINI], ""),
        ("generate", "", [MINI], "mini"),
    ],
)
def test_the_model_that_ships_serves_where_nothing_better_does(task, prompt, models, used):
    assert model_of(Knobs(task=task, prompt=prompt), models) == used


@pytest.mark.parametrize(
    ("knobs", "models", "word"),
    [
        (Knobs(task="refine"), [], "model"),
        (Knobs(task="fill", model="gone"), [PLAIN], "gone"),
        (Knobs(task="fill", model="broken"), [BROKEN], "cut short"),
        (Knobs(task="extend"), [], "how much"),
    ],
)
def test_what_cannot_be_done_is_said(knobs, models, word):
    with pytest.raises(DockError, match=word):
        recipe_of(knobs, models, 1)


def every_recipe():
    for task in TASKS:
        for models in ([], [PLAIN]):
            knobs = Knobs(task=task, extend=Sides(left=8), prompt="a boat", clip_skip=2, grow=3)
            try:
                yield task, recipe_of(knobs, models, 7)
            except DockError:
                assert not models


def test_every_recipe_is_one_for_the_backend():
    """Both sides speak of the same recipe, though they share no code."""
    from ritocco.recipe.recipe import Recipe

    made = list(every_recipe())
    assert {task for task, _ in made} == set(TASKS)
    for _, recipe in made:
        told = Recipe.from_dict(recipe).to_dict()
        assert told["seed"] == 7
        assert told["kind"] == recipe["kind"]


@pytest.mark.parametrize(
    ("size", "grow", "meant"),
    [
        ((1, 1), 0, 2),
        ((250, 40), 0, 2),
        ((251, 40), 0, 3),
        ((90, 640), 0, 6),
        ((3000, 2000), 0, 8),
        ((640, 90), 20, 20),
    ],
)
def test_removing_takes_a_fringe_that_fits_the_selection(size, grow, meant):
    selection = Box(5, 5, *size)
    removing = Knobs(task="remove", grow=grow)
    assert with_fringe(removing, selection) == replace(removing, grow=meant)
    filling = Knobs(task="fill", grow=grow)
    assert with_fringe(filling, selection) == filling
    assert with_fringe(removing, None) == removing


@pytest.mark.parametrize(
    ("knobs", "models", "candidate"),
    [
        (Knobs(seed=4, candidate=2), [], 2),
        (Knobs(seed=4, candidate=2, task="remove"), [], 2),
        (Knobs(seed=4, candidate=2, task="extend", extend=Sides(left=8)), [], 2),
        (Knobs(seed=RANDOM, candidate=2), [], None),
        (Knobs(seed=4, candidate=2), [PLAIN], None),
        (Knobs(seed=4, candidate=2, task="faces"), [], None),
        (Knobs(seed=4), [], None),
    ],
)
def test_a_candidate_is_one_of_a_seed_and_without_a_model(knobs, models, candidate):
    recipe = recipe_of(knobs, models, 4)
    assert recipe.get("candidate") == candidate
    if candidate:
        assert knobs_of(recipe, knobs.task, Knobs()).candidate == candidate


def test_removing_asks_for_nothing_by_words():
    recipe = recipe_of(Knobs(task="remove", prompt="a boat", model="plain"), [PLAIN], 1)
    assert recipe["diffusion"]["prompt"] == ""


def test_a_recipe_gives_its_knobs_back():
    knobs = Knobs(
        task="extend",
        prompt="sea",
        cfg=9.0,
        steps=12,
        extend=Sides(1, 2, 3, 4),
        clip_skip=2,
        seed=5,
    )
    recipe = json.loads(json.dumps(recipe_of(knobs, [PLAIN], 5)))
    assert knobs_of(recipe, "extend", Knobs()) == Knobs.from_dict(
        {**knobs.to_dict(), "model": "plain"}
    )


def test_knobs_of_strangers_are_not_trusted():
    told = {
        "task": "explode",
        "steps": "many",
        "cfg": 5,
        "seed": True,
        "extend": {"left": -5, "top": 0, "right": 0, "bottom": 0},
        "prompt": "a boat",
        "unknown": 1,
    }
    assert Knobs.from_dict(told) == Knobs(cfg=5.0, prompt="a boat")


@pytest.mark.parametrize(
    ("task", "selection", "bounds"),
    [
        ("fill", Box(1, 2, 3, 4), Box(1, 2, 3, 4)),
        ("refine", Box(1, 2, 3, 4), Box(1, 2, 3, 4)),
        ("refine", None, Box(0, 0, 60, 40)),
        ("generate", Box(1, 2, 3, 4), Box(0, 0, 60, 40)),
        ("extend", Box(1, 2, 3, 4), Box(0, 0, 0, 0)),
    ],
)
def test_what_a_plan_is_asked_for(task, selection, bounds):
    assert bounds_for(task, selection, Size(60, 40)) == bounds


@pytest.mark.parametrize(
    ("aspect", "sides"),
    [
        ((16, 9), Sides(left=38, right=39)),
        ((1, 1), Sides()),
        ((9, 16), Sides(top=38, bottom=40)),
    ],
)
def test_sides_for_an_aspect(aspect, sides):
    found = sides_for(Size(100, 100), *aspect)
    across = 100 + found.left + found.right
    down = 100 + found.top + found.bottom
    assert min(across, down) == 100
    assert across / down == pytest.approx(aspect[0] / aspect[1], abs=0.01)
    assert abs(found.left - found.right) <= 1
    assert abs(found.top - found.bottom) <= 1
    assert bool(found) is bool(sides)


@pytest.mark.parametrize(
    ("text", "pixels"),
    [
        ("256", 256),
        (" 25 % ", 100),
        ("12,5%", 50),
        ("64 px", 64),
        ("", 0),
        ("-3", None),
        ("x", None),
        ("nan", None),
        ("1e9", None),
    ],
)
def test_what_an_artist_types_for_a_side(text, pixels):
    assert pixels_of(text, 400) == pixels


def test_a_result_finds_its_place_after_extensions():
    placement = Placement(Size(100, 100))
    assert placement.offset(Size(100, 100)) == (0, 0)
    placement.expect(Sides(left=10, bottom=5))
    placement.saw(Size(100, 100))
    placement.saw(Size(110, 105))
    placement.expect(Sides(top=7))
    placement.saw(Size(110, 112))
    assert placement.offset(Size(110, 112)) == (0, 0)
    assert placement.offset(Size(110, 105)) == (0, 7)
    assert placement.offset(Size(100, 100)) == (10, 7)
    assert placement.offset(Size(99, 100)) is None


def test_after_a_foreign_change_nothing_older_has_a_place_until_it_is_undone():
    placement = Placement(Size(100, 100))
    placement.expect(Sides(left=10))
    placement.saw(Size(110, 100))
    made = placement.anchor
    placement.saw(Size(50, 50))
    assert placement.offset(Size(100, 100)) is None
    assert placement.offset(Size(110, 100), made) is None
    placement.saw(Size(110, 100))
    assert placement.offset(Size(100, 100)) == (10, 0)
    assert placement.offset(Size(110, 100), made) == (0, 0)
    placement.saw(Size(100, 100))
    assert placement.offset(Size(110, 100), made) == (-10, 0)
    placement.saw(Size(50, 50))  # done again
    assert placement.offset(Size(110, 100), made) is None


def test_an_editor_that_follows_its_canvas_is_believed():
    """A crop and an extension can leave a canvas as large as it was, but not where it was."""
    first = Anchor.apart()
    placement = Placement(Size(100, 100), first)
    placement.saw(Size(60, 100), first.moved(40, 0))
    placement.saw(Size(100, 100), first.moved(40, 0))
    assert placement.offset(Size(100, 100), first) == (-40, 0)
    placement.saw(Size(100, 100), Anchor.apart())  # mirrored
    assert placement.offset(Size(100, 100), first) is None


def test_of_an_extension_only_what_is_not_there_yet_is_added():
    placement = Placement(Size(100, 80))
    assert placement.lacking(Box(-20, 0, 150, 85)) == Sides(20, 0, 30, 5)
    assert placement.lacking(Box(0, 10, 50, 70)) == Sides()


def test_an_extension_that_was_undone_leaves_the_rest_in_place():
    placement = Placement(Size(100, 100))
    placement.expect(Sides(left=10))
    placement.saw(Size(110, 100))
    placement.saw(Size(100, 100))
    assert placement.offset(Size(100, 100)) == (0, 0)


def test_an_extension_that_was_refused_explains_no_other_growth():
    placement = Placement(Size(100, 100))
    placement.expect(Sides(left=10))
    placement.expect(Sides())
    placement.saw(Size(110, 100))
    assert placement.offset(Size(100, 100)) is None


@pytest.mark.parametrize(
    ("layout", "pixels", "alpha"),
    [
        (SRGB8, bytes([1, 2, 3, 9, 4, 5, 6, 255]), bytes([9, 255])),
        (Layout("grey", "u16", True), bytes([0, 0, 0xFF, 0x80, 0, 0, 0, 0]), bytes([0x80, 0])),
        (Layout("grey", "f32", True), bytes(4) + b"\0\0\x80\x3f" + bytes(8), bytes([255, 0])),
        (Layout("rgb", "u8", False), bytes(6), bytes([255, 255])),
    ],
)
def test_alpha_of_raw_pixels(layout, pixels, alpha):
    assert alpha_of(pixels, layout) == alpha


def test_colours_are_told_apart_by_what_they_hold():
    digests = {
        Colour().digest,
        Colour(profile=b"x").digest,
        Colour(Layout("rgb", "u16", True, "bgra")).digest,
        Colour(converted=True).digest,
    }
    assert len(digests) == 4
    assert Colour(text="other words").digest == Colour().digest


def test_zones_of_cfg():
    assert [cfg_zone(value).label for value in (0, 6, 7, 10, 15, 16, 40)] == [
        "free", "free", "recommended", "strict", "strict", "burns", "burns",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("see /home/anna/pictures/secret/a.png now", "see …/a.png now"),
        (r"C:\Users\Anna\x.log", "…/x.log"),
        ("http://127.0.0.1:7867/v1/jobs", "http://127.0.0.1:7867/v1/jobs"),
        ("at file:///srv/anna/a.png:", "at …/a.png:"),
        ("no path", "no path"),
    ],
)
def test_details_name_no_private_folders(text, told):
    assert without_paths(text) == told
    assert Message.of(DockError("x", details=text)).details == told


def test_a_note_that_is_none_is_empty():
    assert Note.from_json(Note("fill", "abc", False).to_json()) == Note("fill", "abc", False)
    for text in ("", "[]", "{", '"x"', "null"):
        assert Note.from_json(text) == Note()


def test_settings_survive_and_forgive(tmp_path):
    file = tmp_path / "new" / "dock.json"
    settings = Settings(file)
    settings.set("knobs", {"prompt": "żółw"})
    assert Settings(file).get("knobs", {}) == {"prompt": "żółw"}
    assert Settings(file).get("knobs", "text") == "text"  # of another kind
    file.write_text("{broken")
    assert Settings(file).get("knobs", {}) == {}
    file.unlink()
    file.mkdir()
    Settings(file).set("a", 1)  # a disk that refuses is no reason to stop


def test_two_on_one_file_take_nothing_from_each_other(tmp_path):
    file = tmp_path / "dock.json"
    one, other = Settings(file), Settings(file)
    assert one.get("a") is other.get("a") is None
    one.set("a", 1)
    other.set("b", 2)
    one.set("c", 3)
    assert [other.get(name) for name in "abc"] == [1, 2, 3]
    assert json.loads(file.read_text()) == {"a": 1, "b": 2, "c": 3}
    assert [each.name for each in tmp_path.iterdir()] == ["dock.json"]


def test_documents_are_known_again(tmp_path):
    settings = Settings(tmp_path / "dock.json")
    picture = str(tmp_path / "a.png")
    key = key_for(settings, picture)
    assert key_for(settings, picture) != key  # not remembered yet
    remember(settings, picture, key)
    again = Settings(tmp_path / "dock.json")
    assert key_for(again, picture) == key
    assert key_for(again, picture, stored="fromthefile") == "fromthefile"
    assert key_for(again, picture, stored="../../x") == key
    assert key_for(again) != key_for(again)
    assert "a.png" not in (tmp_path / "dock.json").read_text()


def test_slices_give_the_editor_its_turn(qapp, qtbot, wait):
    turns, done = [], []

    def steps():
        for _ in range(30):
            time.sleep(0.004)
            turns.append(time.thread_time())
            yield

    slices = Slices(steps(), qapp)
    slices.done.connect(lambda: done.append(len(turns)))
    ticks = []
    from ritocco_dock.qt import QTimer

    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(len(turns)))
    timer.start(0)
    wait(lambda: done)
    timer.stop()
    assert done == [30]
    assert len({tick for tick in ticks if 0 < tick < 30}) >= 8


def test_slices_fail_with_what_was_raised(qapp, wait):
    def steps():
        yield
        raise DockError("no more")

    failed = []
    slices = Slices(steps(), qapp)
    slices.failed.connect(failed.append)
    wait(lambda: failed)
    assert failed[0].message == "no more"


def test_slices_wait_for_what_is_pending_and_go_on_at_once_with_what_is_here(qapp, qtbot):
    first, done, heard = Pending(), [], []

    def steps():
        heard.append((yield from arrived(first)))
        heard.append((yield from arrived("here")))

    slices = Slices(steps(), qapp)
    slices.done.connect(lambda: done.append(True))
    qtbot.wait(50)
    assert heard == []
    first.arrive("late")
    first.arrive("again")
    assert heard == ["late", "here"]
    assert done == [True]


def test_slices_fail_with_what_came_instead_of_an_answer(qapp, wait):
    answer, failed = Pending(), []

    def steps():
        yield from arrived(answer)

    slices = Slices(steps(), qapp)
    slices.failed.connect(failed.append)
    answer.fail(DockError("The editor is gone"))
    wait(lambda: failed)
    assert failed[0].message == "The editor is gone"


def test_an_answer_nobody_waits_for_any_more_reaches_nobody(qapp, qtbot):
    answer, reached = Pending(), []
    parent = QObject()

    def steps():
        yield answer
        reached.append(answer.result())

    cancelled, orphaned = Slices(steps(), qapp), Slices(steps(), parent)
    for slices in (cancelled, orphaned):
        slices.done.connect(lambda: reached.append("done"))
    qtbot.wait(20)
    cancelled.cancel()
    parent.deleteLater()
    qtbot.wait(20)
    answer.arrive("late")
    qtbot.wait(20)
    assert reached == []


def test_bands_cover_a_box():
    box = Box(3, 5, 7, 10)
    bands = list(box.bands(4))
    assert [band.height for band in bands] == [4, 4, 2]
    assert sum(band.area for band in bands) == box.area
    assert (bands[0] | bands[-1]) == box
