"""Training pictures: what is held out is never learnt from; crops are what they say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ritocco import budget
from ritocco.errors import BadPicture, NotFound, TooLarge
from ritocco.training.pictures import Photograph, fixed_crops, load_pictures, random_crop


@pytest.fixture
def folder(tmp_path):
    noise = np.random.default_rng(0)
    for number in range(40):
        pixels = noise.integers(0, 256, (40, 30, 3), np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"picture{number}.png")
    Image.new("RGB", (200, 8)).save(tmp_path / "narrow.png")
    (tmp_path / "notes.txt").write_text("not a picture")
    return tmp_path


def test_every_picture_is_on_one_side_and_stays_there(folder):
    first = load_pictures(folder, 16)
    names = [{one.name for one in side} for side in (first.seen, first.held_out)]
    assert not names[0] & names[1]
    assert names[0] | names[1] == {f"picture{number}" for number in range(40)}
    (folder / "picture0.png").unlink()
    second = load_pictures(folder, 16)
    assert {one.name for one in second.held_out} == names[1] - {"picture0"}


def test_named_pictures_are_held_out(folder):
    found = load_pictures(folder, 16, ["picture3", "picture5"])
    assert [one.name for one in found.held_out] == ["picture3", "picture5"]
    assert len(found.seen) == 38


@pytest.mark.parametrize(
    ("side", "held_out", "words"), [(16, ["cat"], "'cat'"), (35, [], "at least 35 pixels")]
)
def test_what_is_missing_is_named(folder, side, held_out, words):
    with pytest.raises(NotFound, match=words):
        load_pictures(folder, side, held_out)


def test_pictures_that_do_not_fit_into_memory_are_refused(folder, monkeypatch):
    monkeypatch.setattr(budget, "share", lambda: 20 * 40 * 30 * 3)
    with pytest.raises(TooLarge, match="learn from fewer pictures"):
        load_pictures(folder, 16)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NotFound, match="There is no folder"):
        load_pictures(tmp_path / "nowhere", 16)
    with pytest.raises(NotFound, match="There is no folder"):
        load_pictures(tmp_path / ("x" * 300), 16)


def test_a_file_that_is_no_picture_is_named(folder):
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and nothing more")
    with pytest.raises(BadPicture, match=r"broken\.png"):
        load_pictures(folder, 16)


@given(st.integers(0, 2**31), st.integers(20, 60), st.integers(20, 60), st.floats(1, 5))
def test_a_crop_is_a_part_of_its_picture(seed, width, height, most_reduced):
    rows = np.arange(height, dtype=np.uint8)[:, None, None]
    photo = Photograph("ramp", np.broadcast_to(rows, (height, width, 3)).copy())
    crop = random_crop([photo], 16, most_reduced, np.random.default_rng(seed))
    assert crop.pixels.shape == (16, 16, 3)
    assert 0 <= crop.top < crop.bottom <= 1
    taken = (crop.bottom - crop.top) * height
    assert 16 <= round(taken) <= max(16, 16 * most_reduced + 1)
    values = crop.pixels[:, 0, 0] * 255
    # the mean of the rows it was made of, from the first to the last
    assert values[0] == pytest.approx(crop.top * height + (taken / 16 - 1) / 2, abs=0.51)
    assert values[-1] == pytest.approx(crop.bottom * height - 1 - (taken / 16 - 1) / 2, abs=0.51)


def test_fixed_crops_are_the_same_each_time_and_of_every_picture(folder):
    held_out = load_pictures(folder, 16).held_out
    one, two = (fixed_crops(held_out, 16, 2, 3, seed=4) for _ in range(2))
    assert [crop.name for crop in one] == [photo.name for photo in held_out for _ in range(3)]
    for first, second in zip(one, two, strict=True):
        np.testing.assert_array_equal(first.pixels, second.pixels)
