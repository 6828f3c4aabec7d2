"""The part with adapters: choosing, sliding, words, what is lacking, *fast*, and dropped files."""

from dataclasses import replace

import pytest

from ritocco_dock.knobs.adapters import EMBEDDING, HYPERNETWORK, LORA, Adapter
from ritocco_dock.knobs.known import AdapterInfo
from ritocco_dock.message import Remedy, Tone
from ritocco_dock.models.arrivals import news
from ritocco_dock.qt import Qt, QtCore, QtGui, QtWidgets
from ritocco_dock.ui.gallery import described
from tests.plugin.ui.stage import MODELS, picture, result
from tests.plugin.ui.stage_library import catalogue, models, told

KNOWN = (
    AdapterInfo(LORA, "ink", "inkwash", ("sd1", "sd1-inpaint"), ("ink wash",), 0.8, True),
    AdapterInfo(LORA, "glow", families=("sd1",)),
    AdapterInfo(LORA, "huge", families=("sdxl",)),
    AdapterInfo(LORA, "broken", problem="The file ends too early."),
    AdapterInfo(HYPERNETWORK, "oils"),
    AdapterInfo(EMBEDDING, "badhands-v2"),
    AdapterInfo(EMBEDDING, "moebius"),
)
LCM = AdapterInfo(LORA, "lcm", families=("sd1",), own={"sampler": "lcm", "steps": 6, "cfg": 1.5})
INK = Adapter(LORA, "ink", 0.8, 0.8)
KEYS = Qt.Key


@pytest.fixture
def part(main, desk, session):
    """The part, unfolded, with a model of Stable Diffusion 1 in front of it."""
    desk.models = tuple(replace(one, family="sd1") for one in MODELS)
    desk.adapters = KNOWN
    session.turn(prompt="a boat")
    desk.status_changed.emit()
    main.folds["adapters"].open()
    QtWidgets.QApplication.processEvents()
    return main.adapters


def listed(part):
    return [one.name for one in part.list.found.rows]


def turned(session):
    return session.did("turn")[-1]


def test_one_is_sought_and_added_by_the_keyboard_alone(part, session, qtbot, press):
    press(part.add)
    assert part.list.isVisible()
    assert listed(part) == ["badhands-v2", "glow", "ink", "moebius", "oils", "broken", "huge"]
    search = part.list.search
    qtbot.waitUntil(search.hasFocus)
    qtbot.keyClick(search, KEYS.Key_Down)
    qtbot.keyClick(search, KEYS.Key_Down)
    assert part.list.view.currentIndex().data() == "ink"
    qtbot.keyClicks(search, "wash")
    assert listed(part) == ["ink"]
    qtbot.keyClick(search, KEYS.Key_Return)
    assert not part.list.isVisible()
    assert session.knobs.adapters == (INK,)
    assert [row.adapter for row in part.rows] == [INK]
    assert session.did("submit") == []


