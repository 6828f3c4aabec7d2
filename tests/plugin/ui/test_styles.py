"""Saved styles: written and read back, put on and taken off, bad files named."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco_dock.knobs.knobs import AUTOMATIC, Knobs
from ritocco_dock.knobs.styles import MARK, BadStyle, Style, delete, parse, read_folder, save
from ritocco_dock.message import Tone
from ritocco_dock.qt import Qt
from ritocco_dock.settings import Settings
from ritocco_dock.ui.style_row import StyleRow

TEXT = st.text(max_size=60)
VALUES = {
    "sampler": st.sampled_from(["euler_a", "dpmpp_2m"]),
    "steps": st.integers(1, 1000),
    "cfg": st.floats(0, 100) | st.integers(0, 100),
    "model_size": st.just(0) | st.integers(64, 8192),
    "harmonize": st.booleans(),
    "clip_skip": st.integers(0, 23),
}
STYLES = st.builds(
    Style,
    name=st.text(min_size=1, max_size=60).map(str.strip).filter(bool),
    prompt=TEXT | st.tuples(TEXT, TEXT).map("{prompt}".join),
    negative=TEXT,
    model=st.sampled_from([AUTOMATIC, "", "meadow-v2"]),
    knobs=st.fixed_dictionaries({}, optional=VALUES),
)
WORDS = st.text(
    st.characters(exclude_characters=" ,\n{}", exclude_categories=("Z", "C")),
    min_size=1,
    max_size=12,
)


@given(STYLES)
def test_a_style_survives_its_file(style):
    assert parse(style.to_json(), "it") == style


@given(
    words=WORDS,
    negative=WORDS,
    style=st.builds(
        Style, st.just("x"), st.tuples(WORDS, WORDS).map(", {prompt}, ".join) | WORDS, WORDS
    ),
)
def test_taking_a_style_off_gives_back_the_artists_words(words, negative, style):
    worn = style.put_on(Knobs(prompt=words, negative=negative))
    assert words in worn.prompt
    assert len(worn.prompt) > len(words)
    bare = style.taken_off(worn)
    assert bare.prompt == words
    if not negative.endswith(style.negative):
        assert bare.negative == negative


def test_a_style_turns_its_own_knobs_and_no_others():
    before = Knobs(task="refine", prompt="a boat", seed=7, strength=0.4, steps=12, batch=3)
    style = Style(
        "Oil",
        "{prompt}, oil on canvas",
        "photo",
        "meadow-v2",
        {"steps": 40, "cfg": 5, "sampler": "dpmpp_2m"},
    )
    worn = style.put_on(before)
    assert worn == replace(
        before,
        prompt="a boat, oil on canvas",
        negative="photo",
        model="meadow-v2",
        steps=40,
        cfg=5.0,
        sampler="dpmpp_2m",
    )
    assert isinstance(worn.cfg, float)


@pytest.mark.parametrize(
    ("prompt", "words", "worn"),
    [
        ("oil on canvas", "a boat", "a boat, oil on canvas"),
        ("oil, {prompt}", "a boat", "oil, a boat"),
        ("{prompt}, oil", "", "oil"),
        ("", "a boat", "a boat"),
        ("{prompt}, oil", " a boat, ", "a boat, oil"),
        ("{prompt}, oil", "a {braced} word", "a {braced} word, oil"),
    ],
)
def test_words_go_where_the_template_says(prompt, words, worn):
    assert Style("x", prompt).put_on(Knobs(prompt=words)).prompt == worn


def test_words_that_were_changed_by_hand_are_left_alone():
    style = Style("x", "{prompt}, oil on canvas")
    assert style.taken_off(Knobs(prompt="a boat, oil on wood")).prompt == "a boat, oil on wood"


GOOD = {MARK: 1, "name": "Oil", "prompt": "{prompt}, oil", "knobs": {"steps": 30}}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"knobs": {"steps": -1}}, "steps"),
        ({"knobs": {"steps": True}}, "steps"),
        ({"knobs": {"cfg": float("nan")}}, "cfg"),
        ({"knobs": {"seed": 7}}, "seed"),
        ({"knobs": [1]}, "knobs"),
        ({"name": ""}, "name"),
        ({"name": 7}, "name"),
        ({"prompt": ["a"]}, "prompt"),
        ({"prompt": "x" * 5000}, "prompt"),
        ({"run": "rm"}, "run"),
        ({MARK: 2}, "newer"),
    ],
)
def test_what_does_not_belong_is_named(changes, named):
    with pytest.raises(BadStyle, match=named) as caught:
        parse(json.dumps({**GOOD, **changes}), "oil.json")
    assert "oil.json" in str(caught.value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from([MARK, "name", "knobs", "steps", "x"]), inner, max_size=4
            )
        ),
        max_leaves=8,
    )
)
def test_no_json_breaks_the_reader(data):
    try:
        parse(json.dumps(data), "it")
    except BadStyle as error:
        message = str(error)
    else:
        message = "it is fine"
    assert message.startswith("it ")


def test_a_folder_gives_its_styles_and_says_what_is_wrong_with_the_rest(tmp_path):
    save(Style("Oil study", "{prompt}, oil"), tmp_path)
    save(Style("ink", "{prompt}, ink"), tmp_path)
    (tmp_path / "torn.json").write_text('{"ritocco_style": 1, ')
    (tmp_path / "photo.json").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "huge.json").write_text(" " * 70_000)
    (tmp_path / "notes.txt").write_text("no style, no matter")
    styles, problems = read_folder(tmp_path)
    assert [one.name for one in styles] == ["ink", "Oil study"]
    assert sorted(str(one).split()[0] for one in problems) == [
        "huge.json",
        "photo.json",
        "torn.json",
    ]
    assert read_folder(tmp_path / "none") == ([], [])


def test_saving_again_replaces_and_other_names_do_not_collide(tmp_path):
    first = save(Style("Öl!", "{prompt}, a"), tmp_path)
    other = save(Style("Öl?", "{prompt}, b"), tmp_path)
    again = save(Style("Öl!", "{prompt}, c"), tmp_path)
    assert first == again != other
    assert {one.name: one.prompt for one in read_folder(tmp_path)[0]} == {
        "Öl!": "{prompt}, c",
        "Öl?": "{prompt}, b",
    }
    delete(Style("Öl!"), tmp_path)
    assert [one.name for one in read_folder(tmp_path)[0]] == ["Öl?"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "styles").write_text("a file is in the way")
    with pytest.raises(BadStyle, match="cannot be saved"):
        save(Style("Oil"), tmp_path / "styles")


# The row in the dock


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "styles"
    save(Style("Ink", "{prompt}, ink drawing", "colour", AUTOMATIC, {"steps": 40}), made)
    save(Style("Oil", "{prompt}, oil on canvas", "photo", AUTOMATIC, {"cfg": 5.0}), made)
    return made


@pytest.fixture
def row(shown, tmp_path, folder):
    made = shown(StyleRow(Settings(tmp_path / "dock.json"), folder), 300, 200)
    made.show_knobs(Knobs(prompt="a boat"))
    made.told, made.changes = [], []
    made.message.connect(made.told.append)
    made.turned.connect(made.changes.append)
    return made


def action(row, words):
    row.menu.aboutToShow.emit()
    return next(one for one in row.menu.actions() if words in one.text())


def choose(row, name, qtbot):
    """By keyboard, as an artist does."""
    row.choice.setFocus()
    qtbot.keyClick(row.choice, Qt.Key.Key_Home)
    while row.choice.currentText() != name:
        before = row.choice.currentIndex()
        qtbot.keyClick(row.choice, Qt.Key.Key_Down)
        assert row.choice.currentIndex() == before + 1


def test_choosing_another_style_takes_the_first_off(row, qtbot):
    choose(row, "Ink", qtbot)
    assert row.changes[-1] == {"prompt": "a boat, ink drawing", "negative": "colour", "steps": 40}
    choose(row, "Oil", qtbot)
    assert row.changes[-1]["prompt"] == "a boat, oil on canvas"
    assert row.changes[-1]["negative"] == "photo"
    choose(row, "No style", qtbot)
    assert row.changes[-1] == {"prompt": "a boat", "negative": ""}


def test_saving_asks_for_name_and_words_inside_the_dock(row, folder, qtbot, press):
    row.show_knobs(Knobs(prompt="a boat", steps=33))
    action(row, "Save the present").trigger()
    assert row.save_box.isVisible()
    assert not row.save_button.isEnabled()
    row.template.replace_text("{prompt}, chalk")
    qtbot.keyClicks(row.name, "Chalk")
    press(row.save_button)
    assert not row.save_box.isVisible()
    found = {one.name: one for one in read_folder(folder)[0]}["Chalk"]
    assert found.prompt == "{prompt}, chalk"
    assert found.knobs["steps"] == 33
    assert row.choice.currentText() == "Chalk"
    assert row.told[-1].tone is Tone.DONE


def test_saving_again_the_old_name_is_typed_over(row, qtbot):
    choose(row, "Ink", qtbot)
    action(row, "Save the present").trigger()
    assert row.name.text() == "Ink"
    qtbot.keyClicks(row.name, "Chalk")
    assert row.name.text() == "Chalk"


def test_a_style_travels_as_text(row, folder, clipboard, qtbot):
    choose(row, "Ink", qtbot)
    action(row, "Copy this style").trigger()
    text = clipboard.text()
    action(row, "Delete this style").trigger()
    assert [one.name for one in read_folder(folder)[0]] == ["Oil"]
    clipboard.setText(text)
    action(row, "Paste a style").trigger()
    assert [one.name for one in read_folder(folder)[0]] == ["Ink", "Oil"]
    assert row.choice.currentText() == "Ink"


def test_pasting_nonsense_is_said_in_the_bar(row, clipboard):
    clipboard.setText("Steps: 20")
    action(row, "Paste a style").trigger()
    assert row.told[-1].tone is Tone.ERROR
    assert "clipboard" in row.told[-1].text


def test_bad_files_are_named_when_the_dock_opens(shown, tmp_path, folder, qtbot):
    (folder / "broken.json").write_text("[")
    row, told = StyleRow(Settings(tmp_path / "dock.json"), folder), []
    row.message.connect(told.append)
    shown(row, 300, 100)
    qtbot.waitUntil(lambda: bool(told), timeout=1000)
    assert "broken.json" in told[0].text
