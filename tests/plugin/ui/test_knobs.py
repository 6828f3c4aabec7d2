"""Model, sampler, steps, CFG, seed, edges: by mouse and keys, following what the backend offers."""

from itertools import pairwise

import pytest

from ritocco_dock.knobs.knobs import AUTOMATIC, LARGEST_SEED, RANDOM, SURROUNDINGS, Knobs
from ritocco_dock.knobs.own import OwnValues, let_go
from ritocco_dock.knobs.painting import By, Painting
from ritocco_dock.knobs.presets import CFG_ZONES
from ritocco_dock.qt import Qt, QtCore, QtGui
from ritocco_dock.settings import Settings
from ritocco_dock.ui.cfg import CfgKnob
from ritocco_dock.ui.edges import EdgesPart
from ritocco_dock.ui.history import PromptHistory
from ritocco_dock.ui.sampling import SamplingPart
from ritocco_dock.ui.seed import SeedKnob
from ritocco_dock.ui.wish import WishPart
from tests.plugin.ui.stage import MODELS, SAMPLERS


@pytest.fixture
def part(shown):
    made = shown(SamplingPart(), 280, 500)
    made.show_samplers(SAMPLERS)
    made.model.show_models(MODELS, "meadow-inpainting")
    made.show_knobs(Knobs())
    made.changes = []
    made.turned.connect(made.changes.append)
    return made


def keys(combo):
    return [combo.itemData(index) for index in range(combo.count())]


def test_models_are_those_of_the_backend_and_a_broken_one_cannot_be_chosen(part):
    assert keys(part.model) == [AUTOMATIC, SURROUNDINGS, "meadow-v2", "meadow-inpainting", "torn"]
    assert part.model.currentText() == "Automatic (meadow-inpainting)"
    broken = part.model.model().index(4, 0)
    assert not broken.flags() & Qt.ItemFlag.ItemIsEnabled
    assert "ends too early" in broken.data(Qt.ItemDataRole.ToolTipRole)


def test_a_model_that_went_stays_visible_instead_of_silently_changing(part):
    part.show_knobs(Knobs(model="gone"))
    assert part.model.currentText() == "gone"
    assert part.changes == []


def test_a_sampler_brings_its_own_schedules(part, qtbot):
    assert keys(part.schedule) == ["", "normal", "karras", "exponential"]
    part.show_knobs(Knobs(schedule="exponential"))
    part.sampler.setFocus()
    qtbot.keyClick(part.sampler, Qt.Key.Key_Down)
    # DPM++ 2M has no exponential schedule here, so it runs on its own.
    assert part.changes == [{"sampler": "dpmpp_2m", "schedule": ""}]
    assert keys(part.schedule) == ["", "karras", "normal", "sgm_uniform"]
    assert part.schedule.itemText(3) == "SGM uniform"


def test_steps_by_preset_and_by_number(part, press, qtbot):
    press(part.steps.presets.chip("40"))
    assert part.changes == [{"steps": 40}]
    assert part.steps.number.value() == 40
    part.steps.number.setFocus()
    part.steps.number.selectAll()
    qtbot.keyClicks(part.steps.number, "33")
    qtbot.keyClick(part.steps.number, Qt.Key.Key_Return)
    assert part.changes[-1] == {"steps": 33}
    assert part.steps.presets.key() == ""


def test_presets_are_reached_by_arrows(part, qtbot):
    chip = part.steps.presets.chip("25")
    chip.setFocus()
    qtbot.waitUntil(chip.hasFocus)
    qtbot.keyClick(chip, Qt.Key.Key_Right)
    assert part.changes == [{"steps": 40}]


def test_rescale_is_turned_in_percent(part, qtbot):
    number = part.widgets["rescale"]
    part.show_knobs(Knobs(rescale=0.69))
    assert number.text() == "69 %"
    number.setFocus()
    qtbot.keyClick(number, Qt.Key.Key_Up)
    assert part.changes == [{"rescale": 0.7}]


def test_showing_values_tells_nothing(part):
    part.show_knobs(Knobs(rescale=0.5, steps=40, cfg=3.0, seed=9, sampler="lcm", model="meadow-v2"))
    assert part.changes == []
    assert part.seed.value() == 9


def test_untouched_knobs_show_the_models_own_and_one_press_lets_the_others_go(part, press):
    mini = OwnValues(sampler="dpmpp_2m", cfg=3.0, strength=0.55)
    lcm = OwnValues(sampler="lcm", steps=6, cfg=1.5)
    part.show_own(mini)
    part.show_knobs(Knobs())
    assert (part.sampler.key(), part.cfg.number.value()) == ("dpmpp_2m", 3.0)
    assert part.cfg.verdict.text().startswith("Recommended: ")
    assert not part.own.isEnabled()
    press(part.steps.presets.chip("40"))
    assert part.changes == [{"steps": 40}]
    part.show_own(lcm)
    part.show_knobs(Knobs(steps=40))
    assert (part.sampler.key(), part.steps.number.value()) == ("lcm", 40)
    assert part.cfg.verdict.text().startswith("Recommended: ")
    assert [chip.key for chip in part.steps.presets.chips()] == ["3", "6", "10"]
    press(part.own)
    assert part.changes[-1] == let_go("sampler", "schedule", "steps", "cfg")
    part.show_knobs(Knobs(**part.changes[-1]))
    assert (part.steps.number.value(), part.steps.presets.key()) == (6, "6")
    assert not part.own.isEnabled()


