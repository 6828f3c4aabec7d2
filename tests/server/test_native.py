import io
import json
import struct
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor

import httpx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from ritocco.recipe.adapter import Adapter
from ritocco.recipe.finishing import Faces, Upscale
from ritocco.recipe.guide import Guide
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.recipe.rows import rows
from ritocco.recipe.usual import KNOBS, usual
from ritocco.server.requests import DocumentIn
from ritocco.server.responses import HistoryOut, JobOut, KnobsOut, StatusOut
from tests.effort import examples
from tests.server.conftest import (
    BOX,
    LAYOUT,
    described,
    filled,
    is_error,
    post,
    raw_pixels,
    refused,
    submit,
    wait,
)

TYPES = {"u8": "u1", "u16": "<u2", "f16": "<f2", "f32": "<f4"}


def png(pixels: np.ndarray) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def test_status(client):
    told = client.get("/v1/status").json()
    assert told["name"] == "Ritocco"
    assert told["api"] == 1
    assert told["queue"] == {"waiting": 0, "running": 0}
    assert told["uptime"] > 0


def test_engines_are_known_after_the_first_plan(client):
    asked = {
        "recipe": {"kind": "fill"},
        "canvas": {"width": 100, "height": 80},
        "selection": {"x": 90, "y": 10, "width": 30, "height": 20},
    }
    told = client.post("/v1/plan", json=asked).json()
    assert told["export"] == {"x": 90, "y": 10, "width": 10, "height": 20}
    assert told["passes"] == 1
    assert told["hints"] == []
    status = client.get("/v1/status").json()
    assert (status["engines"], status["device"]) == (["fake"], "CPU")


def test_numbers_may_all_be_written_alike(client):
    asked = {
        "recipe": {"kind": "fill", "grow": 2.0, "seed": 7.0},
        "canvas": {"width": 100, "height": 80},
        "selection": {"x": 9, "y": 10, "width": 30, "height": 20},
    }
    assert client.post("/v1/plan", json=asked).status_code == 200
    told = wait(client, submit(client, recipe=asked["recipe"]))
    assert (told["recipe"]["grow"], told["recipe"]["seed"]) == (2, 7)


@pytest.mark.parametrize(
    ("change", "status", "code", "word"),
    [
        ({"recipe": {"sed": 1}}, 422, "bad_recipe", "'sed'"),
        ({"recipe": {"seed": -1}}, 422, "bad_recipe", "seed"),
        ({"recipe": 3}, 422, "bad_recipe", "object"),
        ({"canvas": {"width": 0, "height": 5}}, 422, "bad_request", "canvas.width"),
        ({"canvas": {"width": "7", "height": 5}}, 422, "bad_request", "canvas.width"),
        ({"canvas": None}, 422, "bad_request", "canvas"),
        ({"color": 1}, 422, "bad_request", "color"),
        (
            {"selection": {"x": 900, "y": 0, "width": 5, "height": 5}},
            422,
            "bad_selection",
            "selected",
        ),
    ],
)
def test_a_wrong_plan_names_the_field(client, change, status, code, word):
    asked = {
        "recipe": {},
        "canvas": {"width": 100, "height": 80},
        "selection": {"x": 0, "y": 0, "width": 5, "height": 5},
    }
    refused(client.post("/v1/plan", json=asked | change), status, code, word)


def test_what_is_no_json_is_said(client):
    headers = {"Content-Type": "application/json"}
    refused(client.post("/v1/plan", content=b"{", headers=headers), 422, "bad_request", "JSON")
    odd = client.post("/v1/plan", content=b"\xff\xfe", headers=headers)
    refused(odd, 422, "bad_request", "JSON")


def test_raw_pixels_come_back_as_they_were_sent(client):
    job = submit(client, pixels=raw_pixels(4))
    told = wait(client, job)
    assert told["state"] == "done"
    assert told["result"]["layer"] == BOX
    assert told["result"]["on_disk"] is True
    answer = client.get(f"/v1/jobs/{job}/layer")
    assert answer.content == raw_pixels(4)
    assert json.loads(answer.headers["ritocco-layout"]) == LAYOUT
    assert json.loads(answer.headers["ritocco-box"]) == BOX
    assert answer.headers["ritocco-layer-position"] == "above"


