"""Opening and saving files for a client: nothing of a file is lost on the way."""

import base64
import json
import struct
from typing import Any

import numpy as np
import pytest

from ritocco.canvas import files
from ritocco.canvas.picture import ColourModel, Depth, Layout
from tests.canvas import profiles
from tests.canvas.pictures import LOSSLESS, METADATA, picture


def parts(data: bytes) -> tuple[dict[str, Any], bytes]:
    (length,) = struct.unpack("<Q", data[:8])
    return json.loads(data[8 : 8 + length]), data[8 + length :]


def bundle(head: dict[str, Any], pixels: bytes) -> bytes:
    text = json.dumps(head).encode()
    return struct.pack("<Q", len(text)) + text + pixels


def opened(client, data: bytes, name: str) -> tuple[dict[str, Any], bytes]:
    answer = client.post("/v1/pictures/open", params={"name": name}, content=data)
    assert answer.status_code == 200, answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)
    return parts(answer.content)


def test_every_lossless_file_comes_back_bit_for_bit(client, tmp_path):
    for layout, suffix in LOSSLESS:
        profile = profiles.rgb("p3", 2.2) if layout.model is ColourModel.RGB else None
        one = picture(layout, 300, 270, profile=profile, metadata=METADATA)
        path = tmp_path / f"a{suffix}"
        files.save(one, path)
        head, pixels = opened(client, path.read_bytes(), path.name)
        assert (head["model"], head["depth"]) == (layout.model.value, layout.depth.value)
        assert head["alpha"] is layout.alpha
        assert base64.b64decode(head["profile"]) == (profile or b"")
        assert [layer["name"] for layer in head["layers"]] == ["a"]
        sent = np.frombuffer(pixels, layout.depth.dtype).reshape(270, 300, 4)
        whole = files.load(path).pixels
        np.testing.assert_array_equal(sent[..., : layout.colours], whole[..., : layout.colours])
        answer = client.post(
            "/v1/pictures/save", params={"suffix": suffix[1:]}, content=bundle(head, pixels)
        )
        assert answer.status_code == 200, answer.text
        assert answer.content == path.read_bytes(), (layout, suffix)


def test_layers_mask_and_selection_go_through_a_layered_file(client, tmp_path):
    canvas = {"width": 40, "height": 30}
    box = {"x": 5, "y": -2, "width": 10, "height": 9}
    random = np.random.default_rng(3)
    below, above = random.bytes(40 * 30 * 8), random.bytes(10 * 9 * 8)
    mask, selection = random.bytes(90), random.bytes(12)
    head = {
        "canvas": canvas,
        "model": "rgb",
        "depth": "u16",
        "layers": [
            {"name": "Background", "box": {"x": 0, "y": 0, **canvas}},
            {"name": "Fill", "box": box, "mask": True, "opacity": 0.25, "recipe": "{}"},
        ],
        "active": 1,
        "selection": {"x": 1, "y": 2, "width": 4, "height": 3},
    }
    sent = bundle(head, below + above + mask + selection)
    answer = client.post("/v1/pictures/save", params={"suffix": "ora"}, content=sent)
    assert answer.status_code == 200, answer.text
    found, pixels = opened(client, answer.content, "a.ora")
    assert pixels == below + above + mask + selection
    assert found["layers"][1] == {
        "name": "Fill", "box": box, "visible": True, "opacity": 0.25, "mask": True,
        "masked": True, "recipe": "{}",
    }  # fmt: skip
    assert (found["active"], found["selection"]["height"]) == (1, 3)
    assert found["alpha"] is False


def test_jpeg_is_laid_on_white_with_8_bits(client, tmp_path):
    head = {
        "canvas": {"width": 2, "height": 2},
        "model": "rgb",
        "depth": "u16",
        "alpha": True,
        "layers": [{"box": {"x": 0, "y": 0, "width": 2, "height": 2}}],
    }
    answer = client.post(
        "/v1/pictures/save", params={"suffix": "jpg"}, content=bundle(head, bytes(32))
    )
    assert answer.status_code == 200, answer.text
    (tmp_path / "a.jpg").write_bytes(answer.content)
    shown = files.load(tmp_path / "a.jpg")
    assert shown.layout == Layout(ColourModel.RGB, Depth.U8, False)
    assert (shown.pixels >= 254).all()


HEAD = {
    "canvas": {"width": 2, "height": 1},
    "model": "rgb",
    "depth": "u8",
    "layers": [{"box": {"x": 0, "y": 0, "width": 2, "height": 1}}],
}


def carried(**changes: Any) -> str:
    """Metadata as a client hands it back, with what it was not handed."""
    empty = dict.fromkeys(("resolution", "exif", "xmp", "iptc", "recipe", "comment"))
    return json.dumps({**empty, "texts": [], "signals": [], **changes})


def coded(*chunks: bytes) -> list[str]:
    return [base64.b64encode(chunk).decode() for chunk in chunks]


