"""Who may use the web UI's API: hosts, web pages, logins."""

from base64 import b64encode

import pytest

from tests.server.webui.conftest import FAKE, Served

PAGE = "https://page.example"
PASSWORD = "blå:æble"
PREFLIGHT = {"Access-Control-Request-Method": "POST"}


@pytest.fixture(scope="module")
def closed(tmp_path_factory, warm):
    """A server with two logins, that two web pages may use."""
    login, pages = (
        ("--api-auth", f"anna:x,me:{PASSWORD}"),
        ("--cors-allow-origins", f"{PAGE}/,https://x.example"),
    )
    served = Served.start(tmp_path_factory.mktemp("closed"), *login, *pages, warm=warm)
    yield served
    served.stop()


def refused(answer, status, code):
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert told["error"] == code
    assert told["detail"] == told["errors"] != ""
    assert told["body"] == ""


def asked(served, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return served.client.get("/sdapi/v1/progress", headers=named)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:{}", "127.0.0.1", "[::1]:{}", "[::1]"])
def test_this_computers_names_are_answered_with_and_without_a_port(fake, host):
    assert asked(fake, host=host.format(fake.port)).status_code == 200


def test_a_tunnel_may_have_another_port(fake):
    assert asked(fake, host="localhost:9000").status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{}", "127.0.0.1.nip.io:{}", "localhost:x", "[::1", ""]
)
def test_foreign_hosts_are_refused(fake, host):
    refused(asked(fake, host=host.format(fake.port)), 403, "forbidden_host")


@pytest.mark.parametrize(
    "origin", ["null", "https://evil.example", "http://localhost:1", "file://", "", "*", f"{PAGE}."]
)
def test_foreign_pages_are_refused(fake, closed, origin):
    for served in (fake, closed):
        refused(asked(served, origin=origin), 403, "forbidden_origin")
        preflight = served.client.options(
            "/sdapi/v1/txt2img", headers={**PREFLIGHT, "Origin": origin}
        )
        refused(preflight, 403, "forbidden_origin")
        assert not [name for name in preflight.headers if name.startswith("access-control")]


def test_our_own_page_is_answered(fake):
    assert asked(fake, origin=fake.url).status_code == 200


def test_an_allowed_page_may_ask_first_without_the_login(closed):
    wanted = {
        **PREFLIGHT,
        "Origin": PAGE,
        "Access-Control-Request-Headers": "content-type,authorization",
        "Access-Control-Request-Private-Network": "true",
    }
    answer = closed.client.options("/sdapi/v1/txt2img", headers=wanted)
    assert answer.status_code == 204
    told = answer.headers
    assert told["access-control-allow-origin"] == PAGE
    assert told["access-control-allow-credentials"] == "true"
    assert told["access-control-allow-headers"] == "content-type,authorization"
    assert told["access-control-allow-private-network"] == "true"
    assert "POST" in told["access-control-allow-methods"]
    assert told["vary"] == "Origin"


def test_an_allowed_page_may_read_answers_and_refusals(closed):
    answer = asked(closed, origin=PAGE)
    refused(answer, 401, "unauthorized")
    assert answer.headers["www-authenticate"].startswith("Basic ")
    for login in (("me", PASSWORD), ("me", "wrong")):
        answer = closed.client.get("/nothing", headers={"Origin": PAGE}, auth=login)
        assert answer.headers["access-control-allow-origin"] == PAGE


@pytest.mark.parametrize("coding", ["utf-8", "latin-1"])
def test_a_password_may_have_any_letters(closed, coding):
    said = b64encode(f"me:{PASSWORD}".encode(coding)).decode()
    assert asked(closed, authorization=f"Basic {said}").status_code == 200
    assert asked(closed, authorization=f"basic  {said}").status_code == 200


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Basic",
        "Basic !",
        "Bearer bWU6",
        "Basic bWU6",
        f"Basic {b64encode(b'me:bl?:?ble').decode()}",
        f"Basic {b64encode(f'me:{PASSWORD} '.encode()).decode()}",
    ],
)
def test_nothing_is_told_without_the_login(closed, said):
    for path in ("/", "/docs", "/openapi.json", "/sdapi/v1/progress", "/internal/ping"):
        answer = closed.client.get(path, headers={"Authorization": said})
        refused(answer, 401, "unauthorized")


def test_each_of_several_logins_is_let_in(closed):
    url = "/sdapi/v1/progress"
    assert closed.client.get(url, auth=("anna", "x")).status_code == 200
    assert closed.client.get(url, auth=("anna", PASSWORD)).status_code == 401


@pytest.fixture
def quiet(tmp_path, warm):
    """A server that has told nothing in its log yet."""
    served = Served.start(tmp_path, warm=warm, words=FAKE)
    yield served
    served.stop()


def test_what_was_refused_is_named_with_what_allows_it_and_told_once_in_the_log(quiet):
    page, host = "http://10.0.0.7:3456", "studio.example"
    for _ in range(2):
        told = asked(quiet, origin=page).json()["detail"]
        assert f"from {page} " in told
        assert f"--cors-allow-origins {page}," in told
        told = asked(quiet, host=host).json()["detail"]
        assert f"name {host}:" in told
        assert "--listen" in told
    assert "allow it" not in asked(quiet, origin="null").json()["detail"]
    strange = b"http://a\t\xe9" + b"z" * 5000
    answer = quiet.client.get("/sdapi/v1/progress", headers=[(b"Origin", strange)])
    assert len(answer.json()["detail"]) < 400
    log = (quiet.home / "ritocco.log").read_text()
    assert log.count(f"from {page} ") == 1
    assert log.count(f"name {host}:") == 1
    assert r"http://a\t\xe9zzz" in log


def test_whoever_sends_a_login_that_nobody_asked_for_is_answered(fake):
    for said in ("", "Basic", "Basic bWU6eA==", "Bearer x"):
        assert asked(fake, authorization=said).status_code == 200
