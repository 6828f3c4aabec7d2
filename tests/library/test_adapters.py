"""Adapters on the shelves: told by their contents, taken in with what lies beside them, removed."""

import json
from pathlib import Path

import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from ritocco.errors import BadModel, NotFound
from ritocco.installed import adapter_facts as facts
from ritocco.installed.adapter_facts import facts_of
from ritocco.installed.adapter_words import MOST_WORDS, said_beside, said_in, strength_of, words_of
from ritocco.installed.add import Adder
from ritocco.installed.here import models_here
from ritocco.installed.listing import find_item, listing
from ritocco.installed.remove import remove
from ritocco.installed.thumbnails import picture_of
from ritocco.library.catalogue import Catalogue
from ritocco.library.kinds import ModelKind
from ritocco.library.shelves import Shelves
from tests.diffusion.adapters.embedding_files import FORMATS
from tests.library.adapters import LORAS, write_lora

EMPTY = Catalogue(())
SIDE = ("ink.json", "ink.civitai.info", "ink.txt", "ink.preview.png", "ink.png")


@pytest.fixture
def shelves(home: Path) -> Shelves:
    return Shelves(home / "models")


@pytest.fixture
def adder(shelves: Shelves) -> Adder:
    return Adder(shelves, EMPTY)


def write(path: Path, tensors: dict[str, torch.Tensor]) -> Path:
    if path.suffix == ".safetensors":
        save_file(tensors, path)
    else:
        torch.save(tensors, path)
    return path


@pytest.mark.parametrize("name", LORAS)
def test_loras_of_all_kinds_and_namings_are_told_and_shelved(tmp_path, adder, name):
    [one] = adder.add(write(tmp_path / f"{name}.safetensors", LORAS[name])).models
    assert one.id == f"lora:{name}"
    [here] = models_here(ModelKind.LORA, adder.shelves)
    assert here.problem is None


@pytest.mark.parametrize("name", FORMATS)
def test_embeddings_of_all_formats_are_told_and_shelved(tmp_path, adder, name):
    width = 12 if Path(name).suffix in (".jxl", ".avif") else 768  # these cannot hold more
    FORMATS[name](tmp_path / name, torch.ones(2, width))
    [one] = adder.add(tmp_path / name).models
    assert one.id == f"embedding:{Path(name).stem}"
    [here] = models_here(ModelKind.EMBEDDING, adder.shelves)
    assert (here.problem, here.facts.families) == (None, ("sd1",) if width == 768 else ())
    assert [item.name for item in listing(adder.shelves, EMPTY)] == ["mini", Path(name).stem]


@pytest.mark.parametrize(
    ("width", "family"), [((1024,), "sd2"), ((768, 1280), "sdxl"), ((96,), "mini")]
)
def test_embeddings_of_all_families_are_told(tmp_path, adder, width, family):
    keys = ("clip_l", "clip_g") if len(width) == 2 else ("emb_params",)
    vectors = {key: torch.ones(1, one) for key, one in zip(keys, width, strict=True)}
    adder.add(write(tmp_path / "cat.safetensors", vectors))
    [here] = models_here(ModelKind.EMBEDDING, adder.shelves)
    assert here.facts.families == (family,)


def test_pictures_in_another_programs_folder_count_where_they_hold_an_embedding(tmp_path, shelves):
    folder = tmp_path / "ComfyUI"
    embeddings = folder / "models" / "embeddings"
    for inner in ("models/loras", "models/checkpoints", "models/embeddings"):
        (folder / inner).mkdir(parents=True)
    FORMATS["text.png"](embeddings / "cat.png", torch.ones(2, 768))
    Image.new("RGB", (9, 9)).save(embeddings / "photo.png")
    both = Shelves(shelves.own, (folder,))
    [cat] = models_here(ModelKind.EMBEDDING, both)
    assert (cat.name, cat.facts.thumbnail) == ("cat", True)
    assert picture_of(embeddings / "cat.png").size.width > 0
    assert [item.name for item in listing(both, EMPTY)] == ["mini", "cat"]


