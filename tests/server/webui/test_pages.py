"""What a browser is shown at the address of the web UI's API."""

import re
from html import escape


def test_the_front_page_leads_to_what_can_be_asked(fake):
    page = fake.client.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert fake.url in page.text
    for link in re.findall('href="([^"]+)"', page.text):
        assert fake.client.get(f"/{link}").status_code == 200


def test_the_docs_tell_every_route_and_load_nothing(fake):
    page = fake.client.get("/docs")
    described = fake.client.get("/openapi.json").json()
    for path, methods in described["paths"].items():
        assert f"<code>{path}</code>" in page.text
        for route in methods.values():
            assert escape(route["description"].split("\n")[0]) in page.text
    for field in described["components"]["schemas"]["TextToImage"]["properties"]:
        assert f"<code>{field}</code>" in page.text
    for body in ("TextToImage", "ImageToImage", "OneExtra", "ManyExtras"):
        for name, field in described["components"]["schemas"][body]["properties"].items():
            assert escape(field["description"]) in page.text, name
    for row in (
        "<code>inpainting_fill</code></td><td>integer, from 0 to 3</td><td><code>0</code>",
        "<code>hr_upscaler</code></td><td>string</td><td><code>null</code>",
        "<code>upscaling_resize</code></td><td>number, above 0 to 16</td><td><code>2",
        "how strictly the prompt is followed: low is free, high burns colours; a number from 0 to "
        "100</td>",
    ):
        assert row in page.text
    assert "<script" not in page.text
    assert not re.search("(src|href)=.(https?:)?//", page.text)
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_host_is_told_as_text(fake):
    answer = fake.client.get("/", headers={"Host": "localhost"})
    assert "http://localhost<" in answer.text
