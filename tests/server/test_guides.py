"""Guides over HTTP: sent in parts `guide.NAME`, kept in the recipe by their content."""

import io
import json
from hashlib import sha256
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image

from tests.server.conftest import described, post, raw_pixels, refused, submit, wait

GREY = {"model": "grey", "depth": "u8", "alpha": False}
LEVELS = np.arange(48, dtype=np.uint8).reshape(6, 8)


def recipe(*guides: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "inpaint", "diffusion": {"model": "x"}, "guides": list(guides)}


def document(**guides: Any) -> dict[str, Any]:
    return described(guides=guides)


def png(pixels: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def hashed(pixels: np.ndarray) -> str:
    head = f"{pixels.dtype.str} {'x'.join(map(str, pixels.shape))}\n".encode()
    return sha256(head + pixels.tobytes()).hexdigest()


def sent(client: httpx.Client, named: dict[str, Any], described: dict[str, Any], **guides: bytes):
    files = {f"guide.{name}": content for name, content in guides.items()}
    return post(client, named, described, selection=b"\xff" * 48, **files)


def result_of(client: httpx.Client, answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 202, answer.text
    told = wait(client, answer.json()["id"])
    assert told["state"] == "done", told
    assert told["result"]["recipe"]["guides"] == told["recipe"]["guides"]
    return told["result"]


@pytest.mark.parametrize("raw", [True, False])
def test_the_result_knows_its_guide_by_content(client, raw):
    """The same levels, raw and as a file, are the same guide."""
    told = document(edges={"layout": GREY}) if raw else document()
    content = LEVELS.tobytes() if raw else png(LEVELS)
    named = recipe({"name": "edges", "weight": 0.5})
    made = result_of(client, sent(client, named, told, edges=content))
    (guide,) = made["recipe"]["guides"]
    assert guide["sha256"] == hashed(LEVELS[..., None])
    assert guide["weight"] == 0.5
    again = result_of(client, sent(client, made["recipe"], told, edges=content))
    assert again["recipe"]["guides"] == [guide]


def test_raw_pixels_come_in_the_clients_order_and_in_16_bits(client):
    pixels = np.random.default_rng(0).integers(0, 65536, (6, 8, 3)).astype("<u2")
    layout = {"model": "rgb", "depth": "u16", "alpha": False, "order": "bgra"}
    content = pixels[..., ::-1].tobytes()
    answer = sent(client, recipe({"name": "a"}), document(a={"layout": layout}), a=content)
    assert result_of(client, answer)["recipe"]["guides"][0]["sha256"] == hashed(pixels)


def test_a_reference_has_a_size_of_its_own(client):
    named = recipe({"name": "look", "role": "reference"})
    pixels = np.random.default_rng(0).integers(0, 256, (5, 3, 3), np.uint8)
    layout = {"model": "rgb", "depth": "u8", "alpha": False}
    size = {"width": 3, "height": 5}
    told = document(look={"layout": layout, "size": size})
    for described_as, content in ((told, pixels.tobytes()), (document(), png(pixels))):
        made = result_of(client, sent(client, named, described_as, look=content))
        assert made["recipe"]["guides"][0]["sha256"] == hashed(pixels)


def test_guides_that_do_not_fit_the_recipe_are_refused_by_name(client):
    named = recipe({"name": "edges"})
    told = document(edges={"layout": GREY})
    refused(sent(client, named, told), 422, "bad_recipe", "needs the pixels of its guide 'edges'")
    answer = sent(client, recipe(), told, edges=LEVELS.tobytes())
    refused(answer, 422, "bad_recipe", "guide 'edges' was sent, but the recipe does not name it")
    known = recipe({"name": "edges", "sha256": hashed(LEVELS[..., None])})
    answer = sent(client, known, told, edges=(LEVELS + 1).tobytes())
    refused(answer, 422, "bad_recipe", "guide 'edges' are not those that the recipe was made with")


def test_guides_that_are_no_pixels_are_refused_by_name(client):
    named, told = recipe({"name": "edges"}), document(edges={"layout": GREY})
    answer = sent(client, named, told, edges=b"short")
    refused(answer, 422, "bad_picture", "guide 'edges'", "48 bytes, but 5 were sent")
    answer = sent(client, named, document(), edges=b"no picture")
    message = refused(answer, 422, "bad_picture", "guide 'edges'", "not a picture")
    assert "/tmp" not in message
    answer = sent(client, named, document(), edges=png(LEVELS[:5]))
    refused(answer, 422, "bad_picture", "guide 'edges'", "8 x 5 pixels", "is 8 x 6")
    nan = document(edges={"layout": {**GREY, "depth": "f32"}})
    answer = sent(client, named, nan, edges=np.full(48, np.nan, "<f4").tobytes())
    refused(answer, 422, "bad_picture", "guide 'edges'", "not numbers")


def test_parts_are_files_each_sent_once(client):
    form = {"recipe": json.dumps(recipe({"name": "a"})), "document": json.dumps(document())}
    pixels = ("pixels", ("p", raw_pixels()))
    answer = client.post("/v1/jobs", data={**form, "guide.a": "text"}, files=[pixels])
    refused(answer, 422, "bad_request", "'guide.a' as a file")
    twice = [pixels, *[("guide.a", ("a", png(LEVELS)))] * 2]
    answer = client.post("/v1/jobs", data=form, files=twice)
    refused(answer, 422, "bad_request", "'guide.a' once")


@pytest.mark.parametrize("name", ["", "two words", "x" * 65])
def test_what_cannot_be_a_name_is_refused(client, name):
    answer = sent(client, recipe(), document(**{name: {"layout": GREY}}))
    refused(answer, 422, "bad_request", "document.guides")


def test_jobs_without_guides_are_as_before(client):
    assert wait(client, submit(client))["state"] == "done"


def test_the_api_describes_them(client):
    schemas = client.get("/v1/openapi.json").json()["components"]["schemas"]
    (part,) = schemas["Body_submit_v1_jobs_post"]["patternProperties"]
    (name,) = schemas["DocumentIn"]["properties"]["guides"]["patternProperties"]
    assert part == name.replace("^", r"^guide\.")
    assert set(schemas["GuideIn"]["properties"]) == {"layout", "size"}