@settings(max_examples=examples(40))
@given(
    model=st.sampled_from(["grey", "rgb"]),
    depth=st.sampled_from(list(TYPES)),
    alpha=st.booleans(),
    order=st.sampled_from(["rgba", "bgra"]),
    width=st.integers(1, 9),
    height=st.integers(1, 9),
    seed=st.integers(0, 1000),
)
def test_every_layout_survives_the_round_trip(
    server, model, depth, alpha, order, width, height, seed
):
    client = server.own
    channels = {"grey": 1, "rgb": 3}[model] + alpha
    shape = (height, width, channels)
    values = np.random.default_rng(seed).integers(0, 65536, shape, np.uint16)
    if depth.startswith("f"):
        values = values.view(np.float16)
        values = np.where(np.isfinite(values), values, np.float16(0.25))
    sent = values.astype(TYPES[depth])
    box = {"x": 0, "y": 0, "width": width, "height": height}
    layout = {"model": model, "depth": depth, "alpha": alpha, "order": order}
    job = submit(
        client,
        document=described(box=box, layout=layout),
        pixels=sent.tobytes(),
        selection=b"\xff" * (width * height),
    )
    assert wait(client, job)["state"] == "done"
    got = np.frombuffer(client.get(f"/v1/jobs/{job}/layer").content, TYPES[depth])
    got = got.reshape(height, width, -1)
    assert got[..., :channels].tobytes() == sent.tobytes()
    if not alpha:
        assert (got[..., -1] == {"u8": 255, "u16": 65535}.get(depth, 1)).all()
    client.delete(f"/v1/jobs/{job}")


def test_krita_order_is_blue_first(client):
    job = submit(client, pixels=bytes([1, 2, 3, 255]) * 48)
    wait(client, job)
    picture = Image.open(io.BytesIO(client.get(f"/v1/jobs/{job}/layer?format=png").content))
    assert picture.getpixel((0, 0)) == (3, 2, 1, 255)


def test_formats_of_a_layer(client):
    deep = described(layout={"model": "grey", "depth": "f16", "alpha": False})
    job = submit(client, document=deep, pixels=np.full(48, 0.5, "<f2").tobytes())
    wait(client, job)
    refused(client.get(f"/v1/jobs/{job}/layer?format=png"), 422, "bad_picture", "tiff")
    tiff = client.get(f"/v1/jobs/{job}/layer?format=tiff")
    assert tiff.headers["content-type"] == "image/tiff"
    assert tiff.content[:2] in (b"II", b"MM")
    refused(client.get(f"/v1/jobs/{job}/layer?format=bmp"), 422, "bad_request", "format")


def test_an_encoded_picture_is_its_own_canvas(client):
    pixels = np.random.default_rng(2).integers(0, 255, (30, 40, 3), np.uint8)
    mask = np.zeros((30, 40), np.uint8)
    mask[5:9, 7:20] = 255
    job = submit(client, document={"name": "b.png"}, pixels=png(pixels), selection=png(mask))
    result = wait(client, job)["result"]
    assert result["canvas"] == {"width": 40, "height": 30}
    assert result["document"] == "b.png"
    layer = Image.open(io.BytesIO(client.get(f"/v1/jobs/{job}/layer?format=png").content))
    assert np.array_equal(np.asarray(layer)[..., :3], pixels)
    thumbnail = client.get(f"/v1/jobs/{job}/thumbnail")
    assert thumbnail.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(thumbnail.content)).size == (40, 30)


def test_without_a_selection_transparency_is_filled(client):
    job = submit(client, document={}, pixels=png(np.zeros((5, 5, 4), np.uint8)))
    assert wait(client, job)["result"]["layer_position"] == "below"
    job = submit(
        client,
        recipe={"kind": "outpaint", "extend": {"left": 5}},
        document={},
        pixels=png(np.zeros((5, 5, 4), np.uint8)),
    )
    assert wait(client, job)["result"]["layer_position"] == "above"


def icc(kind: bytes, size: int = 200) -> bytes:
    return struct.pack(">I12x4s16x4s", size, kind, b"acsp").ljust(200, b"\0")


def test_a_profile_must_be_one_for_these_pixels(client):
    refused(post(client, profile=b"nonsense"), 422, "bad_picture", "not an ICC profile")
    refused(post(client, profile=icc(b"RGB ", 201)), 422, "bad_picture", "not an ICC profile")
    refused(post(client, profile=icc(b"CMYK")), 422, "bad_picture", "not one for rgb")


def test_a_profile_comes_back_with_the_layer(client):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    job = submit(client, profile=profile)
    assert wait(client, job)["state"] == "done"
    tiff = client.get(f"/v1/jobs/{job}/layer?format=tiff").content
    assert Image.open(io.BytesIO(tiff)).info["icc_profile"] == profile