def test_a_strength_that_was_chosen_can_follow_again(shown, press, tmp_path):
    wish, changes = WishPart(PromptHistory(Settings(tmp_path / "dock.json")), True), []
    shown(wish)
    wish.turned.connect(changes.append)
    wish.show_own(OwnValues(strength=0.55))
    wish.show_knobs(Knobs(prompt="x"))
    wish.show_use(Knobs(prompt="x"), Painting(By.DEMONSTRATION, "mini"))
    assert (wish.strength.number.value(), wish.strength.own.isEnabled()) == (55, False)
    wish.show_knobs(Knobs(prompt="x", strength=0.9))
    assert wish.strength.number.value() == 90
    press(wish.strength.own)
    assert changes == [let_go("strength")]


@pytest.fixture
def cfg(shown):
    made = shown(CfgKnob(), 260, 80)
    made.told = []
    made.value_changed.connect(made.told.append)
    return made


@pytest.mark.parametrize(
    ("value", "zone"), [(4, "Free"), (7, "Recommended"), (12, "Strict"), (18, "Burns")]
)
def test_cfg_says_what_its_zone_means(cfg, value, zone):
    cfg.show_value(value)
    assert cfg.verdict.text().startswith(zone + ": ")


def test_cfg_by_keys_mouse_and_number(cfg, qtbot):
    cfg.slider.setFocus()
    qtbot.keyClick(cfg.slider, Qt.Key.Key_Right)
    assert cfg.told == [7.5]
    place = QtCore.QPoint(round(cfg.slider.place(2 * 12)), cfg.slider.height() // 2)
    qtbot.mouseClick(cfg.slider, Qt.MouseButton.LeftButton, pos=place)
    assert cfg.told[-1] == 12
    cfg.number.setFocus()
    cfg.number.selectAll()
    qtbot.keyClicks(cfg.number, cfg.number.locale().toString(30.0, "f", 1))
    qtbot.keyClick(cfg.number, Qt.Key.Key_Return)
    assert cfg.told[-1] == 30
    assert cfg.slider.value() == cfg.slider.maximum()


def test_cfg_zones_are_drawn_in_different_colours(cfg):
    cfg.show_value(7)
    image = cfg.slider.grab().toImage()
    ratio = image.width() / cfg.slider.width()
    middles = [(a.low + b.low) / 2 for a, b in pairwise(CFG_ZONES[1:])]
    seen = {
        image.pixel(round(cfg.slider.place(2 * value) * ratio), image.height() // 2)
        for value in (3, *middles, 18)
    }
    assert len(seen) == 4


def test_the_wheel_over_a_knob_scrolls_the_dock_instead(cfg, part, qtbot):
    part.steps.number.clearFocus()
    for widget in (cfg.slider, part.model, part.steps.number):
        widget.clearFocus()
        place = QtCore.QPointF(widget.rect().center())
        event = QtGui.QWheelEvent(
            place,
            QtCore.QPointF(widget.mapToGlobal(widget.rect().center())),
            QtCore.QPoint(),
            QtCore.QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        widget.wheelEvent(event)
        assert not event.isAccepted()
    assert cfg.told == []
    assert part.changes == []


@pytest.fixture
def seed(shown):
    made = shown(SeedKnob(), 260, 40)
    made.told = []
    made.value_changed.connect(made.told.append)
    return made


def test_a_typed_seed_is_kept(seed, qtbot):
    qtbot.keyClicks(seed.field, str(LARGEST_SEED))
    qtbot.keyClick(seed.field, Qt.Key.Key_Return)
    assert seed.told == [LARGEST_SEED]
    assert seed.lock.isChecked()


@pytest.mark.parametrize("typed", ["4294967296", "-1", "abc", "1.5", "٣"])
def test_what_is_no_seed_cannot_be_typed_or_pasted(seed, qtbot, clipboard, typed):
    if typed.isascii():
        qtbot.keyClicks(seed.field, typed)
    clipboard.setText(typed)
    seed.field.paste()
    assert seed.field.text() == "" or int(seed.field.text()) <= LARGEST_SEED


def test_the_lock_keeps_the_last_seed_and_lets_it_go(seed, press):
    seed.show_last(1234)
    press(seed.lock)
    press(seed.lock)
    assert seed.told == [1234, RANDOM]
    assert seed.field.text() == ""


def test_the_dice_roll_a_new_seed_and_keep_it(seed, press):
    press(seed.dice)
    press(seed.dice)
    assert len(set(seed.told)) == 2
    assert seed.lock.isChecked()
    assert seed.value() == seed.told[-1]


def test_edges_tell_and_sum_up(shown, qtbot, press):
    part, changes = EdgesPart(), []
    shown(part, 280, 500)
    part.turned.connect(changes.append)
    part.show_knobs(Knobs())
    assert changes == []
    assert part.summary(Knobs()) == "exact edge"
    for name in ("grow", "soften", "blend_band", "clip_skip"):
        number = part.widgets[name]
        number.setFocus()
        qtbot.keyClick(number, Qt.Key.Key_Up)
        assert changes[-1] == {name: 1}
    qtbot.keyClick(part.widgets["harmonize"], Qt.Key.Key_Space)
    assert changes[-1] == {"harmonize": False}
    part.widgets["variation_strength"].setFocus()
    qtbot.keyClick(part.widgets["variation_strength"], Qt.Key.Key_Up)
    assert changes[-1] == {"variation_strength": 0.01}
    told = part.summary(Knobs(grow=3, soften=8, blend_band=2, harmonize=False, model_size=768))
    assert told == "grow 3 px · soften 8 px · band 2 px · not harmonized · 768 px"
