"""Collects what the backend can say to the dock, out of its source.

A sentence is made by `Sentence("... {place} ...", place=...)`, or by raising an error so.
Its template must be one literal, or nobody could translate it.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

BACKEND = Path(__file__).parent.parent / "backend" / "ritocco"
UNHEARD = {"cli", "doctor", "settings", "setup", "training", "webui", "server/webui"}
"""Rooms of the backend that speak to the command line or to other programs, in English."""
HEARD = {
    "server/webui/door/door.py",
    "server/webui/door/settings.py",
    "server/webui/door/listener.py",
}
"""What speaks to the dock, in such a room."""
FAMILY = "RitoccoError"
SENTENCE = "Sentence"
"""What makes a sentence of the backend, beside its errors."""


@dataclass(frozen=True)
class Made:
    """A sentence of the backend where it is made: its template, and the names of its values.

    values  none where it stands in a table, to be filled in by whoever takes it
    """

    where: str
    template: str
    values: frozenset[str]


def of_backend(package: Path = BACKEND, unheard: Collection[str] = UNHEARD) -> Iterator[Made]:
    """Every sentence that the dock can be told. Raises ValueError where one is put together."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(package.rglob("*.py"))}
    calls = {SENTENCE} | _errors(trees.values())
    for path, tree in trees.items():
        if is_heard(path.relative_to(package), unheard):
            yield from _made(tree, path, calls)


def is_heard(path: Path, unheard: Collection[str]) -> bool:
    """Whether the dock hears what a file of the backend says, but for these rooms of it."""
    within = {folder.as_posix() for folder in path.parents}
    return path.as_posix() in HEARD or not within & set(unheard)


def _errors(trees: Iterable[ast.Module]) -> set[str]:
    """Names of the classes that an artist may see as errors."""
    parents = {
        node.name: {ast.unparse(base).split(".")[-1] for base in node.bases}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    family = {FAMILY}
    while more := {name for name, bases in parents.items() if bases & family} - family:
        family |= more
    return family


def _made(tree: ast.Module, path: Path, calls: Collection[str]) -> Iterator[Made]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if ast.unparse(node.func).split(".")[-1] not in calls or not node.args:
            continue
        first, where = node.args[0], f"{path.name}:{node.lineno}"
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            given = frozenset(one.arg for one in node.keywords if one.arg)
            yield Made(where, first.value, given)
        elif _is_put_together(first):
            raise ValueError(f"{where}: a sentence must be one literal, with values for its places")


def _is_put_together(node: ast.expr) -> bool:
    """Whether it is a text of which nobody can tell the pieces."""
    method = node.func if isinstance(node, ast.Call) else None
    if isinstance(method, ast.Attribute):
        return method.attr in ("format", "join", "replace") or _is_put_together(method.value)
    plain = isinstance(node, ast.Call) and ast.unparse(node.func) == "str"
    return plain or isinstance(node, ast.JoinedStr | ast.BinOp)
