"""Every text is translated, the .qm files are of the .ts files, numbers are counted."""

import ast
import json
import re

import pytest

import backend_sentences
import translate
from ritocco.sentence import Sentence, told
from ritocco_dock.knobs.tasks import TASKS
from ritocco_dock.ui import language
from ritocco_dock.ui.language import counted
from ritocco_dock.words import all_from_backend, from_backend, say

TEXTS = translate.collected()
PLACE = re.compile(r"\{[^{}]*\}|%n")
KEY = re.compile(r"&(?=\w)")


def test_nothing_lacks_a_polish_translation():
    known = translate.read(translate.FOLDER / "ritocco_pl.ts")
    wanted = translate.wanted("pl", TEXTS)
    missing = sorted(text.source for text in wanted if not all(known.get(text, [""])))
    assert missing == [], "run `python plugin/translate.py`, and translate what is unfinished"
    assert all(len(known[text]) == (3 if text.plural else 1) for text in wanted)
    assert set(known) == wanted, "run `python plugin/translate.py`"


def test_english_counts():
    known = translate.read(translate.FOLDER / "ritocco_en.ts")
    assert set(known) == translate.wanted("en", TEXTS)
    assert all(len(forms) == 2 and all(forms) for forms in known.values())


@pytest.mark.parametrize(("code", "counts"), [("en", (1, 7)), ("pl", (1, 3, 7))])
def test_the_files_qt_reads_are_of_the_present_translations(code, counts):
    language.use(code)
    known = translate.read(translate.FOLDER / f"ritocco_{code}.ts")
    told = {text: [say(text.source)] for text in known if not text.plural}
    told |= {
        text: [counted(text.source, count) for count in counts] for text in known if text.plural
    }
    wanted = {
        text: [form.replace("%n", str(count)) for form, count in zip(forms, counts, strict=True)]
        if text.plural
        else forms
        for text, forms in known.items()
    }
    assert told == wanted, "run `python plugin/translate.py`"


def test_translations_keep_places_and_are_no_copies():
    copies = []
    for text, forms in translate.read(translate.FOLDER / "ritocco_pl.ts").items():
        for form in forms:
            assert sorted(PLACE.findall(form)) == sorted(PLACE.findall(text.source)), text.source
            assert bool(KEY.search(form)) == bool(KEY.search(text.source)), text.source
            assert form.endswith("…") == text.source.endswith("…"), text.source
            assert form.strip() == form
        if forms == [text.source] and re.search("[a-z]{3}", PLACE.sub("", text.source)):
            copies.append(text.source)
    assert set(copies) <= {
        "Port",
        "Prompt",
        "Sampler",
        "Model",
        "Token",
        "Clip skip",
        "Lasso",
        "{minutes} min",
        "{hours} h {minutes} min",
        "CFG",
        "&Ritocco",
        "ControlNet",
        "embedding",
        "Embedding",
        "model",
    }


def test_a_text_that_is_put_together_is_refused(tmp_path):
    (tmp_path / "a.py").write_text('say(f"{1} things")')
    with pytest.raises(ValueError, match="one literal"):
        translate.collected(tmp_path)


def test_texts_are_found_where_they_are_said_and_in_tables():
    sources = {text.source for text in TEXTS}
    assert {task.label for task in TASKS.values()} <= sources
    assert {task.hint for task in TASKS.values()} <= sources
    assert "Fill the selection" in sources
    assert translate.Text("%n picture(s)", plural=True) in TEXTS


def test_what_was_translated_survives_and_what_is_gone_goes(tmp_path):
    path = tmp_path / "x.ts"
    old, kept, fresh = (translate.Text(name) for name in ("old", "kept & <b>", "fresh"))
    translate.write(path, "pl", {old, kept}, {old: ["stare"], kept: ["zostaje & <b>"]})
    left = translate.write(path, "pl", {kept, fresh}, translate.read(path))
    assert left == 1
    assert translate.read(path) == {kept: ["zostaje & <b>"], fresh: [""]}


def test_the_language_can_be_switched_back_and_forth():
    assert language.use("pl") == "pl"
    assert say("Cancel") == "Anuluj"
    assert [counted("%n picture(s)", count) for count in (1, 2, 5, 12, 22)] == [
        "1 obraz",
        "2 obrazy",
        "5 obrazów",
        "12 obrazów",
        "22 obrazy",
    ]
    assert language.use("en") == "en"
    assert say("Cancel") == "Cancel"
    assert [counted("%n picture(s)", count) for count in (1, 2)] == ["1 picture", "2 pictures"]


