import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.geometry import Box, Sides, Size

corner = st.integers(-50, 50)
length = st.integers(0, 60)
boxes = st.builds(Box, corner, corner, length, length)
full_boxes = boxes.filter(bool)
sides = st.builds(Sides, *[st.integers(0, 40)] * 4)


def pixels(box: Box) -> set[tuple[int, int]]:
    return {(x, y) for x in range(box.x, box.right) for y in range(box.y, box.bottom)}


@given(boxes, boxes)
def test_intersection_holds_exactly_the_shared_pixels(one: Box, two: Box):
    assert pixels(one & two) == pixels(one) & pixels(two)


@given(full_boxes, full_boxes)
def test_union_is_the_smallest_box_around_both(one: Box, two: Box):
    union = one | two
    assert pixels(one) | pixels(two) <= pixels(union)
    assert union.x == min(one.x, two.x)
    assert union.right == max(one.right, two.right)
    assert union.y == min(one.y, two.y)
    assert union.bottom == max(one.bottom, two.bottom)


@given(boxes)
def test_an_empty_box_adds_nothing_and_is_everywhere(box: Box):
    assert box | Box(7, 7, 0, 3) == (box if box else Box(7, 7, 0, 3))
    assert Box(999, 999, 0, 0) in box


@given(boxes, boxes)
def test_containment_is_that_of_pixels(one: Box, two: Box):
    assert (two in one) == (pixels(two) <= pixels(one))


@given(full_boxes, full_boxes)
def test_shifting_into_moves_least_and_keeps_the_size(box: Box, canvas: Box):
    moved = box.shifted_into(canvas)
    assert moved.size == box.size
    if box.width <= canvas.width and box.height <= canvas.height:
        assert moved in canvas
        if box in canvas:
            assert moved == box
    if box.width > canvas.width:
        assert canvas.x - moved.x == (box.width - canvas.width) // 2 + (
            (box.width - canvas.width) % 2
        )


@given(full_boxes, sides)
def test_growing_adds_each_side(box: Box, sides: Sides):
    grown = box.grown(sides)
    assert (box.x - grown.x, box.y - grown.y) == (sides.left, sides.top)
    assert (grown.right - box.right, grown.bottom - box.bottom) == (sides.right, sides.bottom)


@given(boxes, boxes)
def test_frames_are_undone_by_moving_back(box: Box, frame: Box):
    assert box.in_frame_of(frame).moved(frame.x, frame.y) == box


@given(full_boxes, full_boxes)
def test_centres_agree_to_the_pixel(box: Box, other: Box):
    centred = box.centred_at(other)
    assert 0 <= (other.x + other.right) - (centred.x + centred.right) <= 1
    assert 0 <= (other.y + other.bottom) - (centred.y + centred.bottom) <= 1


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="negative"):
        Size(-1, 2)
    with pytest.raises(ValueError, match="negative"):
        Box(0, 0, 3, -1)
    with pytest.raises(ValueError, match="negative"):
        Sides(left=-1)
    with pytest.raises(ValueError, match="far end"):
        _ = Box(-1, 0, 3, 3).slices


def test_slices_cut_rows_then_columns():
    assert Box(2, 3, 5, 7).slices == (slice(3, 10), slice(2, 7))
