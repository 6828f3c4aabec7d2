"""The pages a person sees who opens the address in a browser: HTML without scripts.

What is described comes out of the API's own OpenAPI description.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""What a browser may load for these pages: nothing; and no other page may show them."""
_NULL = {"type": "null"}
_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
code, pre { font: 14px/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; padding: .75rem; border: 1px solid GrayText; border-radius: 6px; }
details { border-bottom: 1px solid GrayText; padding: .5rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
summary b { display: inline-block; min-width: 3.5rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; }
td { overflow-wrap: anywhere; }
"""


def front_page(address: str) -> str:
    """What is told where somebody opens the bare address."""
    return _page(
        "Ritocco",
        f"""<h1>Ritocco</h1>
<p>This is the address for programs that speak to AUTOMATIC1111's web UI. They paint with Ritocco
when you give them</p>
<pre>{escape(address)}</pre>
<p>There is nothing to draw on here: that is in Krita's dock, or in <code>ritocco easel</code>.</p>
<p><a href="docs">What can be asked here</a>, and the same
<a href="openapi.json">for programs</a>.</p>""",
    )


def docs_page(description: dict[str, Any], address: str) -> str:
    """All routes of an OpenAPI description, each with its fields and their defaults."""
    routes = "\n".join(_routes(description))
    example = f"""curl -s {address}/sdapi/v1/txt2img \\
  -d '{{"prompt": "a red lake", "steps": 20}}'"""
    return _page(
        description["info"]["title"],
        f"""<h1>{escape(description["info"]["title"])}</h1>
<p>Version {escape(description["info"]["version"])}. Bodies and answers are JSON; pictures in them
are PNG, JPEG or WebP in base64. Fields that nobody knows are passed over. An error is
<code>{{"error", "detail", "body", "errors"}}</code>, and <code>detail</code> says what to do.</p>
<pre>{escape(example)}</pre>
{routes}
<p>The same for programs: <a href="openapi.json">openapi.json</a></p>""",
    )


def _page(title: str, body: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
{body}
</body>
</html>
"""


def _routes(description: dict[str, Any]) -> Iterator[str]:
    schemas = description.get("components", {}).get("schemas", {})
    for path, methods in sorted(description["paths"].items()):
        for method, route in methods.items():
            about = route.get("description", route.get("summary", ""))
            head = f"<b>{method.upper()}</b> <code>{escape(path)}</code>"
            fields = [*_queried(route), *_sent(route, schemas)]
            table = _table(fields) if fields else "<p>No fields.</p>"
            yield f"<details><summary>{head} {escape(about)}</summary>{table}</details>"


def _queried(route: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in route.get("parameters", ()):
        yield one["name"], {**one["schema"], "description": one.get("description", "")}


def _sent(route: dict[str, Any], schemas: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The fields of a body, as (name, schema)."""
    content = route.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    yield from schemas.get(name, {}).get("properties", {}).items()


def _table(fields: list[tuple[str, dict[str, Any]]]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(name)}</code></td><td>{escape(_kind(schema))}</td>"
        f"<td>{_default(schema)}</td><td>{escape(schema.get('description', ''))}</td></tr>"
        for name, schema in fields
    )
    return f"<table><tr><th>Field<th>Is<th>If left away<th></tr>{rows}</table>"


def _kind(schema: dict[str, Any]) -> str:
    """What a field holds, in a few words."""
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"] if one != _NULL)
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    held = str(schema.get("type") or schema.get("$ref", "anything").rpartition("/")[2])
    least, above = schema.get("minimum"), schema.get("exclusiveMinimum")
    most = schema.get("maximum")
    low = (
        f", from {least:g}"
        if least is not None
        else f", above {above:g}"
        if above is not None
        else ""
    )
    return held + low + (f" to {most:g}" if most is not None else "")


def _default(schema: dict[str, Any]) -> str:
    given = schema.get("default")
    if given is None and _NULL not in schema.get("anyOf", ()):
        return ""
    return f"<code>{escape(json.dumps(given, allow_nan=False))}</code>"
