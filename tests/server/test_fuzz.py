"""The API against its own description: whatever is sent, it answers in its own terms."""

import json
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import checks

from ritocco.jobs.results import ResultStore
from ritocco.server.app import create_app
from tests.effort import examples
from tests.server.conftest import LAYOUT, described, is_error, post
from tests.server.fakes import FakeStudio

BOUNDED = settings(
    max_examples=examples(15),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module", autouse=True)
def _no_models(tmp_path_factory):
    """A home without models, from which nothing is fetched; no port is opened."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RITOCCO_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("RITOCCO_OFFLINE", "true")
        patch.setenv("RITOCCO_A1111", "false")
        yield


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    store = ResultStore(tmp_path_factory.mktemp("fuzz") / "results")
    app = create_app(FakeStudio(), store, "fuzz", hosts=None)
    schema = schemathesis.openapi.from_asgi(
        "/v1/openapi.json", app, headers={"Authorization": "Bearer fuzz"}
    )
    yield schema
    app.state.context.queue.close()


ROUTES = [
    ("GET", "/v1/status"),
    ("POST", "/v1/plan"),
    ("POST", "/v1/jobs"),
    ("GET", "/v1/jobs"),
    ("GET", "/v1/jobs/{job}"),
    ("DELETE", "/v1/jobs/{job}"),
    ("POST", "/v1/jobs/{job}/cancel"),
    ("GET", "/v1/jobs/{job}/layer"),
    ("GET", "/v1/jobs/{job}/mask"),
    ("GET", "/v1/jobs/{job}/thumbnail"),
    ("GET", "/v1/jobs/{job}/preview"),
    ("GET", "/v1/models"),
    ("GET", "/v1/models/{kind}/{name}/thumbnail"),
    ("GET", "/v1/samplers"),
    ("GET", "/v1/knobs"),
    ("GET", "/v1/history"),
    ("POST", "/v1/pictures/open"),
    ("POST", "/v1/recipes/read"),
    ("POST", "/v1/pictures/save"),
    ("POST", "/v1/select"),
    ("GET", "/v1/library"),
    ("GET", "/v1/library/models/{model}"),
    ("DELETE", "/v1/library/models/{model}"),
    ("POST", "/v1/library/models/{model}/get"),
    ("POST", "/v1/library/models/{model}/check"),
    ("POST", "/v1/library/add"),
    ("GET", "/v1/library/folders/look"),
    ("POST", "/v1/library/folders"),
    ("DELETE", "/v1/library/folders"),
    ("GET", "/v1/library/tasks"),
    ("GET", "/v1/library/tasks/{task}"),
    ("POST", "/v1/library/tasks/{task}/cancel"),
    ("GET", "/v1/webui"),
    ("PUT", "/v1/webui"),
]
ENDLESS = ("GET", "/v1/events")
"""Has tests of its own."""


def test_all_routes_are_fuzzed(api):
    described_routes = {
        (operation.ok().method.upper(), operation.ok().path)
        for operation in api.get_all_operations()
    }
    assert described_routes == {*ROUTES, ENDLESS}


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_route_keeps_to_its_description(api, method, path):
    @BOUNDED
    @given(case=api[path][method].as_strategy())
    def answers_in_its_own_terms(case):
        case.call_and_validate(
            headers={"Authorization": "Bearer fuzz"},
            checks=[
                checks.not_a_server_error,
                checks.CHECKS.get_one("status_code_conformance"),
                checks.CHECKS.get_one("content_type_conformance"),
                checks.CHECKS.get_one("response_schema_conformance"),
            ],
        )

    answers_in_its_own_terms()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
RECIPES = st.dictionaries(
    st.sampled_from(["kind", "seed", "extend", "grow", "version", "model_size", "\ud800"]),
    JSON | st.sampled_from(["fill", "outpaint"]),
    max_size=3,
)
NUMBERS = st.integers(-1, 20) | st.sampled_from([10**30, -(10**30), 1.5, "7", None, True])
SIZES = st.fixed_dictionaries({"width": NUMBERS, "height": NUMBERS})
BOXES = st.fixed_dictionaries({"x": NUMBERS, "y": NUMBERS, "width": NUMBERS, "height": NUMBERS})
LAYOUTS = st.fixed_dictionaries(
    {
        "model": st.sampled_from(["grey", "rgb", "cmyk"]),
        "depth": st.sampled_from(["u8", "u16", "f16", "f32", "u1"]),
        "alpha": st.booleans(),
        "order": st.sampled_from(["rgba", "bgra"]),
    }
)
DOCUMENTS = st.builds(
    described, canvas=SIZES, box=BOXES, layout=LAYOUTS | st.just(LAYOUT), name=st.text() | JSON
)


@BOUNDED
@given(
    recipe=RECIPES | JSON,
    document=DOCUMENTS | JSON,
    pixels=st.binary(max_size=300),
    selection=st.binary(max_size=40),
    profile=st.binary(max_size=20),
)
def test_odd_jobs_are_refused_in_words(server, recipe, document, pixels, selection, profile):
    """Real HTTP: forms with odd JSON, lengths and bytes."""
    answer = post(
        server.own,
        recipe=json.dumps(recipe),
        document=json.dumps(document),
        pixels=pixels,
        selection=selection,
        profile=profile,
    )
    assert answer.status_code in (202, 400, 422), answer.text
    told = answer.json()
    assert answer.status_code == 202 or is_error(told)
    assert server.own.get("/v1/jobs").status_code == 200


@BOUNDED
@given(
    recipe=RECIPES | JSON,
    canvas=SIZES | st.just({"width": 300, "height": 200}) | JSON,
    selection=BOXES | JSON,
)
def test_odd_plans_are_refused_in_words(server, recipe, canvas, selection):
    asked = {"recipe": recipe, "canvas": canvas, "selection": selection}
    answer = server.own.post(
        "/v1/plan",
        content=json.dumps(asked),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code in (200, 422), answer.text


@BOUNDED
@given(
    path=st.text(max_size=30), query=st.text(max_size=30), method=st.sampled_from(["GET", "DELETE"])
)
def test_odd_addresses_are_refused_in_words(server, path, query, method):
    answer = server.own.request(
        method, f"/v1/jobs/{quote(path, safe='')}", params={"format": query}
    )
    assert answer.status_code in (404, 405), answer.text


def test_deep_json_is_refused_in_words(server):
    deep = b"[" * 100_000
    headers = {"Content-Type": "application/json"}
    answer = server.own.post("/v1/plan", content=deep, headers=headers)
    assert answer.status_code in (400, 422), answer.text
    assert is_error(answer.json())
    assert post(server.own, document="[" * 5000).status_code == 422