def test_what_does_not_fit_is_at_the_end_with_its_reason_and_cannot_be_taken(
    part, session, qtbot, press
):
    press(part.add)
    rows = part.list.found
    tip = Qt.ItemDataRole.ToolTipRole
    assert "made for SDXL" in rows.index(6).data(tip)
    assert "ends too early" in rows.index(5).data(tip)
    before = len(session.did("turn"))
    view = part.list.view
    place = view.visualRect(rows.index(6)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.keyClicks(part.list.search, "huge")
    qtbot.keyClick(part.list.search, KEYS.Key_Return)
    assert len(session.did("turn")) == before
    assert part.list.isVisible()
    qtbot.keyClick(part.list.search, KEYS.Key_Escape)
    assert not part.list.isVisible()


def test_an_embedding_is_put_into_the_prompt_and_told_in_the_part(part, session, qtbot, press):
    for name in ("moeb", "bad"):
        press(part.add)
        qtbot.keyClicks(part.list.search, name)
        qtbot.keyClick(part.list.search, KEYS.Key_Return)
    assert session.knobs.prompt == "a boat, moebius"
    assert session.knobs.negative == "badhands-v2"  # called as what one steers away from
    assert session.knobs.adapters == ()
    assert [one.words.text() for one in part.written] == [
        "in the prompt: moebius",
        "in the negative prompt: badhands-v2",
    ]


def test_only_what_is_seen_of_a_long_list_is_asked_for(part, desk, qtbot, press):
    desk.adapters = tuple(AdapterInfo(LORA, f"style{n:04}", pictured=True) for n in range(2000))
    desk.status_changed.emit()
    press(part.add)
    qtbot.waitUntil(lambda: len(set(desk.thumbnails.asked)) > 2)
    asked = set(desk.thumbnails.asked)
    assert len(asked) <= 40
    assert (LORA, "style0000") in asked
    assert len(listed(part)) == 2000


def test_a_picture_that_has_come_is_shown(part, desk, session, press):
    session.turn(adapters=(INK,))
    row = part.rows[0]
    assert row.thumb.image is None
    desk.thumbnails.images[LORA, "ink"] = picture(40)
    desk.thumbnails.came.emit(LORA, "ink")
    assert row.thumb.image is desk.thumbnails.images[LORA, "ink"]
    session.turn(adapters=(Adapter(LORA, "glow"),))  # it has none
    assert part.rows[0].thumb.image is None
    assert (LORA, "glow") not in desk.thumbnails.asked


def test_slider_and_number_set_the_strength_and_the_title_counts(part, main, session, qtbot):
    session.turn(adapters=(INK, Adapter(LORA, "glow")))
    row = part.rows[0]
    row.strength.slider.setFocus()
    qtbot.keyClick(row.strength.slider, KEYS.Key_Right)
    assert session.knobs.adapters[0] == INK.at(0.85)
    qtbot.keyClick(row.strength.slider, KEYS.Key_Home)
    assert session.knobs.adapters[0].unet_strength == -2
    row.strength.number.setFocus()
    row.strength.number.selectAll()
    qtbot.keyClicks(row.strength.number, "3.17")
    qtbot.keyClick(row.strength.number, KEYS.Key_Tab)
    assert session.knobs.adapters[0] == INK.at(3.17)
    assert row.strength.slider.value() == 40  # as far as it goes
    assert part.rows[0] is row
    fold = main.folds["adapters"]
    fold.open(False)
    assert (fold.head.text(), fold.head.summary) == ("Adapters (2)", "ink 3.17 · glow 1")


def test_trigger_words_go_into_the_prompt_and_out_again(part, session, press):
    session.turn(adapters=(INK,))
    (chip,) = part.rows[0].triggers
    press(chip)
    assert session.knobs.prompt == "a boat, ink wash"
    assert chip.isChecked()
    press(chip)
    assert session.knobs.prompt == "a boat"
    assert not chip.isChecked()


def test_words_get_a_strength_of_their_own_and_blocks_a_list(part, session, qtbot):
    session.turn(adapters=(INK,))
    row = part.rows[0]
    row.menu.aboutToShow.emit()
    apart, blocks, *_ = row.menu.actions()
    assert row.text.isHidden()
    apart.trigger()
    assert not row.text.isHidden()
    row.text.number.setValue(0.25)
    assert session.knobs.adapters == (replace(INK, text_strength=0.25),)
    row.strength.number.setValue(0.5)
    assert session.knobs.adapters == (replace(INK, unet_strength=0.5, text_strength=0.25),)
    QtWidgets.QApplication.processEvents()
    presets = blocks.menu().actions()
    presets[3].trigger()
    assert session.knobs.adapters[0].block_weights == "MIDD"
    assert row.blocks.text() == "MIDD"
    presets[-1].trigger()
    qtbot.waitUntil(row.blocks.hasFocus)
    row.blocks.selectAll()
    qtbot.keyClicks(row.blocks, "1, 0.5 0")
    qtbot.keyClick(row.blocks, KEYS.Key_Return)
    assert session.knobs.adapters[0].block_weights == (1.0, 0.5, 0.0)
    row.menu.aboutToShow.emit()
    row.menu.actions()[-1].trigger()
    assert session.knobs.adapters == ()
    assert part.rows == []


def test_one_is_removed_by_its_cross(part, session, press):
    session.turn(adapters=(Adapter(LORA, "glow"), INK))
    press(part.rows[0].remove)
    assert session.knobs.adapters == (INK,)
    assert [row.adapter.name for row in part.rows] == ["ink"]


def test_tags_in_the_prompt_count_and_an_unknown_name_is_seen_before_it_is_run(
    part, main, session, press
):
    session.turn(prompt="a boat <lora:ink:0.8> <lora:glov:1>")
    assert [one.words.text() for one in part.written] == [
        "in the prompt: ink 0.8",
        "in the prompt: glov 1",
    ]
    assert main.folds["adapters"].head.text() == "Adapters (2)"
    known, unknown = part.written
    assert known.lacking.isHidden()
    assert "glov" in unknown.lacking.words.text()
    press(unknown.lacking.names[0])
    assert session.knobs.prompt == "a boat <lora:ink:0.8> <lora:glow:1>"


def test_what_cannot_be_read_of_a_tag_is_told_before_anything_is_pressed(part, session):
    session.turn(prompt="<lora:ink:0,8> <lora:ink:abc> <lora:ink:99>", negative="<lora:ink:1")
    assert [one.words.text() for one in part.written] == [
        "in the prompt: ink 0.8",
        "in the prompt: ink 1",
        "in the prompt: ink 99",
        "in the negative prompt: <lora:ink:1",
    ]
    fine, *wrong = [one.lacking for one in part.written]
    assert fine.isHidden()
    for one, words in zip(wrong, ("“abc”", "from -10 to 10", "“>” is missing"), strict=True):
        assert words in one.words.text()


def test_a_wrong_tag_looks_otherwise_than_a_good_one(part, main, session, desk):
    session.turn(prompt="🐈 <lora:ink:0.8> <lora:nobody:1> <lora:ink:abc> <lora:glow:1")
    wave = QtGui.QTextCharFormat.UnderlineStyle.WaveUnderline

    def wrong():
        layout = main.wish.prompt.document().firstBlock().layout()
        text = session.knobs.prompt.encode("utf-16-le")
        parts = [one for one in layout.formats() if one.format.underlineStyle() == wave]
        return [
            text[2 * one.start : 2 * (one.start + one.length)].decode("utf-16-le") for one in parts
        ]

    assert wrong() == ["<lora:nobody:1>", "<lora:ink:abc>", "<lora:glow:1"]
    desk.adapters = (*KNOWN, AdapterInfo(LORA, "nobody"))  # it was added
    desk.status_changed.emit()
    assert wrong() == ["<lora:ink:abc>", "<lora:glow:1"]
    assert session.did("turn")[-1]["prompt"] == session.knobs.prompt


def test_an_embedding_goes_where_the_caret_was_last(part, main, session, qtbot, press):
    for field in (main.wish.negative, main.wish.prompt):
        field.setFocus(Qt.FocusReason.MouseFocusReason)
        press(part.add)
        qtbot.keyClicks(part.list.search, "moeb")
        qtbot.keyClick(part.list.search, KEYS.Key_Return)
        assert (session.knobs.prompt, session.knobs.negative) == (
            ("a boat", "moebius") if field is main.wish.negative else ("a boat, moebius", "")
        )
        session.turn(prompt="a boat", negative="")


def contrast(one, other):
    """Of two colours, as the WCAG has it: 1 to 21."""

    def light(colour):
        parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
                 for part in colour.getRgbF()[:3]]  # fmt: skip
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", ["#efefef", "#2b2b2b"])
def test_what_does_not_fit_can_be_read_in_any_theme(part, ground, press):
    part.list.setPalette(QtGui.QPalette(QtGui.QColor(ground)))
    press(part.add)
    view = part.list.view
    row = view.visualRect(part.list.found.index(5))
    image = view.viewport().grab(row).toImage()
    left = round(row.height() * 1.2)  # behind the picture
    half = image.height() // 2
    behind = image.pixelColor(image.width() - 3, 2)
    for top in (0, half):  # name, reason
        spots = [(x, y) for y in range(top, top + half) for x in range(left, image.width())]
        assert max(contrast(image.pixelColor(*spot), behind) for spot in spots) >= 4.5
    part.list.close()