@pytest.mark.parametrize(
    ("sent", "code", "word"),
    [
        ({"recipe": {"sed": 3}}, "bad_recipe", "'sed'"),
        ({"recipe": {"grow": 9999}}, "bad_recipe", "grow"),
        ({"recipe": "{"}, "bad_recipe", "not JSON"),
        ({"recipe": "[]"}, "bad_recipe", "object"),
        ({"recipe": "[" * 5000}, "bad_recipe", "JSON"),
        ({"document": "{"}, "bad_request", "document"),
        ({"document": "[1]"}, "bad_request", "document"),
        ({"document": described(layot=1)}, "bad_request", "document.layot"),
        ({"document": described(name=7)}, "bad_request", "document.name"),
        ({"document": described(layout=LAYOUT | {"depth": "u9"})}, "bad_request", "depth"),
        ({"document": described(box=BOX | {"width": 9})}, "bad_picture", "192 were sent"),
        ({"document": described(box=BOX | {"width": 0}), "pixels": b""}, "bad_picture", "empty"),
        ({"document": described(box=BOX | {"x": 99})}, "bad_selection", "does not fit"),
        ({"document": described(canvas=None)}, "bad_picture", "size of its canvas"),
        ({"document": {"layout": LAYOUT}}, "bad_picture", "size of the canvas"),
        ({"pixels": b"short"}, "bad_picture", "5 were sent"),
        ({"selection": b"\xff" * 47}, "bad_selection", "47 bytes"),
        ({"selection": bytes(48)}, "bad_selection", "Nothing is selected"),
        ({"recipe": {"blend_band": 1}}, "too_little", "(10 x 8 at (9, 19))"),
        ({"document": {}, "pixels": b"not a picture"}, "bad_picture", "not a picture"),
        ({"document": {}, "pixels": b""}, "bad_picture", "empty"),
        ({"document": {}, "pixels": b"\x89PNG\r\n\x1a\n broken"}, "bad_picture", "damaged"),
    ],
)
def test_a_wrong_job_says_what_is_wrong(client, sent, code, word):
    message = refused(post(client, **sent), 422, code, word)
    assert "/tmp" not in message
    assert "\n" not in message


@pytest.mark.parametrize("part", ["recipe", "document", "pixels", "selection", "guide.a"])
def test_a_part_that_comes_twice_is_refused(client, part):
    """Which one was meant cannot be known."""
    single = {"recipe": "{}", "document": json.dumps(described()), "pixels": raw_pixels()}
    parts = [*single.items(), ("selection", b"\xff" * 48), ("guide.a", b"1"), (part, b"1")]
    texts = ("recipe", "document")
    form = [(name, ((None if name in texts else "f"), content)) for name, content in parts]
    refused(client.post("/v1/jobs", files=form), 422, "bad_request", f"'{part}' once")


def bomb(side: int = 25_000) -> bytes:
    """A PNG of few bytes that says of itself that it is huge; what it holds cannot be decoded."""
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_picture_of_another_size_than_was_said_is_not_even_decoded(client):
    """Its size stands in its head; a small file may hold gigabytes."""
    message = "25000 x 25000 pixels, but what it belongs to is {}; they must be of one size"
    part = {name: value for name, value in described().items() if name != "layout"}
    answer = post(client, document=part, pixels=bomb())
    refused(answer, 422, "bad_selection", message.format("8 x 6"))
    answer = post(client, document={"canvas": part["canvas"]}, pixels=bomb())
    refused(answer, 422, "bad_selection", message.format("100 x 80"))
    whole = png(np.zeros((6, 8, 3), np.uint8))
    refused(post(client, document=part, pixels=whole, selection=bomb()), 422, "bad_selection")
    guided = {"kind": "inpaint", "diffusion": {"model": "x"}, "guides": [{"name": "a"}]}
    answer = post(client, recipe=guided, document=part, pixels=whole, **{"guide.a": bomb()})
    refused(answer, 422, "bad_picture", "guide 'a'", message.format("8 x 6"))


def test_what_is_refused_never_becomes_a_job(client):
    """Neither now nor later: nothing of it waits, runs or fails."""
    before = client.get("/v1/jobs").json()
    refused(post(client, recipe={"blend_band": 8}), 422, "too_little", "Try again")
    assert client.get("/v1/jobs").json() == before
    enough = described(canvas={"width": 8, "height": 6}, box=BOX | {"x": 0, "y": 0})
    assert wait(client, submit(client, recipe={"blend_band": 8}, document=enough))["result"]


