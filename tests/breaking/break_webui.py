"""The web UI's API: thousands of calls by its description, with odd fields, and broken ones."""

import json
from collections import Counter
from random import Random

import pytest

from tests.breaking.mutations import mutated
from tests.breaking.scale import count
from tests.breaking.valid_calls import Call, json_call
from tests.breaking.wires import call
from tests.server.webui.conftest import FAKE, Served
from tests.server.webui.fuzzed import (
    DEFAULTS,
    PICTURE,
    ask_by_description,
    ask_oddly,
    described,
    routes,
)

V1 = b"/sdapi/v1/"
CALLS = (
    json_call(V1 + b"txt2img", {"prompt": "a lake", **DEFAULTS}),
    json_call(V1 + b"img2img", {"init_images": [PICTURE], "mask": PICTURE, **DEFAULTS}),
    json_call(V1 + b"extra-single-image", {"image": PICTURE, "upscaler_1": "Lanczos"}),
    json_call(V1 + b"png-info", {"image": PICTURE}),
    json_call(V1 + b"options", {"CLIP_stop_at_last_layers": 2}),
    json_call(V1 + b"interrupt", None),
    Call(b"GET", V1 + b"progress?skip_current_image=true"),
    Call(b"GET", b"/docs"),
)


@pytest.fixture
def served(tmp_path):
    made = Served.start(tmp_path / "home", words=FAKE)
    yield made
    made.stop()


def test_calls_by_its_description_are_answered_in_its_terms(served, tell):
    schema = described(served.url)
    found = routes(schema)
    each = -(-count(10_000, 200) // len(found))
    for method, path in found:
        ask_by_description(schema, method, path, each)
    tell("routes", len(found))
    tell("calls by description", each * len(found))


def test_odd_bodies_are_answered_in_words(served, tell):
    schema = described(served.url)
    posted = [path for method, path in routes(schema) if method == "POST"]
    each = -(-count(10_000, 200) // len(posted))
    for path in posted:
        ask_oddly(served.client, schema, path, each)
    tell("calls with odd bodies", each * len(posted))


def test_calls_with_something_wrong_are_refused_in_words(served, tell):
    wanted, dice = count(5_000, 200), Random(17)
    host = (b"Host", served.url.removeprefix("http://").encode())
    statuses, failed, hung, formless = Counter(), [], [], []
    for _ in range(wanted):
        bad = mutated(dice.choice(CALLS), dice)
        text = bad.sent(host)
        answer = call(served, text)
        statuses[answer.status] += 1
        if answer.status >= 500:
            failed.append((text[:3000], answer.body[:300]))
        if answer.hung:
            hung.append(text[:3000])
        if answer.status in range(400, 500) and bad.method not in (b"HEAD", b"head"):
            told = json.loads(answer.body)
            if not {"error", "detail", "body", "errors"} <= set(told):
                formless.append((answer.status, answer.body[:200], text[:300]))
    tell("mutated calls", wanted)
    for status, times in sorted(statuses.items()):
        tell(f"  answered {status or 'by closing'}", times)
    assert failed[:3] == []
    assert hung[:3] == []
    assert formless[:3] == []