@pytest.mark.parametrize(
    ("told", "code"),
    [("pl", "pl"), ("pl_PL:en", "pl"), ("de:pl", "pl"), ("en_GB", "en")],
)
def test_the_editors_language_is_taken(monkeypatch, told, code):
    monkeypatch.setenv("LANGUAGE", told)
    assert language.wished() == code
    assert language.use("") == code


def test_an_update_of_the_files_does_not_end_an_editor_that_runs(tmp_path, monkeypatch):
    for path in translate.FOLDER.glob("*.qm"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    language.use("pl")
    for path in tmp_path.iterdir():
        path.write_bytes(b"")
    assert say("Cancel") == "Anuluj"
    assert language.use("pl") == "pl"  # now it finds nothing, and says it in English
    assert say("Cancel") == "Cancel"


def test_the_values_of_the_backends_sentences_are_those_they_have_places_for():
    """But in tables, whose sentences are filled in by whoever takes them."""
    made = list(backend_sentences.of_backend())
    assert len(made) > 400
    for one in made:
        places = set(re.findall(r"\{(\w+)\}", one.template))
        assert places == one.values or not one.values, one
        assert "{" not in re.sub(r"\{\w+\}", "", one.template), "a place is a name alone"


@pytest.mark.parametrize(
    "line",
    [
        'raise BadPicture(f"{name} is empty.")',
        'raise BadPicture("{} is empty.".format(name))',
        'raise BadPicture(name + " is empty.")',
        "raise BadPicture(str(error))",
        'Sentence("%s is empty." % name)',
    ],
)
def test_a_sentence_of_the_backend_that_is_put_together_is_refused(tmp_path, line):
    family = "class BadPicture(RitoccoError): ..."
    (tmp_path / "a.py").write_text(f"{family}\n{line}\n")
    with pytest.raises(ValueError, match=r"a\.py:2: .*one literal"):
        list(backend_sentences.of_backend(tmp_path))


def test_what_the_backend_says_while_it_works_are_sentences():
    """Of all that reports progress, and of what refuses requests: no text is said as it is."""
    last = {"step": 1, "begin": 0, "wait": 1, "Refusal": 2, "refusal": 2}
    for path in backend_sentences.BACKEND.rglob("*.py"):
        within = path.relative_to(backend_sentences.BACKEND)
        if not backend_sentences.is_heard(within, backend_sentences.UNHEARD):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            place = last.get(ast.unparse(node.func).split(".")[-1])
            if place is None or len(node.args) <= place:
                continue
            said = node.args[place]
            text = isinstance(said, ast.Constant) and isinstance(said.value, str) and said.value
            assert not text, f"{path.name}:{node.lineno}"


def test_a_sentence_of_the_backend_comes_in_the_artists_language():
    """Nested, with numbers as they are written there; what is not known stays English."""
    sentence = Sentence(
        "{path} could not be written ({reason}); choose another name or folder.",
        path="a.png",
        reason=Sentence("{number} GB", number=1.5),
    )
    data = {"message": str(sentence), "sentence": json.loads(json.dumps(told(sentence)))}
    assert from_backend(data) == str(sentence)
    language.use("pl")
    assert from_backend(data).startswith("Nie można zapisać a.png (1,5 GB)")
    assert from_backend({"message": "As it was."}) == "As it was."
    newer = {"message": "A new thing: 2.", "sentence": told(Sentence("A new thing: {n}.", n=2))}
    assert from_backend(newer) == "A new thing: 2."
    assert from_backend({"message": "Odd.", "sentence": {"template": 3}}) == "Odd."
    hints = {"hints": ["Old."], "sentences": []}
    assert all_from_backend(hints) == ("Old.",)


def test_every_kind_of_model_has_its_title_in_the_artists_language():
    from ritocco.library.kinds import KINDS as ROWS
    from ritocco_dock.ui.add_part import SUFFIXES
    from ritocco_dock.ui.model_words import KINDS

    assert set(KINDS) == {kind.value for kind in ROWS}
    endings = {ending.removeprefix(".") for row in ROWS.values() for ending in row.endings}
    assert endings <= set(SUFFIXES)