def test_missing_parts_are_named(client):
    refused(client.post("/v1/jobs", data={"recipe": "{}"}), 422, "bad_request", "pixels")
    refused(client.post("/v1/jobs", files={"pixels": b"1"}), 422, "bad_request", "recipe")
    refused(client.post("/v1/jobs", json={}), 422, "bad_request", "recipe")
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = client.post("/v1/jobs", content=b"--y\r\n\r\n", headers=broken)
    assert answer.status_code in (400, 422)
    assert is_error(answer.json())


def test_nan_is_refused(client):
    floats = described(layout={"model": "grey", "depth": "f32", "alpha": False})
    nan = np.full(48, np.nan, "<f4").tobytes()
    refused(post(client, document=floats, pixels=nan), 422, "bad_picture", "not numbers")


def test_a_failed_job_has_no_layer(client):
    job = submit(client, recipe={"seed": 15})
    told = wait(client, job)
    assert is_error(told["error"])
    assert (told["error"]["code"], told["error"]["message"]) == (
        "bad_selection",
        "Nothing is selected.",
    )
    refused(client.get(f"/v1/jobs/{job}/layer"), 404, "not_found", "Nothing is selected")
    assert client.delete(f"/v1/jobs/{job}").status_code == 204
    refused(client.get(f"/v1/jobs/{job}"), 404, "not_found")


def test_an_internal_failure_names_the_log(client, server):
    told = wait(client, submit(client, recipe={"seed": 13}))
    assert told["error"]["code"] == "internal"
    assert str(server.data / "ritocco.log") in told["error"]["message"]
    assert "ValueError: an unforeseen thing" in (server.data / "ritocco.log").read_text()


def test_cancelling_over_http(client):
    running = submit(client, recipe={"grow": 500})
    waiting = submit(client)
    wait(client, running, "running")
    refused(client.get(f"/v1/jobs/{running}/layer"), 409, "not_finished")
    refused(client.delete(f"/v1/jobs/{running}"), 409, "not_finished", "Cancel it first")
    assert client.post(f"/v1/jobs/{waiting}/cancel").json()["state"] == "cancelled"
    client.post(f"/v1/jobs/{running}/cancel")
    told = wait(client, running)
    assert (told["state"], told["error"], told["result"]) == ("cancelled", None, None)


def test_twenty_jobs_from_two_clients(server):
    """Each client gets its own pixels back, and all are done in the order they came."""

    def work(number: int) -> bool:
        with server.client() as own:
            jobs = {submit(own, pixels=raw_pixels(seed)): seed for seed in range(number, 10)}
            return all(
                wait(own, job)["state"] == "done"
                and own.get(f"/v1/jobs/{job}/layer").content == raw_pixels(seed)
                for job, seed in jobs.items()
            )

    with ThreadPoolExecutor(2) as both:
        assert all(both.map(work, (0, 0)))
    with server.client() as own:
        listed = own.get("/v1/jobs").json()["jobs"]
    starts = [one["started"] for one in listed if one["started"]]
    assert starts == sorted(starts)


def test_history_pages_by_document(client):
    ids = [submit(client, document=described(name="paged.kra")) for _ in range(5)]
    for one in ids:
        wait(client, one)
    submit(client, document=described(name="other.kra"))
    asked = {"document": "paged.kra", "limit": 3}
    first = client.get("/v1/history", params=asked).json()
    assert [one["id"] for one in first["results"]] == ids[:1:-1]
    second = client.get("/v1/history", params=asked | {"before": first["next"]}).json()
    assert [one["id"] for one in second["results"]] == ids[1::-1]
    assert second["next"] is None
    refused(client.get("/v1/history?limit=0"), 422, "bad_request", "limit")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/", 404, "not_found"),
        ("GET", "/v1/nothing", 404, "not_found"),
        ("GET", "/docs", 404, "not_found"),
        ("PUT", "/v1/status", 405, "method_not_allowed"),
        ("GET", "/v1/jobs/123", 404, "not_found"),
        ("GET", "/v1/jobs/..%2f..%2ftoken", 404, "not_found"),
        ("GET", "/v1/jobs/%00/thumbnail", 404, "not_found"),
        ("GET", "/v1/events?job=123", 404, "not_found"),
    ],
)
def test_errors_have_one_form(client, method, path, status, code):
    refused(client.request(method, path), status, code)