def test_without_words_the_part_stays_and_says_what_it_waits_for(part, main, desk, session):
    desk.models = tuple(replace(one, shipped=True) for one in desk.models)
    session.turn(prompt="")
    fold = main.folds["adapters"]
    assert fold.isVisible()
    assert part.idle.isVisible()
    assert fold.head.summary == part.idle.text() == "Write what to paint, then adapters count."
    session.turn(prompt="a boat")
    assert part.idle.isHidden()
    session.turn(prompt="a boat", model="")
    assert fold.isHidden()  # no model was wanted


def test_what_a_style_or_a_recipe_names_and_is_not_here_is_told_with_near_names(
    part, session, press
):
    session.turn(adapters=(replace(INK, name="inc", sha256="a" * 64), Adapter(LORA, "huge")))
    lacking, unfit = (row.lacking for row in part.rows)
    assert not lacking.isHidden()
    assert "made for SDXL" in unfit.words.text()
    press(lacking.names[0])
    assert session.knobs.adapters[0] == INK


def test_what_the_catalogue_would_bring_is_offered(part, main, desk, session, qtbot):
    files = ["lcm-lora-sdv1-5.safetensors"]
    few = told("lcm-sd15", "LCM LoRA", "lora", family="sd1", file_names=files)
    desk.library.play(catalogue([*models(), few]))
    session.turn(adapters=(Adapter(LORA, "lcm-lora-sdv1-5"),))
    lacking = part.rows[0].lacking
    assert lacking.get.text() == "Get LCM LoRA…"
    with qtbot.waitSignal(main.models_wanted) as asked:
        lacking.get.click()
    assert asked.args == ["lcm-sd15"]
    session.turn(adapters=(Adapter(LORA, "gone"),))
    assert part.rows[0].lacking.get.isHidden()


