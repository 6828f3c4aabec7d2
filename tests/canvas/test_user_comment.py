"""A comment written into EXIF without moving a byte of what was there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ritocco.canvas import tags
from ritocco.canvas.tags import Tag
from ritocco.canvas.thumbnail import without_thumbnail
from ritocco.canvas.user_comment import USER_COMMENT, with_user_comment

from .pictures import exif as camera

BLOCKS = [None, camera("<"), camera(">"), without_thumbnail(camera(">"))]


def comment_of(block: bytes) -> str:
    nested = tags.read(block)[tags.EXIF]
    assert isinstance(nested, dict)
    entry = nested[USER_COMMENT]
    assert isinstance(entry, Tag)
    assert entry.value[:8] == b"UNICODE\0"
    return entry.value[8:].decode("utf-16-be")


@given(st.sampled_from(BLOCKS), st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_it_is_there_and_all_else_as_it_was(before, texts):
    block = before
    for text in texts:
        block = with_user_comment(block, text)
        assert block is not None
        meant = text.encode("utf-16-be", "replace").decode("utf-16-be")
        assert comment_of(block).rstrip(" ") == meant.rstrip(" ")
    if before is None:
        return
    # only the link to the first directory is another
    assert block[8 : len(before)] == before[8:]
    was, now = tags.read(before), tags.read(block)
    nested, was_nested = now.pop(tags.EXIF), was.pop(tags.EXIF)
    assert now == was
    assert isinstance(nested, dict)
    assert isinstance(was_nested, dict)
    assert was_nested.items() <= nested.items()


def test_other_programs_read_it(tmp_path):
    exif = Image.Exif()
    exif[271] = "Maker"
    for before in (None, exif.tobytes().removeprefix(b"Exif\0\0")):
        block = with_user_comment(before, "żółw")
        Image.new("RGB", (4, 4)).save(tmp_path / "a.jpg", exif=b"Exif\0\0" + block)
        with Image.open(tmp_path / "a.jpg") as seen:
            read = seen.getexif()
            assert read.get_ifd(tags.EXIF)[USER_COMMENT] == b"UNICODE\0" + "żółw".encode(
                "utf-16-be"
            )
            assert read.get(271) == (None if before is None else "Maker")


def test_a_shorter_one_takes_the_room_of_a_longer_one():
    first = with_user_comment(camera(), "a long comment")
    again = with_user_comment(with_user_comment(first, "short"), "a longer one")
    assert first is not None
    assert again is not None
    assert len(again) == len(first)
    assert comment_of(again) == "a longer one  "


@pytest.mark.parametrize("block", [b"", b"garbage", b"II*\0\xff\xff\0\0", b"II+\0" + bytes(20)])
def test_what_is_damaged_stays_as_it_is(block):
    assert with_user_comment(block, "a") == block