class Stream:
    """The events of an open stream."""

    def __init__(self, client: httpx.Client, query: str = "", after: int | None = None) -> None:
        headers = {} if after is None else {"Last-Event-ID": str(after)}
        self._open = client.stream("GET", f"/v1/events{query}", headers=headers)
        self.events: list[tuple[int, str, dict]] = []

    def __enter__(self):
        self.answer = self._open.__enter__()
        assert self.answer.headers["content-type"].startswith("text/event-stream")
        self._lines = self.answer.iter_lines()
        return self

    def __exit__(self, *error):
        self._open.__exit__(*error)

    def __iter__(self):
        found = {}
        for line in self._lines:
            name, _, value = line.partition(": ")
            if name:
                found[name] = value
            elif "data" in found:
                yield int(found["id"]), found["event"], json.loads(found["data"])
                found = {}


def test_the_events_of_one_job_end_with_it(client):
    job = submit(client, recipe={"grow": 30})
    with Stream(client, f"?job={job}") as stream:
        events = list(stream)
    names = [name for _, name, _ in events]
    assert names[-1] == "done"
    assert names.count("progress") >= 2
    assert {told["id"] for _, _, told in events} == {job}
    assert events[-1][2]["result"]["layer"] == BOX
    numbers = [number for number, _, _ in events]
    assert numbers == sorted(numbers)


def test_a_stream_opened_late_tells_how_the_job_ended(client):
    job = submit(client)
    wait(client, job)
    with Stream(client, f"?job={job}") as stream:
        assert [name for _, name, _ in stream] == ["done"]


def test_a_broken_stream_resumes_without_a_gap(client, server):
    with server.client() as watcher, Stream(watcher) as stream:
        reading = iter(stream)
        first = submit(client, recipe={"grow": 10})
        seen = next(reading)
    second = submit(client)
    wait(client, second)
    with server.client() as watcher, Stream(watcher, after=seen[0]) as stream:
        rest = []
        for event in stream:
            rest.append(event)
            if event[1] == "done" and event[2]["id"] == second:
                break
    numbers = [number for number, _, _ in rest]
    assert numbers == list(range(seen[0] + 1, seen[0] + 1 + len(numbers)))
    assert {"done"} == {name for _, name, told in rest if told["id"] == first} - {
        "progress",
        "waiting",
    }


@pytest.mark.parametrize("after", [0, 10**15])
def test_a_number_that_is_not_kept_begins_with_how_things_stand(client, server, after):
    job = submit(client, recipe={"grow": 500})
    wait(client, job, "running")
    with server.client() as watcher, Stream(watcher, after=after) as stream:
        _, name, told = next(iter(stream))
    assert (name, told["id"], told["state"]) == ("progress", job, "running")
    client.post(f"/v1/jobs/{job}/cancel")
    wait(client, job)


def test_many_streams_and_gone_clients_do_no_harm(client, server):
    all_open = threading.Barrier(21)

    def listen() -> None:
        with server.client() as own, Stream(own) as stream:
            all_open.wait(10)
            next(iter(stream))

    threads = [threading.Thread(target=listen) for _ in range(20)]
    for one in threads:
        one.start()
    all_open.wait(10)
    job = submit(client)
    for one in threads:
        one.join(10)
    assert not any(one.is_alive() for one in threads)
    assert wait(client, job)["state"] == "done"


def test_a_client_that_leaves_mid_upload_does_no_harm(client, server):
    import socket

    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as raw:
        raw.sendall(
            (
                f"POST /v1/jobs HTTP/1.1\r\nHost: {host}:{port}\r\n"
                f"Authorization: Bearer {server.token}\r\nContent-Length: 100000\r\n"
                "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
            ).encode()
        )
    assert client.get("/v1/status").status_code == 200


def test_the_server_answers_while_a_large_picture_is_decoded(client, server):
    """bench/promptness.py has how long the longest answer takes meanwhile."""
    side = 5000
    large = described(
        canvas={"width": side, "height": side}, box={"x": 0, "y": 0, "width": side, "height": side}
    )
    pixels = bytes(side * side * 4)
    posted = []

    def upload() -> None:
        with server.client() as own:
            posted.append(submit(own, document=large, pixels=pixels, selection=b"\xff" * side**2))

    thread = threading.Thread(target=upload)
    thread.start()
    while thread.is_alive():
        assert client.get("/v1/status").status_code == 200
    thread.join()
    assert wait(client, posted[0])["state"] == "done"
    assert client.delete(f"/v1/jobs/{posted[0]}").status_code == 204


