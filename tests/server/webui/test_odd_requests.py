"""What clients send otherwise than it is described, and what no client should send."""

import socket
from base64 import b64encode
from io import BytesIO

import pytest
from PIL import Image

from ritocco.errors import BadPicture
from ritocco.server.webui.asked.pictures import file_in
from tests.server.webui.fuzzed import PICTURE
from tests.server.webui.test_guard import refused

TXT2IMG = "/sdapi/v1/txt2img"
SMALL = b'"width":8,"height":8,"steps":1'


def sent(served, body, path=TXT2IMG, **headers):
    return served.client.post(path, content=body, headers=headers)


@pytest.mark.parametrize(
    "path", ["/sdapi/v1/progress/", "/sdapi/v1/progress?", "//sdapi/v1//progress"]
)
def test_slashes_and_question_marks_too_many_do_not_matter(fake, path):
    answer = fake.client.get(f"{fake.url}{path}")
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("named", "host", "status"),
    [("", "", b"200"), ("", "evil.example", b"403"), ("evil.example", "", b"404")],
)
def test_a_whole_address_is_its_path_if_it_names_our_host(fake, named, host, status):
    own = f"127.0.0.1:{fake.port}"
    head = f"GET HTTP://{named or own}/sdapi/v1/progress?skip_current_image=1 HTTP/1.1"
    with socket.create_connection(("127.0.0.1", fake.port)) as line:
        line.sendall(f"{head}\r\nHost: {host or own}\r\n\r\n".encode())
        assert line.recv(100).split()[1] == status


def test_head_is_answered_as_get_without_a_body(fake):
    answer = fake.client.head("/sdapi/v1/progress")
    assert answer.status_code == 200
    assert answer.content == b""


def test_other_methods_are_refused_in_words(fake):
    for method in ("OPTIONS", "PUT", "DELETE", "BREW"):
        refused(fake.client.request(method, TXT2IMG), 405, "method_not_allowed")
    refused(fake.client.get("/sdapi/v1/nothing"), 404, "not_found")


@pytest.mark.parametrize("kind", ["", "application/json", "text/plain;charset=UTF-8", "\xff"])
def test_bodies_are_json_whatever_they_are_called(fake, kind):
    answer = sent(fake, b"{%b}" % SMALL, **{"Content-Type": kind.encode("latin-1")})
    assert answer.status_code == 200, answer.text
    assert (
        sent(fake, b"", "/sdapi/v1/interrupt", **{"Content-Type": kind.encode("latin-1")}).json()
        is None
    )


def test_numbers_come_as_text_and_with_a_point(fake):
    fields = b'{"width":"16","height":8.0,"steps":"2","seed":"7","batch_size":"1.0","n_iter":true}'
    answer = sent(fake, fields)
    assert answer.status_code == 200, answer.text
    assert '"all_seeds": [7]' in answer.json()["info"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x",
        b"null",
        b"[]",
        b'"text"',
        b"1",
        b'{"seed":1e999}',
        b'{"steps":NaN}',
        b'{"cfg_scale":-Infinity}',
        b'{"alwayson_scripts":{"x":{"args":[NaN]}}}',
        b'{"seed":1%b}' % (b"0" * 30),
        b'{"seed":1%b}' % (b"0" * 5000),
        b'{"override_settings":{"x":1%b}}' % (b"0" * 4000),
        b'{"prompt":"\\ud800"}',
        b'{"\\udfff":1}',
        b'{"prompt":"\xed\xa0\x80"}',
        b'{"prompt":[]}',
        b'{"width":0}',
        b'{"width":1000000000}',
        b'{"batch_size":100,"n_iter":100}',
        b'{"batch_size":8,"width":8192,"height":8192}',
        b'{"n_iter":9,"width":1024,"height":1024,"enable_hr":true,"hr_scale":8}',
        b'{"enable_hr":true,"firstphase_width":1000000000}',
        b'{"enable_hr":true,"firstphase_height":8192,"width":8192,"height":1}',
        b'{"enable_hr":true,"hr_resize_x":90000,"hr_resize_y":90000}',
        b'{"steps":1000000}',
        b'{"prompt":"%b"}' % (b"<lora:x:1>" * 3_000),
        b'{"sampler_name":"%b"}' % (b"a" * 30_000),
        b'{"force_task_id":"%b"}' % (b"a" * 30_000),
        b'{"override_settings":{"sd_model_checkpoint":"%b"}}' % (b"a" * 30_000),
        b"[" * 100_000,
        b'{"script_args":%b}' % (b"[" * 200 + b"]" * 200),
        b'{"x":[%b1]}' % (b"[]," * 200_000),
        b'{"override_settings":[]}',
        b'{"override_settings":{"sd_model_checkpoint":"\\u0000/../.."}}',
        b"a=1&b=2",
    ],
    ids=lambda body: repr(body[:40]),
)
def test_what_no_client_should_send_is_refused_in_words(fake, body):
    answer = sent(fake, body)
    assert answer.status_code in (400, 404, 413, 422), answer.text
    refused(answer, answer.status_code, answer.json()["error"])


