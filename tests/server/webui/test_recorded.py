"""Requests recorded in shape from programs that were made for the web UI, over real HTTP."""

import json
from contextlib import closing
from http.client import HTTPConnection

import pytest

from tests.server.webui import recorded
from tests.server.webui.recorded import Sent

ALL = (
    *recorded.OPEN_OUTPAINT,
    *recorded.STABLE_GIMPFUSION,
    *recorded.AUTO_PHOTOSHOP,
    *recorded.SILLY_TAVERN,
    *recorded.OPEN_WEBUI,
    *recorded.KOBOLD_LITE,
)


@pytest.mark.parametrize("sent", ALL, ids=str)
def test_a_program_reads_what_it_expects(real, sent):
    status, text = _answer(real.port, sent)
    assert status == 200, text
    assert text.isascii()  # other texts break old clients
    assert sent.reads(json.loads(text))


def _answer(port: int, sent: Sent) -> tuple[int, str]:
    """As it was sent: other clients than this one mend headers."""
    headers = {"Content-Type": "application/json", **sent.headers} if sent.body else sent.headers
    body = sent.body if sent.body in (None, "") else json.dumps(sent.body)
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        line.request("GET" if body is None else "POST", sent.path, body, headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode()


def test_the_options_go_back_whole(real):
    """As Open WebUI sends them to change the model: all it got, with another title."""
    options = real.get("options")
    before = options["sd_model_checkpoint"]
    answer = real.client.post("/sdapi/v1/options", json=options)
    assert answer.status_code == 200, answer.text
    assert real.get("options")["sd_model_checkpoint"] == before