def test_fast_is_on_and_off_by_one_press_and_brings_back_what_was_set(part, main, desk, session):
    desk.adapters = (*KNOWN, LCM)
    session.turn(steps=33, adapters=(INK,))
    main.folds["sampling"].open()
    fast = main.sampling.fast
    assert (fast.text(), fast.isChecked()) == ("fast", False)
    assert "lcm" in fast.toolTip()
    fast.click()
    assert [one.name for one in session.knobs.adapters] == ["ink", "lcm"]
    assert fast.isChecked()
    assert main.sampling.steps.number.value() == 6
    assert main.sampling.sampler.key() == "lcm"
    assert main.folds["sampling"].head.summary.startswith("LCM · 6 · 1.5")
    fast.click()
    assert session.knobs.adapters == (INK,)
    assert main.sampling.steps.number.value() == 33
    assert not fast.isChecked()


def test_fast_takes_a_tag_out_of_the_prompt_too(part, main, desk, session):
    desk.adapters = (*KNOWN, LCM)
    session.turn(prompt="a <lora:lcm:1> boat")
    fast = main.sampling.fast
    assert fast.isChecked()
    fast.click()
    assert session.knobs.prompt == "a boat"
    assert not fast.isChecked()


def test_without_one_fast_shows_where_one_is_to_be_had(part, main, desk, session, qtbot):
    fast = main.sampling.fast
    assert fast.isHidden()  # the catalogue knows none
    few = told("lcm-sd15", "LCM LoRA", "lora", family="sd1", defaults={"steps": 6})
    desk.library.play(catalogue([*models(), few]))
    desk.status_changed.emit()
    assert fast.text() == "fast…"
    assert "LCM LoRA" in fast.toolTip()
    with qtbot.waitSignal(main.models_wanted) as asked:
        fast.click()
    assert asked.args == ["lcm-sd15"]
    assert not fast.isChecked()
    desk.models = tuple(replace(one, own=replace(one.own, steps=4), family="sd1") for one in MODELS)
    desk.status_changed.emit()
    assert (fast.isChecked(), fast.isEnabled()) == (True, False)


def dropped(widget, *paths, text=""):
    """Drag files over a widget and drop them; whether they were welcome there or around it."""
    data = QtCore.QMimeData()
    if paths:
        data.setUrls([QtCore.QUrl.fromLocalFile(path) for path in paths])
    if text:
        data.setText(text)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copies, place = Qt.DropAction.CopyAction, QtCore.QPoint(30, 30)
    enters = QtGui.QDragEnterEvent(place, copies, data, left, none)
    enters.setAccepted(False)
    QtWidgets.QApplication.sendEvent(widget, enters)
    if enters.isAccepted():
        drops = QtGui.QDropEvent(QtCore.QPointF(place), copies, data, left, none)
        QtWidgets.QApplication.sendEvent(widget, drops)
    return enters.isAccepted()


def test_a_file_dropped_onto_the_dock_is_added_and_an_adapter_can_be_used_at_once(
    part, panel, main, desk, session, press
):
    prompt = main.wish.prompt.viewport()  # it takes words that are dropped
    assert dropped(prompt, "/tmp/a/inks.safetensors")
    assert session.knobs.prompt == "a boat"
    assert desk.library.did("add") == [("/tmp/a/inks.safetensors", False)]
    assert main.bar.messages[0].text == "Adding inks.safetensors to the library…"
    desk.adapters = (*KNOWN, AdapterInfo(LORA, "inks", families=("sd1",)))
    come = desk.library.catalogue.model("lora:inks")
    desk.library.message.emit(news(come, False, "sd1"))
    message = main.bar.messages[0]
    assert (message.remedy, message.tone) == (Remedy.USE, Tone.DONE)
    main.bar.remedy_wanted.emit(message)
    assert session.knobs.adapters == (Adapter(LORA, "inks"),)


def test_words_and_what_is_mixed_are_no_business_of_the_docks(panel, main, desk):
    assert not dropped(panel, "/tmp/a/photo.png", "/tmp/a/inks.safetensors")
    assert not dropped(panel, text="a boat")
    data = QtCore.QMimeData()
    data.setUrls([QtCore.QUrl.fromLocalFile("/tmp/a/inks.safetensors")])
    assert not main.wish.prompt.canInsertFromMimeData(data)
    data = QtCore.QMimeData()
    data.setText("a boat")
    assert main.wish.prompt.canInsertFromMimeData(data)


def test_a_result_tells_its_adapters():
    made = result()
    recipe = {
        **made.recipe,
        "adapters": [INK.to_dict(), {"kind": "embedding", "name": "badhands-v2"}],
    }
    assert "Adapters: ink 0.8, badhands-v2" in described(replace(made, recipe=recipe))
    assert "Adapters" not in described(made)


def test_the_line_below_the_gallery_names_them_too(main, session):
    made = result()
    session.finish(replace(made, recipe={**made.recipe, "adapters": [INK.to_dict()]}))
    session.show(made.id)
    assert main.results.caption.text().endswith("Adapters: ink 0.8")
