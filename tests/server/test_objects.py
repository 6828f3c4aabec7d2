"""Finding an object over real HTTP: the right one, the same bytes, clear refusals."""

import asyncio
import json
import socket
import threading

import cv2
import numpy as np
import pytest

from ritocco.canvas.objects import Hint, object_at
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.errors import BadPicture, BadSelection, Cancelled
from ritocco.server.few_at_once import cancelled_with
from ritocco.watch import Watch

SIDE = (180, 240)
RGB = {"model": "rgb", "depth": "u8", "alpha": False, "order": "rgba"}


def scene():
    """A red disc and a blue one on a greenish ground, all with grain; and where the red one is."""
    random = np.random.default_rng(5)
    y, x = np.mgrid[0 : SIDE[0], 0 : SIDE[1]]
    red = (x - 80) ** 2 + (y - 90) ** 2 < 40**2
    blue = (x - 190) ** 2 + (y - 90) ** 2 < 30**2
    pixels = np.where(red[..., None], (190, 60, 50), (90, 150, 80))
    pixels = np.where(blue[..., None], (50, 70, 180), pixels)
    grain = random.normal(0, 12, pixels.shape)
    return np.clip(pixels + grain, 0, 255).astype(np.uint8), red


def ask(client, hint, pixels=None, layout=None, **document):
    pixels = scene()[0] if pixels is None else pixels
    size = {"width": pixels.shape[1], "height": pixels.shape[0]}
    described = {"canvas": size, "layout": layout or RGB, **document}
    return client.post(
        "/v1/select",
        data={"hint": hint if isinstance(hint, str) else json.dumps(hint),
              "document": json.dumps(described)},
        files={"pixels": pixels.tobytes()},
    )  # fmt: skip


def levels_of(answer):
    assert answer.status_code == 200, answer.text
    return np.frombuffer(answer.content, np.uint8).reshape(SIDE)


@pytest.mark.parametrize(
    "hint",
    [
        {"stroke": [[60, 90], [95, 95]], "width": 6},
        {"stroke": [[80, 90]]},
        {"around": [[30, 40], [130, 40], [130, 140], [30, 140]]},
    ],
)
def test_the_object_that_is_meant_is_found_and_no_other(client, hint):
    pixels, disc = scene()
    first = levels_of(ask(client, hint))
    assert (first[disc] > 127).mean() > 0.98
    assert (first[~disc] > 127).mean() < 0.01
    ring = cv2.dilate(disc.astype(np.uint8), np.ones((9, 9))) > 0
    assert not first[~ring].any(), "only near the edge is anything else"
    np.testing.assert_array_equal(levels_of(ask(client, hint)), first)
    deep = np.dstack([pixels[..., ::-1].astype(np.uint16) * 257, np.full(SIDE, 65535, np.uint16)])
    layout = {"model": "rgb", "depth": "u16", "alpha": True, "order": "bgra"}
    np.testing.assert_array_equal(levels_of(ask(client, hint, deep, layout)), first)


def test_what_is_transparent_is_no_part_of_an_object(client):
    pixels, disc = scene()
    alpha = np.where(disc, 255, 0).astype(np.uint8)
    alpha[:, :80] = 0
    layout = RGB | {"alpha": True}
    sent = np.dstack([pixels, alpha])
    found = levels_of(ask(client, {"stroke": [[100, 90]]}, sent, layout))
    assert not found[:, :74].any()
    assert (found[90, 90:110] == 255).all()


@pytest.mark.parametrize(
    ("hint", "says"),
    [
        ("{", "hint is not JSON"),
        ({}, "send a stroke, or points around"),
        ({"stroke": [[1, 2]], "around": [[1, 2], [3, 4], [5, 6]]}, "send a stroke"),
        ({"stroke": []}, "hint.stroke"),
        ({"around": [[1, 2], [3, 4]]}, "hint.around"),
        ({"stroke": [[1e300, 2]]}, "hint.stroke"),
        ({"stroke": [[1, 2, 3]]}, "hint.stroke"),
        ({"stroke": [[1, 2]], "width": -1}, "hint.width"),
        ({"stroke": [[1, 2]], "colour": 3}, "hint.colour"),
        ({"stroke": [[900, 900]]}, "beside the picture"),
    ],
)
def test_a_hint_that_says_nothing_is_refused_in_one_line(client, hint, says):
    answer = ask(client, hint)
    assert answer.status_code == 422
    message = answer.json()["message"]
    assert says in message
    assert "\n" not in message


def test_pixels_that_are_none_and_pixels_that_are_too_many_are_refused(client):
    answer = ask(client, {"stroke": [[1, 1]]}, np.zeros((2, 2, 3), np.uint8),
                 canvas={"width": 9, "height": 9})  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_picture")
    large = Picture(np.zeros((5000, 4000, 1), np.uint8), Layout(ColourModel.GREY, Depth.U8, False))
    with pytest.raises(BadPicture, match="smaller copy"):
        object_at(large, Hint(((5.0, 5.0),)), Watch())


def test_a_picture_of_one_colour_has_no_object_or_is_one():
    for pixels in (np.full((40, 50, 3), 90, np.uint8), np.zeros((1, 1, 3), np.uint8)):
        one = Picture(pixels, Layout(ColourModel.RGB, Depth.U8, False))
        for hint in (Hint(((0.5, 0.5),)), Hint(((-9.0, -9.0), (99.0, -9.0), (99.0, 99.0)), True)):
            assert object_at(one, hint, Watch()).shape == pixels.shape[:2]
        with pytest.raises(BadSelection):
            object_at(one, Hint(((700.0, 800.0),)), Watch())


def test_work_ends_between_rounds_when_it_is_cancelled():
    gone = threading.Event()
    seen = []

    def report(share, words):
        seen.append(words)
        if words == "Cutting out":
            gone.set()

    pixels, _ = scene()
    one = Picture(pixels, Layout(ColourModel.RGB, Depth.U8, False))
    with pytest.raises(Cancelled):
        object_at(one, Hint(((80.0, 90.0),)), Watch(report, gone))
    assert seen.count("Cutting out") == 1


def test_work_is_cancelled_when_whoever_asked_has_gone():
    class Asked:
        looks = 0

        async def is_disconnected(self):
            self.looks += 1
            return self.looks > 2

    async def wait(gone):
        async with cancelled_with(Asked(), gone):
            while not gone.is_set():
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(wait(threading.Event()), 20))


def test_a_client_that_goes_away_frees_its_turn(server):
    """More of them than there are turns; the next is answered."""
    random = np.random.default_rng(1)
    pixels = random.integers(0, 256, (1500, 1500, 3), np.uint8)
    with server.client() as client:
        request = client.build_request(
            "POST", "/v1/select", data={"hint": '{"stroke": [[700, 700], [900, 800]]}',
                "document": json.dumps({"canvas": {"width": 1500, "height": 1500}, "layout": RGB})},
            files={"pixels": pixels.tobytes()},
        )  # fmt: skip
        head = "POST /v1/select HTTP/1.1\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in request.headers.items()
        )
        body = request.read()
        address = (request.url.host, request.url.port)
        for _ in range(6):
            with socket.create_connection(address) as line:
                line.sendall(head.encode() + b"\r\n" + body)
        assert levels_of(ask(client, {"stroke": [[80, 90]]})).any()
