"""The web UI's API against its own description, and against bodies that keep to nothing."""

import pytest

from tests.effort import examples
from tests.server.webui.conftest import FAKE, Served
from tests.server.webui.fuzzed import ask_by_description, ask_oddly, described, routes


@pytest.fixture(scope="module")
def fake(tmp_path_factory, warm):
    """One of its own: options are set as well, which others would have to live with."""
    served = Served.start(tmp_path_factory.mktemp("fuzzed"), warm=warm, words=FAKE)
    yield served
    served.stop()


@pytest.fixture(scope="module")
def schema(fake):
    return described(fake.url)


def test_every_route_keeps_to_its_description(schema):
    found = routes(schema)
    assert ("POST", "/sdapi/v1/txt2img") in found
    for method, path in found:
        ask_by_description(schema, method, path, examples(6))


def test_every_route_answers_odd_bodies_in_words(fake, schema):
    for method, path in routes(schema):
        if method == "POST":
            ask_oddly(fake.client, schema, path, examples(6))
