"""The web UI's API asked by its own description: whatever is sent, it answers in its own terms."""

import json

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import checks

CHECKS = ("status_code_conformance", "content_type_conformance", "response_schema_conformance")
SIDE = 24
"""Pixels of pictures that fuzzing may ask for: what is asked is tried, not how long it takes."""
SIZES = ("width", "height", "firstphase_width", "firstphase_height", "hr_resize_x", "hr_resize_y")
TIMES = ("batch_size", "n_iter", "steps", "hr_second_pass_steps", "hr_scale", "upscaling_resize")
PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAH0lEQVR42mOMqrBhwAaYGHAAQhJLO46gSTBS3Q5MAAAi"
    "NAQcgXxH/QAAAABJRU5ErkJggg=="
)
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.sampled_from(
        (
            *("-1", "1.5", "\0", "mini", "data:,", "data:image/png;base64,", PICTURE, PICTURE[:60]),
            *("http://127.0.0.1:1/a.png", "file:///etc/passwd", 10**19, -(10**18), 2**63, 1e300),
        )
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


def bounded(number):
    return settings(
        max_examples=number,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def described(url):
    return schemathesis.openapi.from_url(f"{url}/openapi.json")


def routes(schema):
    found = [one.ok() for one in schema.get_all_operations()]
    return sorted((one.method.upper(), one.path) for one in found)


def small(body):
    """The body with no picture in it that takes long to make."""
    if isinstance(body, dict):
        for names, most in ((SIZES, SIDE), (TIMES, 3)):
            for name in names:
                if isinstance(body.get(name), int | float) and body[name] > most:
                    body[name] = body[name] % most + 1
    return body


def ask_by_description(schema, method, path, number):
    """So many requests that its description allows, to one route."""

    kept = [checks.not_a_server_error, *map(checks.CHECKS.get_one, CHECKS)]

    @bounded(number)
    @given(case=schema[path][method].as_strategy())
    def answers_in_its_own_terms(case):
        if isinstance(case.body, dict):
            case.body = small({**DEFAULTS, **case.body})
        case.call_and_validate(checks=kept, timeout=60)

    answers_in_its_own_terms()


DEFAULTS = {"width": 8, "height": 8, "steps": 1}


def bodies(schema, path):
    """Bodies with fields of this route, and anything in them."""
    raw = schema.raw_schema
    sent = raw["paths"][path]["post"].get("requestBody")
    name = sent["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2] if sent else ""
    fields = raw["components"]["schemas"].get(name, {}).get("properties", {"x": None})
    odd = st.dictionaries(st.sampled_from(sorted(fields)), ODD, max_size=4)
    begun = {"init_images": [PICTURE], "image": PICTURE} | DEFAULTS
    few = {one: value for one, value in begun.items() if one in fields}
    return odd.map(lambda told: small({**few, **told}))


def ask_oddly(client, schema, path, number):
    """So many requests with its fields and anything in them; each is answered in words."""

    @bounded(number)
    @given(body=bodies(schema, path))
    def answers(body):
        answer = client.post(path, content=json.dumps(body))
        assert answer.status_code < 500, (body, answer.text)
        told = answer.json()
        if answer.status_code >= 400:
            assert {"error", "detail", "body", "errors"} <= set(told), (body, told)

    answers()
