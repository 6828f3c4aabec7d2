"""One finder for every kind: the rules in the table of kinds, and what is said where none is."""

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ritocco.errors import MissingModel, NotFound
from ritocco.installed.here import models_here
from ritocco.library import shipped_models
from ritocco.library.find import find
from ritocco.library.kinds import KINDS, ModelKind
from ritocco.library.shelves import Shelves
from ritocco.library.shipped_models import SHIPPED, ShippedModel, shipped_here

NOT_LOOKED_INTO = [kind for kind in ModelKind if kind is not ModelKind.MODEL]


@pytest.fixture
def shelves(tmp_path: Path) -> Shelves:
    return Shelves(tmp_path / "models")


def ending(kind: ModelKind) -> str:
    return KINDS[kind].endings[0]


def put(shelves: Shelves, kind: ModelKind, *names: str) -> list[Path]:
    folder = shelves.folder(kind)
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"x")
    return [folder / name for name in names]


def test_every_kind_has_a_row_and_a_list_of_its_own():
    assert set(KINDS) == set(ModelKind)
    assert len({row.plural for row in KINDS.values()}) == len(KINDS)
    assert len({row.folder for row in KINDS.values()}) == len(KINDS)


@pytest.mark.parametrize("kind", ModelKind)
def test_any_kind_is_found_by_name_file_and_path(shelves, kind):
    [path] = put(shelves, kind, f"mine{ending(kind)}")
    for name in ("mine", path.name, str(path)):
        assert find(kind, name, shelves) == path


@pytest.mark.parametrize("kind", ModelKind)
def test_a_bare_name_is_a_shelfs_whatever_lies_in_the_working_folder(
    shelves, kind, tmp_path, monkeypatch
):
    [path] = put(shelves, kind, f"mine{ending(kind)}")
    index = KINDS[kind].index or "config.json"
    monkeypatch.chdir(tmp_path)
    for name in ("mine", "yours"):
        Path(name).mkdir()
        Path(name, index).write_text("{}")
    assert find(kind, "mine", shelves) == path
    with pytest.raises(NotFound, match=r"write \./yours" if KINDS[kind].index else "'yours' was"):
        find(kind, "yours", shelves)
    if KINDS[kind].index:
        assert find(kind, "./yours", shelves) == tmp_path / "yours"


@pytest.mark.parametrize("kind", ModelKind)
def test_what_is_not_here_is_said_with_what_is(shelves, kind):
    put(shelves, kind, *(f"{name}{ending(kind)}" for name in ("mine", "yours")))
    with pytest.raises(NotFound, match=rf"No {KINDS[kind].noun} 'other' .*\bmine, yours") as error:
        find(kind, "other", shelves)
    assert str(shelves.folder(kind)) in str(error.value)
    assert not isinstance(error.value, MissingModel)


@pytest.mark.parametrize("kind", ModelKind)
def test_a_folder_is_one_only_where_its_kind_has_an_index(shelves, kind):
    index = KINDS[kind].index
    folder = shelves.folder(kind) / "whole"
    folder.mkdir(parents=True)
    (folder / (index or "config.json")).write_text("{}")
    if index:
        assert find(kind, "whole", shelves) == find(kind, str(folder), shelves) == folder
    else:
        for name in ("whole", str(folder)):
            with pytest.raises(NotFound):
                find(kind, name, shelves)


@pytest.mark.parametrize("kind", ModelKind)
def test_a_name_on_a_shelf_never_leads_out_of_it(shelves, kind, tmp_path):
    [path] = put(shelves, kind, f"mine{ending(kind)}")
    outside = tmp_path / f"outside{ending(kind)}"
    outside.write_bytes(b"x")
    assert shelves.find(kind, "mine") == path
    for to in (outside, os.path.relpath(outside, shelves.folder(kind))):
        assert shelves.find(kind, str(to)) is None
        assert shelves.find(kind, str(to).removesuffix(ending(kind))) is None