def test_the_description_holds_every_field_of_the_recipe(client):
    told = client.get("/v1/openapi.json").json()
    described_fields = set(told["components"]["schemas"]["Recipe"]["properties"])
    assert described_fields == set(Recipe().to_dict())
    described_parts = set(told["components"]["schemas"]["DocumentIn"]["properties"])
    assert described_parts == {"canvas", "box", "name", "note", "layout", "guides"}
    assert "HTTPValidationError" not in told["components"]["schemas"]


def test_the_description_states_the_ranges_that_are_checked(client):
    schemas = client.get("/v1/openapi.json").json()["components"]["schemas"]
    assert schemas["Diffusion"]["properties"]["steps"]["minimum"] == 1
    assert schemas["Diffusion"]["properties"]["steps"]["maximum"] == 1000
    for part in (Recipe, Diffusion, Faces, Upscale, Adapter, Guide):
        properties = schemas[part.__name__]["properties"]
        for name, row in rows(part).items():
            told = properties[name]
            if row.optional and "anyOf" in told:
                told = {**told, **told["anyOf"][0]}
            limits = (told.get("minimum"), told.get("maximum"), told.get("maxLength"))
            assert limits == (row.low, row.high, row.longest), name
            assert not row.help or told["description"] == row.help
    guide = schemas["Guide"]["properties"]["parameters"]
    assert guide["type"] == "object"


def test_knobs_are_told_with_what_is_usual_for_each_kind(client):
    told = KnobsOut.model_validate(client.get("/v1/knobs").json())
    assert {one.place: (one.low, one.high) for one in told.knobs} == {
        place: (row.low, row.high) for place, row in KNOBS.items()
    }
    knobs = {one.place: one for one in told.knobs}
    assert knobs["diffusion.content"].choices == ["padded", "original", "noise"]
    assert knobs["diffusion.clip_skip"].optional
    assert (knobs["diffusion.cfg"].type, knobs["diffusion.cfg"].infotext) == ("number", "CFG scale")
    assert told.usual == {kind.value: dict(usual(kind)) for kind in Kind}
    assert told.usual["generate"]["diffusion.content"] == "noise"


def test_what_a_recipe_leaves_away_is_as_told(client):
    asked = {"kind": "refine", "diffusion": {"model": "any"}}
    made = wait(client, submit(client, recipe=asked))["recipe"]["diffusion"]
    usually = client.get("/v1/knobs").json()["usual"]["refine"]
    assert made == {"model": "any", "least_steps": 0} | {
        place.removeprefix("diffusion."): value
        for place, value in usually.items()
        if place.startswith("diffusion.")
    }


@pytest.mark.parametrize(
    ("recipe", "candidates", "words"),
    [
        ({"kind": "fill", "seed": 21, "candidate": 2}, 3, "try another, or grow the selection"),
        ({"kind": "outpaint", "seed": 21, "extend": {"left": 5}}, 3, "extend by less"),
        ({"kind": "inpaint", "seed": 21, "diffusion": {"model": "x"}}, 1, "a softer selection"),
        ({"kind": "generate", "seed": 21, "diffusion": {"model": "x"}}, 1, "try another seed."),
        ({"kind": "fill", "seed": 22}, 3, ""),
    ],
)
def test_a_result_says_whether_it_came_out_rough_and_what_there_is_to_choose_from(
    client, recipe, candidates, words
):
    job = submit(client, recipe=recipe)
    wait(client, job)
    (told,) = client.get("/v1/history?limit=1").json()["results"]
    assert told["id"] == job
    assert told["quality"]["rough"] == bool(words)
    assert told["quality"]["joins"] is None
    assert told["candidates"] == candidates
    assert told["recipe"]["candidate"] == recipe.get("candidate", 0)
    assert [words in hint for hint in told["hints"]] == ([True] if words else [])
    assert [filled(one) for one in told["sentences"]] == told["hints"]


def test_answers_are_what_is_described(client):
    job = submit(client)
    told = wait(client, job)
    assert JobOut.model_validate(told).result is not None
    listed = client.get("/v1/history?limit=1").json()
    assert HistoryOut.model_validate(listed).results[0].id == job
    assert StatusOut.model_validate(client.get("/v1/status").json()).name == "Ritocco"


def test_what_is_described_as_a_document_is_one():
    example = DocumentIn.model_config["json_schema_extra"]["examples"][0]
    assert DocumentIn.model_validate(example).layout.order == "bgra"
