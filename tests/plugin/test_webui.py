"""The switch of the web UI's API, against backends as editors start them."""

import socket
import urllib.error
import urllib.request

import pytest


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def answers(address):
    """Whether a program that was made for the web UI is answered."""
    plain = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with plain.open(f"{address}/sdapi/v1/progress", timeout=30) as answer:
        return answer.status == 200


def test_it_is_turned_on_for_every_editors_backend_and_off_again(make_desk, wait, port):
    first = make_desk()
    assert first.webui.standing is None
    first.backend.start()
    wait(lambda: first.webui.standing)
    assert not first.webui.standing.on
    first.webui.turn(on=True, port=port)
    wait(lambda: first.webui.standing.address)
    assert first.webui.standing.address == f"http://127.0.0.1:{port}"
    assert answers(first.webui.standing.address)
    second = make_desk()
    second.backend.start()
    wait(lambda: second.webui.standing and second.webui.standing.problem)
    assert second.webui.standing.on
    second.webui.turn(listen=True)
    wait(lambda: second.webui.problem)
    assert "user and a password" in second.webui.problem
    second.webui.turn(on=False)
    wait(lambda: not second.webui.standing.on)

    def is_off():
        first.webui.ask()
        return not first.webui.standing.on

    wait(is_off)
    with pytest.raises(urllib.error.URLError):
        answers(f"http://127.0.0.1:{port}")
    first.backend.stop()
    assert first.webui.standing is None