@given(st.text(max_size=12), st.sampled_from(ModelKind))
@example("~nobody-of-that-name/x", ModelKind.FACES)
@example("x" * 4000, ModelKind.MODEL)
@example("x" * 300, ModelKind.UPSCALER)
@example("\0", ModelKind.VAE)
def test_no_name_does_harm(name, kind):
    shelves = Shelves(Path("/nowhere/at/all"))
    try:
        path = find(kind, name, shelves)
    except NotFound as error:
        assert "\n" not in str(error)  # noqa: PT017  one line, whatever was asked for
    else:
        assert path.is_absolute()
        assert path.exists()


def test_a_models_vae_counts_as_a_vae_after_those_that_are_vaes(shelves):
    [model] = put(shelves, ModelKind.MODEL, "dream.safetensors")
    assert find(ModelKind.VAE, "dream", shelves) == model
    [vae] = put(shelves, ModelKind.VAE, "dream.pt")
    assert find(ModelKind.VAE, "dream", shelves) == vae
    with pytest.raises(NotFound):
        find(ModelKind.LORA, "dream", shelves)


def test_the_files_name_and_the_id_of_a_face_network_that_is_here_are_enough(shelves):
    old, new = put(shelves, ModelKind.FACES, "GFPGANv1.3.pth", "GFPGANv1.4.pth")
    assert find(ModelKind.FACES, "GFPGANv1.4.pth", shelves) == new
    assert find(ModelKind.FACES, "gfpgan-1.4", shelves) == new
    assert find(ModelKind.FACES, "GFPGANv1.3", shelves) == old
    assert find(ModelKind.FACES, "gfp", shelves) == new


def test_what_one_brings_oneself_is_found_and_else_explained(shelves):
    with pytest.raises(NotFound, match="may not be used for paid work"):
        find(ModelKind.FACES, "CodeFormer", shelves)
    [path] = put(shelves, ModelKind.FACES, "codeformer-v0.1.0.pth")
    assert find(ModelKind.FACES, "CodeFormer", shelves) == path


def test_what_is_missing_says_who_needs_it_and_what_goes_without(shelves):
    with pytest.raises(MissingModel) as error:
        find(ModelKind.UPSCALER, "realesrgan-x2plus", shelves)
    assert str(error.value).startswith("Making pictures larger needs ")
    assert error.value.model == "realesrgan-x2plus"
    with pytest.raises(MissingModel, match=r"^Repairing faces needs .* a strength of 0\.$"):
        find(ModelKind.FACES, "gfpgan", shelves)


@pytest.mark.parametrize("first", [True, False])
def test_of_one_name_the_list_has_only_what_is_found(shelves, tmp_path, monkeypatch, first):
    """Whether what ships goes first or last."""
    kind = ModelKind.UPSCALER if first else ModelKind.LORA
    shipped = tmp_path / "SHIPPED_4X.pt"
    shipped.write_bytes(b"x")
    monkeypatch.setattr(shipped_models, "resource", lambda *parts: shipped)
    monkeypatch.setitem(SHIPPED, kind, (ShippedModel("sharp", "any", "for tests"),))
    own = put(shelves, kind, "sharp.pt", "soft.pt")
    listed = {one.name: one for one in models_here(kind, shelves)}
    assert list(listed) == ["sharp", "soft"]
    assert listed["sharp"].shipped is first
    assert find(kind, "sharp", shelves) == (shipped if first else own[0])


def test_a_copy_of_what_ships_is_not_listed_twice(shelves):
    ships = shipped_here(ModelKind.UPSCALER)
    put(shelves, ModelKind.UPSCALER, next(iter(ships.values())).name, "soft.pt")
    names = [one.name for one in models_here(ModelKind.UPSCALER, shelves)]
    assert names == [*ships, "soft"]


@pytest.mark.parametrize("kind", NOT_LOOKED_INTO)
def test_lists_have_names_of_every_kind(shelves, kind):
    put(shelves, kind, f"mine{ending(kind)}")
    assert [one.name for one in models_here(kind, shelves) if not one.shipped] == ["mine"]


def test_a_model_with_a_problem_is_listed_with_it(shelves):
    put(shelves, ModelKind.MODEL, "broken.safetensors")
    broken = models_here(ModelKind.MODEL, shelves)[0]
    assert broken.name == "broken"
    assert broken.problem
    assert (broken.family, broken.native) == (None, None)