@pytest.mark.parametrize(
    ("width", "family"), [(768, "sd1"), (2048, "sdxl"), (96, "mini"), (144, None)]
)
def test_hypernetworks_of_any_width_are_told_and_shelved(tmp_path, adder, width, family):
    pair = {"linear.0.weight": torch.zeros(width, width), "linear.0.bias": torch.zeros(width)}
    made = {width: (pair, pair), "layer_structure": [1, 1]}
    [one] = adder.add(write(tmp_path / "h.pt", made)).models
    assert one.id == "hypernetwork:h"
    [here] = models_here(ModelKind.HYPERNETWORK, adder.shelves)
    assert here.facts.families == ((family,) if family else ())


def test_an_adapter_is_found_as_prompts_find_it(tmp_path, shelves):
    folder = tmp_path / "ComfyUI"
    for inner in ("checkpoints", "embeddings"):
        (folder / "models" / inner).mkdir(parents=True)
    write_lora(folder / "models" / "loras" / "a" / "Ink.safetensors", ss_output_name="wash")
    both = Shelves(shelves.own, (folder,))
    for name in ("lora:a/Ink", "lora:Ink", "lora:ink", "INK", "lora:Wash"):
        assert find_item(name, both, EMPTY).name == "a/Ink", name
    with pytest.raises(NotFound, match="has no 'lora:inky'"):
        find_item("lora:inky", both, EMPTY)


@pytest.mark.parametrize("copy", [False, True])
def test_what_lies_beside_comes_and_goes_with_an_adapter(tmp_path, shelves, copy):
    path = write_lora(tmp_path / "ink.safetensors")
    for name in (*SIDE, "inks.json", "ink.other"):
        (tmp_path / name).write_text("{}")
    [one] = Adder(shelves, EMPTY, copy).add(path).models
    folder = shelves.folder(ModelKind.LORA)
    assert {file.name for file in folder.iterdir()} == {path.name, *SIDE}
    assert (folder / "ink.json").samefile(tmp_path / "ink.json") != copy
    item = find_item(one.id, shelves, EMPTY)
    assert len(remove(item, shelves).paths) == 1 + len(SIDE)
    assert list(folder.iterdir()) == []
    assert (tmp_path / "ink.json").is_file()


def test_notes_stay_while_another_file_of_their_name_does(tmp_path, adder, shelves):
    folder = shelves.folder(ModelKind.EMBEDDING)
    for name in ("cat.pt", "cat.safetensors"):
        adder.add(write(tmp_path / name, {"cat": torch.full((1, 768), float(len(name)))}))
    (folder / "cat.png").write_bytes(b"a picture of it")
    (tmp_path / "cat.png").write_bytes(b"another")
    assert [one.name for one in shelves.stock(ModelKind.EMBEDDING)] == ["cat"]
    remove(find_item("embedding:cat", shelves, EMPTY), shelves)
    assert (folder / "cat.png").read_bytes() == b"a picture of it"
    remove(find_item("embedding:cat", shelves, EMPTY), shelves)
    assert list(folder.iterdir()) == []


def test_a_file_on_the_wrong_shelf_says_where_it_belongs(shelves):
    write_lora(shelves.folder(ModelKind.HYPERNETWORK) / "ink.safetensors")
    [here] = models_here(ModelKind.HYPERNETWORK, shelves)
    assert here.problem == (
        "ink.safetensors is a LoRA and not a hypernetwork. Move it to the folder 'lora'."
    )


def test_facts_are_found_out_once_for_each_version(tmp_path, shelves, monkeypatch):
    path = write_lora(shelves.folder(ModelKind.LORA) / "ink.safetensors", ss_output_name="a")
    note = path.with_suffix(".json")
    looks = []
    for name in ("look_into", "said_beside"):
        real = getattr(facts, name)
        monkeypatch.setattr(facts, name, lambda one, real=real: looks.append(one) or real(one))

    def told():
        found = facts_of(ModelKind.LORA, path, shelves).said
        return found.alias, found.words

    assert told() == told() == ("a", ())
    assert looks == [path]
    note.write_text('{"activation text": "wash"}')
    assert told() == told() == ("a", ("wash",))
    assert looks == [path, note]
    write_lora(path, ss_output_name="other")
    assert told() == ("other", ("wash",))
    assert looks == [path, note, path]