ODD = {
    **{
        f"resolution {odd}": {"resolution": [odd, 2.0]}
        for odd in (float("nan"), float("inf"), -4.0, 0.0, 1e30, 1e-9, 10**400, "wide", None)
    },
    "one resolution": {"resolution": [1]},
    "200 million dpi": {"resolution": [200e6 / 25.4, 200e6 / 25.4]},
    "half a character": {"recipe": "\ud800"},
    "pixels as text": {"texts": coded(b"IDATx", b"tRNS" + bytes(6), b"acTL" + bytes(8))},
    "no chunks": {"texts": coded(b"", b"a\0b"), "signals": coded(b"", b"iCCPa\0\0")},
}


@pytest.mark.parametrize("suffix", ["png", "tiff", "jpg", "webp", "ora"])
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_what_no_picture_says_is_left_away(client, suffix, odd):
    head = HEAD | {"metadata": carried(**odd)}
    asked = f"/v1/pictures/save?suffix={suffix}"
    answer = client.post(asked, content=bundle(head, bytes(8)))
    plain = client.post(asked, content=bundle(HEAD | {"metadata": carried()}, bytes(8)))
    assert (answer.status_code, len(answer.content)) == (200, len(plain.content))


def test_half_a_character_in_a_layers_name_is_no_reason_to_lose_the_layer(client):
    names = ["a\ud800b", "\udfff\uffff\x01", "\U0001f40e \\ud800"]
    layers = [{**HEAD["layers"][0], "name": name} for name in names]
    sent = bundle(HEAD | {"layers": layers}, bytes(24))
    answer = client.post("/v1/pictures/save?suffix=ora", content=sent)
    assert answer.status_code == 200, answer.text
    head, pixels = opened(client, answer.content, "a.ora")
    assert [layer["name"] for layer in head["layers"]] == ["a?b", "?", names[2]]
    assert pixels == bytes(24)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"", "bad_request"),
        (b"\xff" * 20, "bad_request"),
        (struct.pack("<Q", 5) + b"hello", "bad_request"),
        (bundle(HEAD | {"depth": "u9"}, bytes(8)), "bad_request"),
        (bundle(HEAD, bytes(7)), "bad_picture"),
        (bundle(HEAD | {"profile": "?"}, bytes(8)), "bad_picture"),
        (bundle(HEAD | {"metadata": "[]"}, bytes(8)), "bad_picture"),
        (bundle(HEAD | {"metadata": '{"resolution": [1, 1]}'}, bytes(8)), "bad_picture"),
        (bundle(HEAD | {"metadata": carried(texts=[1])}, bytes(8)), "bad_picture"),
        (bundle(HEAD | {"metadata": carried(exif="?")}, bytes(8)), "bad_picture"),
        (bundle(HEAD | {"metadata": "[" * 9999}, bytes(8)), "bad_picture"),
        (bundle(HEAD, bytes(9)), "bad_picture"),
    ],
)
def test_what_is_no_bundle_is_refused_in_a_sentence(client, sent, code):
    answer = client.post("/v1/pictures/save", content=sent)
    assert answer.status_code == 422
    assert answer.json()["code"] == code
    assert answer.json()["message"].endswith(".")


@pytest.mark.parametrize("suffix", ["png", "tiff", "webp", "jpg", "ora"])
def test_a_few_bytes_that_name_a_huge_canvas_are_refused_before_any_pixel(client, suffix):
    """By the format, where that has no numbers for it; else by the memory it would take."""
    known = {"jpg": (422, "JPEG holds at most 65500"), "webp": (422, "WebP holds at most 16383")}
    status, words = known.get(suffix, (413, "memory"))
    head = HEAD | {"canvas": {"width": 99999, "height": 9000}}
    answer = client.post(f"/v1/pictures/save?suffix={suffix}", content=bundle(head, bytes(8)))
    assert (answer.status_code, words in answer.json()["message"]) == (status, True), answer.text
    side = 16_000 if suffix == "webp" else 30_000
    head["canvas"] = {"width": side, "height": side}
    answer = client.post(f"/v1/pictures/save?suffix={suffix}", content=bundle(head, bytes(8)))
    assert (answer.status_code, answer.json()["code"]) == (413, "out_of_memory")


def test_floats_cannot_be_layered_and_the_answer_says_what_to_do(client):
    head = HEAD | {"depth": "f32"}
    answer = client.post(
        "/v1/pictures/save", params={"suffix": "ora"}, content=bundle(head, bytes(32))
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "cannot_hold")
    assert "TIFF" in answer.json()["message"]


def test_a_kind_of_file_too_small_for_a_picture_is_no_full_disk(client):
    head = HEAD | {"canvas": {"width": 20_000, "height": 1}}
    answer = client.post(
        "/v1/pictures/save", params={"suffix": "webp"}, content=bundle(head, bytes(8))
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "cannot_hold")


def test_what_is_no_picture_is_named_as_the_client_names_it(client):
    answer = client.post("/v1/pictures/open", params={"name": "holiday.tif"}, content=b"no picture")
    assert answer.status_code == 422
    assert answer.json()["message"].startswith("holiday.tif ")


def test_a_token_is_needed(server):
    with server.client(headers={}) as stranger:
        assert stranger.post("/v1/pictures/open", content=b"").status_code == 401
