"""Collects what the dock says into translations/*.ts, and makes the .qm files that Qt reads.

The backend's sentences, which come to it in English, are collected by `backend_sentences.py`.

`python plugin/translate.py` after words were added or changed: what is new stands in the .ts
files as unfinished, what is gone is dropped, what was translated stays. Fill in what is
unfinished (Qt Linguist or any editor), and run it again. Making .qm files needs Qt's `lrelease`.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import tomllib

from backend_sentences import of_backend

HERE = Path(__file__).parent
PACKAGE = HERE / "ritocco_dock"
FOLDER = PACKAGE / "translations"
CONTEXT = "ritocco"
PLURALS = {"en": 2, "pl": 3}
"""Language -> number of plural forms. English has a file for its plurals alone."""
SOURCE_LANGUAGE = "en"
CALLS = {"say", "mark", "counted"}
TABLES = {
    ("tasks.py", "Task"): (1, 2),
    ("presets.py", "Steps"): (0, 2),
    ("presets.py", "Zone"): (1, 2),
}
"""Tables with plain English: file and class -> which of its arguments are texts."""
CATALOGUE = HERE.parent / "resources" / "library" / "models.toml"
"""The list of models that can be had; the dock shows what it says about them."""


@dataclass(frozen=True, order=True)
class Text:
    """A text as it stands in the source; `plural`: its form depends on a number."""

    source: str
    plural: bool = False


def collected(package: Path = PACKAGE) -> set[Text]:
    """Every text that the package can say. Raises ValueError where one is put together."""
    found = set(_of_models()) | {Text(made.template) for made in of_backend()}
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        found |= set(_said(tree, path))
        for (name, made), places in TABLES.items():
            if path.name == name:
                found |= set(_in_tables(tree, made, places))
    return found


def _said(tree: ast.Module, path: Path) -> Iterator[Text]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id not in CALLS or not node.args:
            continue
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield Text(first.value, node.func.id == "counted")
        elif isinstance(first, (ast.JoinedStr, ast.BinOp)):
            raise ValueError(f"{path.name}:{node.lineno}: a text must be one literal")


def _of_models(path: Path = CATALOGUE) -> Iterator[Text]:
    """What each model is good for, and what its licence allows."""
    told = tomllib.loads(path.read_text("utf-8"))
    yield from (Text(one["good_for"]) for one in told["model"] if one.get("good_for"))
    yield from (Text(one["note"]) for one in told["licence"].values() if one.get("note"))


def _in_tables(tree: ast.Module, made: str, places: tuple[int, ...]) -> Iterator[Text]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == made:
            for place in places:
                argument = node.args[place]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield Text(argument.value)


def read(path: Path) -> dict[Text, list[str]]:
    """The translations in a .ts file: a form, or each plural form; "" where unfinished."""
    if not path.exists():
        return {}
    found = {}
    for message in ElementTree.parse(path).getroot().iter("message"):
        plural = message.get("numerus") == "yes"
        told = message.find("translation")
        forms = [told] if told is not None else []
        if plural and told is not None:
            forms = list(told.iter("numerusform"))
        unfinished = told is None or told.get("type") == "unfinished"
        texts = ["" if unfinished else (form.text or "") for form in forms]
        found[Text(message.findtext("source") or "", plural)] = texts
    return found


def write(path: Path, language: str, texts: set[Text], known: dict[Text, list[str]]) -> int:
    """Write a .ts file with these texts in order; gives how many are unfinished."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    missing = 0
    for text in sorted(texts):
        message = ElementTree.SubElement(context, "message")
        ElementTree.SubElement(message, "source").text = text.source
        told = ElementTree.SubElement(message, "translation")
        forms = known.get(text, [])
        count = PLURALS[language] if text.plural else 1
        if len(forms) != count or not all(forms):
            told.set("type", "unfinished")
            missing += 1
            forms = [""] * count
        if text.plural:
            message.set("numerus", "yes")
            for form in forms:
                ElementTree.SubElement(told, "numerusform").text = form
        else:
            told.text = forms[0]
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    path.write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8", newline="\n"
    )
    return missing


def wanted(language: str, texts: set[Text]) -> set[Text]:
    """What a language's file holds."""
    return {text for text in texts if text.plural or language != SOURCE_LANGUAGE}


def main() -> int:
    """Bring all files up to date; 1 where something is left to be translated."""
    texts, missing = collected(), 0
    release = shutil.which("lrelease") or shutil.which("pyside6-lrelease")
    for language in PLURALS:
        path = FOLDER / f"ritocco_{language}.ts"
        left = write(path, language, wanted(language, texts), read(path))
        missing += left
        print(f"{path.name}: {len(wanted(language, texts))} texts, {left} to be translated")
        if release is None:
            print("lrelease is not here (Debian: qttools5-dev-tools); the .qm files are as before")
        else:
            command = [release, "-silent", str(path), "-qm", str(path.with_suffix(".qm"))]
            subprocess.run(command, check=True)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