TAGS = {"10_ink": {"ink wash": 20, "1girl": 19, "tree": 3}, "5_more": {"tree": 2}}


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ({"ss_tag_frequency": json.dumps(TAGS)}, ("ink wash", "1girl")),
        ({"ss_tag_frequency": json.dumps({"12_sks cat": {}})}, ("sks cat",)),
        (
            {"ss_tag_frequency": json.dumps(TAGS), "modelspec.trigger_phrase": "wash, dry"},
            ("wash", "dry"),
        ),
        ({"ss_tag_frequency": "{"}, ()),
        ({"ss_tag_frequency": '{"a": {"b": "many"}}'}, ()),
        ({"ss_tag_frequency": '{"a": 3}'}, ()),
    ],
)
def test_words_come_from_what_a_trainer_wrote(metadata, words):
    assert said_in(metadata).words == words


def test_what_strangers_wrote_is_cut_to_what_can_be_shown(tmp_path):
    assert words_of(["a, <lora:x:1>, (b, c:1.2), a,  d\u202e\n e ", None, 3]) == (
        "a",
        "(b, c:1.2)",
        "d e",
    )
    assert len(words_of(f"word {at}" for at in range(10**6))) == MOST_WORDS
    assert words_of(["x" * 10**6]) == ()
    assert said_in({"modelspec.title": "x" * 10**6, "ss_output_name": "None"}) == said_in({})
    strengths = (0, 0.7, "0.8", -1, 11, float("nan"), 1e999, "x", None, [1], True, 10**400)
    assert [strength_of(one) for one in strengths] == [
        None,
        0.7,
        0.8,
        -1,
        None,
        None,
        None,
        None,
        None,
        None,
        1,
        None,
    ]
    note = tmp_path / "ink.civitai.info"
    for text in (
        "[]",
        "{",
        '{"trainedWords": 3, "model": []}',
        "[" * 10**5,
        '{"trainedWords": [[]]}',
    ):
        note.write_text(text)
        assert said_beside(note) == said_in({})
    note.write_text('{"trainedWords": ["ink, wash", "dry"], "model": {"name": "Ink\\nby me"}}')
    said = said_beside(note)
    assert (said.words, said.title) == (("ink", "wash", "dry"), "Ink by me")


def test_a_folder_with_adapters_gives_all_of_them_and_none_of_its_pictures(tmp_path, adder):
    folder = tmp_path / "loras"
    for name in ("a", "b"):
        write_lora(folder / f"{name}.safetensors", ss_output_name=name)
        (folder / f"{name}.preview.png").write_bytes(b"x")
    (folder / "photo.png").write_bytes(b"x")
    added = adder.add(folder)
    assert {one.id for one in added.models} == {"lora:a", "lora:b"}
    assert added.refused == []
    assert [item.id for item in listing(adder.shelves, EMPTY)] == ["model:mini", "lora:a", "lora:b"]


def test_a_lora_for_another_kind_of_model_is_refused_by_name(tmp_path, adder):
    key = "transformer.single_transformer_blocks.0.attn.to_q.lora_A.weight"
    path = write(tmp_path / "flux.safetensors", {key: torch.zeros(4, 3072)})
    with pytest.raises(BadModel, match=r"flux\.safetensors is a LoRA for Flux"):
        adder.add(path)


def test_what_the_catalogue_offers_for_few_steps_says_so_before_and_after(shelves):
    offered = [item for item in listing(shelves, Catalogue.usual()) if item.kind is ModelKind.LORA]
    assert {item.id for item in offered} == {"lcm-sd15", "lcm-sdxl", "hyper-sd15", "hyper-sdxl"}
    for item in offered:
        assert item.to_dict()["usable"]
        assert item.own_values is not None
        assert item.own_values.steps in (4, 8)
        width = {"sd1": 768, "sdxl": 2048}[item.family]
        path = write_lora(shelves.folder(ModelKind.LORA) / item.listed.path.name, width)
        facts_here = facts_of(ModelKind.LORA, path, shelves)
        assert facts_here.families == (item.family,)
        assert facts_here.defaults == item.own_values
