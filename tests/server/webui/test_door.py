"""The door of the web UI's API: by settings and by the native API, while a server runs."""

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from ritocco.cli.main import main
from ritocco.settings import Settings
from tests.server.conftest import Running, submit, wait
from tests.server.webui.conftest import free_port


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of servers, and of the settings that they follow."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("RITOCCO_HOME", str(folder))
    return folder


def options_at(address: str | None, **more: Any) -> int:
    return httpx.get(f"{address}/sdapi/v1/progress", trust_env=False, **more).status_code


def until(holds: Callable[[], Any]) -> Any:
    """Waits for what another process does."""
    for _ in range(600):
        if found := holds():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come")


def stand(server: Running) -> dict[str, Any]:
    answer = server.own.get("/v1/webui")
    assert answer.status_code == 200, answer.text
    return answer.json()


def put(server: Running, **asked: Any) -> httpx.Response:
    return server.own.put("/v1/webui", json=asked)


def test_it_is_off_until_it_is_put_on_which_is_for_good(home, start):
    (home / "settings.toml").write_text("# mine\n[server]\nport = 9 # later\n")
    server, port = start(), free_port()
    assert stand(server) == {
        "on": False,
        "address": None,
        "port": 7860,
        "listen": False,
        "origins": [],
        "user": "",
        "problem": None,
        "sentence": None,
    }
    pages = ["HTTPS://Page.example:443/", "http://localhost:3456"]
    said = put(server, on=True, port=port, origins=pages, user="anna", password="żółw:1").json()
    address = f"http://127.0.0.1:{port}"
    assert (said["on"], said["address"], said["problem"]) == (True, address, None)
    assert said["origins"] == ["https://page.example", "http://localhost:3456"]
    assert "żółw" not in str(said)
    assert options_at(address) == 401
    assert options_at(address, auth=("anna", "żółw:1".encode())) == 200
    text = (home / "settings.toml").read_text("utf-8")
    assert text.startswith("# mine\n[server]\n")
    assert "port = 9 # later\n" in text
    assert (home / "settings.toml").stat().st_mode & 0o077 == 0
    server.stop()
    again = start()
    until(lambda: stand(again)["address"] == address)
    assert options_at(address, auth=("anna", "żółw:1".encode())) == 200
    assert put(again, on=False).json()["address"] is None
    with pytest.raises(httpx.ConnectError):
        options_at(address)
    assert put(again, on=True, user="").json()["user"] == ""
    assert options_at(address) == 200


def test_two_servers_share_the_settings_and_the_second_waits_for_the_port(home, start):
    (home / "settings.toml").write_text(f"[server]\na1111 = true\na1111_port = {free_port()}\n")
    first = start()
    address = until(lambda: stand(first)["address"])
    second = start()
    waits = until(lambda: (told := stand(second))["problem"] and told)
    assert (waits["on"], waits["address"]) == (True, None)
    assert waits["sentence"]["values"]["port"] == waits["port"]
    first.stop()
    until(lambda: stand(second)["address"] == address)
    assert stand(second)["problem"] is None
    third = start()
    put(third, on=False)
    until(lambda: not stand(second)["on"])
    with pytest.raises(httpx.ConnectError):
        options_at(address)


def test_what_cannot_be_is_refused_in_words_and_changes_nothing(home, start):
    server = start()
    for asked, words in (
        ({"on": True, "listen": True}, "choose a user and a password"),
        ({"origins": ["page.example/path"]}, "https://page.example"),
        ({"origins": ["null"]}, "https://page.example"),
        ({"user": "a:b", "password": ""}, "Choose a user"),
        ({"user": "anna"}, "Choose a user"),
        ({"port": 0}, "port"),
        ({"on": "yes"}, "on"),
        ({"off": True}, "off"),
    ):
        answer = put(server, **asked)
        assert answer.status_code == 422, asked
        assert words in answer.json()["message"], answer.text
    assert not (home / "settings.toml").exists()
    (home / "settings.toml").write_text("server = { a1111 = false }\n")
    assert "only you can change" in put(server, on=True).json()["message"]
    assert (home / "settings.toml").read_text() == "server = { a1111 = false }\n"


def test_a_variable_counts_before_what_is_put(home, start, monkeypatch):
    monkeypatch.setenv("RITOCCO_A1111", "0")
    assert "RITOCCO_A1111" in put(start(), on=True).json()["message"]


