"""The log as a picture."""

import json
from xml.etree import ElementTree

import pytest

from ritocco.training.curves import HEIGHT, WIDTH, draw_curves

SVG = "{http://www.w3.org/2000/svg}"


def drawn(tmp_path, lines):
    log, target = tmp_path / "log.jsonl", tmp_path / "curves.svg"
    log.write_text("".join(json.dumps(line) + "\n" for line in lines))
    draw_curves(log, target)
    return ElementTree.parse(target).getroot() if target.exists() else None


def test_each_number_is_a_line_from_the_first_step_to_the_last(tmp_path):
    lines = [{"step": s, "rate": 1, "v": v, "a<b": 2} for s, v in ((500, 4.0), (1000, 2.0))]
    root = drawn(tmp_path, lines)
    curves = [one.get("points").split() for one in root.iter(f"{SVG}polyline")]
    assert len(curves) == 2
    (x0, y0), (x1, y1) = (map(float, point.split(",")) for point in curves[0])
    assert (x1 - x0, y1 - y0) == (WIDTH, HEIGHT)  # falls from the most to the least
    words = [one.text for one in root.iter(f"{SVG}text")]
    assert words == ["v: 4 to 2, steps 500 to 1000", "a<b: 2 to 2, steps 500 to 1000"]


@pytest.mark.parametrize("lines", [[], [{"step": 1, "pace": 2}]])
def test_nothing_to_show_is_no_picture(tmp_path, lines):
    assert drawn(tmp_path, lines) is None


def test_one_measurement_and_a_flat_line_are_drawn(tmp_path):
    assert drawn(tmp_path, [{"step": 5, "v": 1.0}]) is not None