def test_two_lengths_of_a_body_are_refused(fake):
    head = f"POST {TXT2IMG} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
    with socket.create_connection(("127.0.0.1", fake.port)) as line:
        line.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n{{}}".encode())
        assert b" 400 " in line.recv(100)


def test_what_is_no_http_is_told_in_their_form_too(fake):
    with socket.create_connection(("127.0.0.1", fake.port)) as line:
        line.sendall(b"nonsense\r\n\r\n")
        said = b""
        while part := line.recv(4096):
            said += part
    assert b'"errors":' in said
    assert b'"detail":' in said


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("img2img", "init_images"),
        ("img2img", "mask"),
        ("extra-single-image", "image"),
        ("png-info", "image"),
    ],
)
def test_no_address_is_ever_fetched(fake, path, field):
    """Whoever listens there hears nothing; a server of ours that fetched would knock."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        port = listening.getsockname()[1]
        for address in (
            f"http://127.0.0.1:{port}/a.png",
            f"HTTP://localhost:{port}",
            "file:///etc",
        ):
            pictures = {"init_images": [PICTURE]} if path == "img2img" else {}
            sent_there = [address] if field == "init_images" else address
            told = {**pictures, field: sent_there, "width": 8, "height": 8, "steps": 1}
            answer = fake.client.post(f"/sdapi/v1/{path}", json=told)
            assert answer.status_code == 422, answer.text
        with pytest.raises(TimeoutError):
            listening.accept()


FILE = bytes(range(256)) + b"\xff\xfe"


@pytest.mark.parametrize("before", ["", "data:image/png;base64,", "DATA:;Base64,", " \ndata:x,"])
@pytest.mark.parametrize("length", [256, 257, 258])
def test_base64_is_understood_however_it_is_written(before, length):
    usual = b64encode(FILE[:length]).decode()
    for text in (usual, usual.rstrip("="), usual.translate(str.maketrans("+/", "-_")).rstrip("=")):
        assert file_in(before + text, "It") == FILE[:length]
        lines = "\r\n".join([text[:76], text[76:]])
        assert file_in(before + lines + "\n", "It") == FILE[:length]


@pytest.mark.parametrize("text", ["ab+/-_cd", "abcde", "data:image/png;base64,a", "!!!!"])
def test_what_might_be_two_things_or_is_nothing_is_no_base64(text):
    with pytest.raises(BadPicture, match="It is not base64"):
        file_in(text, "It")


def packed(side):
    """A black picture: a few kilobytes that would be many megapixels."""
    file = BytesIO()
    Image.new("1", (side, side)).save(file, "PNG")
    return b64encode(file.getvalue()).decode()


def test_pictures_that_unpack_to_too_much_are_refused_by_their_header(fake):
    small = {"width": 8, "height": 8, "steps": 1}
    large = packed(20_000)
    for path, told in (
        ("img2img", {"init_images": [large]}),
        ("img2img", {"init_images": [PICTURE], "mask": large}),
        ("extra-single-image", {"image": large}),
    ):
        answer = fake.client.post(f"/sdapi/v1/{path}", json={**small, **told})
        refused(answer, 422, "bad_picture")
        assert "134 megapixels" in answer.json()["detail"]