def test_who_still_waits_when_it_is_put_off_hears_so_and_their_job_ends(home, start):
    server, answers = start(), []
    address = put(server, on=True, port=free_port()).json()["address"]

    def paint() -> None:
        url = f"{address}/sdapi/v1/txt2img"
        asked = {"prompt": "slowly", "width": 64, "height": 64}
        answers.append(httpx.post(url, json=asked, trust_env=False, timeout=60))

    client = threading.Thread(target=paint)
    client.start()
    job = until(lambda: server.own.get("/v1/jobs").json()["jobs"])[0]["id"]
    put(server, user="anna", password="x", origins=["https://page.example"])
    assert options_at(address) == 401
    assert (
        options_at(address, auth=("anna", "x"), headers={"Origin": "https://page.example"}) == 200
    )
    assert server.own.get(f"/v1/jobs/{job}").json()["state"] == "running"
    put(server, on=False)
    assert wait(server.own, job)["state"] == "cancelled"
    client.join(60)
    assert answers[0].status_code == 503
    assert answers[0].json()["error"] == "closing"
    assert "settings were changed" in answers[0].json()["detail"]


def test_several_logins_stay_until_another_is_chosen(home, start):
    settings = home / "settings.toml"
    settings.write_text('[server]\napi_auth = "anna:s:1,bob:hush"\n')
    server = start()
    assert stand(server)["user"] == "anna, bob"
    assert put(server, user="anna, bob", listen=True).status_code == 200
    assert Settings.of_user().api_auth == "anna:s:1,bob:hush"
    for asked in ({"password": "x"}, {"user": "anna,bob"}, {"user": "eva", "password": "a,b"}):
        assert "a comma" in put(server, **asked).json()["message"]
    assert put(server, user="eva").json()["user"] == "eva"
    assert Settings.of_user().api_auth == "eva:s:1"


def test_a_job_that_came_this_way_ends_with_its_server(home, start):
    (home / "settings.toml").write_text(f"[server]\na1111 = true\na1111_port = {free_port()}\n")
    server = start()
    address = until(lambda: stand(server)["address"])
    ours = submit(server.own, recipe={"kind": "fill", "grow": 500})
    wait(server.own, ours, "running")

    def paint() -> None:
        with suppress(httpx.HTTPError):
            url = f"{address}/sdapi/v1/txt2img"
            httpx.post(url, json={"width": 64, "height": 64}, trust_env=False, timeout=60)

    client = threading.Thread(target=paint)
    client.start()
    until(lambda: len(server.own.get("/v1/jobs").json()["jobs"]) == 2)
    server.stop()
    client.join(20)
    left = start().own.get("/v1/jobs").json()["jobs"]
    assert [(job["id"], job["error"]) for job in left] == [(ours, None)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--listen"], "--a1111"),
        (["--api-auth", "anna:x"], "--a1111"),
        (["--cors-allow-origins", "https://page.example"], "--a1111"),
        (["--a1111", "--listen"], "a user and a password"),
        (["--a1111", "--api-auth", "anna"], "a colon between"),
        (["--a1111", "--api-auth", "anna:x,bob"], "commas between"),
        (["--a1111", "--cors-allow-origins", "page.example"], "https://page.example"),
    ],
)
def test_options_that_do_not_go_together_are_told_in_a_line(home, capsys, words, told):
    try:
        code = main(["serve", *words])
    except SystemExit as ended:
        code = ended.code
    heard = capsys.readouterr().err
    assert code == 2
    assert heard.count("\n") == 1
    assert told in heard


def test_a_password_is_not_shown(home, capsys):
    (home / "settings.toml").write_text('[server]\napi_auth = "anna:secret,bob:secret"\n')
    assert Settings.of_user().api_auth == "anna:secret,bob:secret"
    assert main(["settings"]) == 0
    assert main(["settings", "--json"]) == 0
    (home / "settings.toml").write_text("[server]\napi_auth = anna:secret\n")
    assert main(["settings"]) == 2
    heard = "".join(capsys.readouterr())
    assert "anna:***,bob:***" in heard
    assert "secret" not in heard
    assert os.environ.get("RITOCCO_API_AUTH") is None
