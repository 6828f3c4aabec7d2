"""The list that ships is whole and honest; lists that are not are refused in words."""

import tomllib
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.errors import NotFound
from ritocco.library.catalogue import Catalogue
from ritocco.library.catalogue_file import parse
from ritocco.library.catalogue_model import BadCatalogue, Hub, Package, Web
from ritocco.library.kinds import KINDS, ModelKind
from ritocco.shipped import resource
from tests.effort import examples

WANTED = {
    ModelKind.MODEL: 6,  # SD 1.5, 1.5 inpainting, 2.1, 2 inpainting, SDXL, SDXL inpainting
    ModelKind.VAE: 2,
    ModelKind.LORA: 4,
    ModelKind.UPSCALER: 4,
    ModelKind.FACES: 2,
    ModelKind.FILLER: 1,
    ModelKind.CONTROLNET: 7,
    ModelKind.PREVIEW: 2,
}


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return Catalogue(parse(tomllib.loads(resource("library", "models.toml").read_text("utf-8"))))


def test_what_an_artist_needs_is_in_it(shipped):
    for kind, least in WANTED.items():
        assert len(shipped.of(kind)) >= least, kind
    families = {model.family for model in shipped.of(ModelKind.VAE)}
    assert families == {"sd1", "sdxl"}


def test_each_kind_has_one_to_begin_with_that_is_shown_first(shipped):
    for kind in (ModelKind.MODEL, ModelKind.UPSCALER, ModelKind.FACES):
        first = shipped.of(kind)[0]
        assert first.recommended
        assert KINDS[kind].usable
        assert first.bytes, "its size is known before anyone is asked"


def test_every_entry_says_under_which_terms_and_whether_it_was_tried(shipped):
    for model in shipped.models:
        assert model.licence.link.startswith("https://")
        assert model.licence.note.endswith(".")
        assert model.good_for.endswith(".")
        assert not model.checked or all(file.sha256 for file in model.files)


def test_sources_are_what_they_say(shipped):
    for model in shipped.models:
        for source in model.sources:
            match source:
                case Hub():
                    assert source.revision == "main" or len(source.revision) == 40
                    assert set(source.files) <= {file.path for file in model.files}
                case Web():
                    assert urlsplit(source.url).scheme == "https"
                case Package():
                    assert "==" in source.requirement


def test_what_ships_is_byte_for_byte_what_the_list_says(shipped):
    from ritocco.library.digests import sha256_of
    from ritocco.library.packages import installed

    checked = [model for model in shipped.models if model.checked]
    assert len(checked) == 3
    for model in checked:
        folder = installed(model.sources[0])
        for file in model.files:
            assert (folder / file.path).stat().st_size == file.bytes
            assert sha256_of(folder / file.path, folder.parent / "none", afresh=True) == file.sha256


def test_nothing_is_offered_that_may_not_be_used_for_work(shipped):
    assert not any("codeformer" in str(model).lower() for model in shipped.models)


def test_models_are_found_by_many_names(shipped):
    for name in ("gfpgan-1.4", "gfpgan", "GFPGANv1.4", "GFPGANv1.4.pth", "gfpganv1.4.PTH"):
        assert shipped.get(name).id == "gfpgan-1.4"
    assert shipped.get("sd15").id == "sd15", "an id goes before those that begin so"
    with pytest.raises(NotFound, match=r"Did you mean .*sdxl"):
        shipped.get("SDXL base")
    with pytest.raises(NotFound, match="`ritocco models list` shows all"):
        shipped.get("nothing like it")
    with pytest.raises(NotFound):
        shipped.get("")


GOOD = """
[licence.free]
title = "Free"
link = "https://example.org"
note = "Free."
[[model]]
id = "one"
title = "One"
kind = "vae"
good_for = "Tests."
licence = "free"
files = [{ path = "a/one.pth", bytes = 3, sha256 = "%s" }]
sources = [{ hub = "some/repo" }]
""" % ("0" * 64)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "one"', 'id = "One!"', "no id"),
        ('kind = "vae"', 'kind = "cake"', "one: 'cake'"),
        ('licence = "free"', 'licence = "none"', "'none' is not known"),
        ("bytes = 3", "bytes = -3", "above 0"),
        ("bytes = 3", 'bytes = "3"', "whole number"),
        ("bytes = 3", "bytes = true", "whole number"),
        ("0" * 64, "0" * 63, "64 digits"),
        ("a/one.pth", "../one.pth", "inside the models folder"),
        ("a/one.pth", "/etc/one.pth", "inside the models folder"),
        ("a/one.pth", "C:one.pth", "inside the models folder"),
        ('hub = "some/repo"', 'hub = "repo"', "owner/repository"),
        ('hub = "some/repo"', 'url = "ftp://x/y"', "https://"),
        ('hub = "some/repo"', 'hup = "some/repo"', "needs hub, url or pypi"),
        ('hub = "some/repo"', 'hub = "some/repo", speed = 3', "speed is not known"),
        ('good_for = "Tests."', 'good_for = ""', "needs good_for"),
        ('title = "One"', 'title = "One"\ncolour = "red"', "colour is not known"),
        ("files = [{", "files = []\nx = [{", "not known"),
        ("[[model]]", "[[model]\n", ""),
    ],
)
def test_mistakes_are_named(tmp_path, monkeypatch, old, new, says):
    path = tmp_path / "models.toml"
    path.write_text(GOOD)
    monkeypatch.setenv("RITOCCO_CATALOGUE", str(path))
    assert [model.id for model in Catalogue.usual().models] == ["one"]
    path.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(BadCatalogue) as error:
        Catalogue.usual()
    assert says in str(error.value)
    assert str(path) in str(error.value)


def test_one_id_and_one_place_are_for_one_model():
    again = GOOD[GOOD.index("[[model]]") :]
    with pytest.raises(BadCatalogue, match="id one is there twice"):
        parse(tomllib.loads(GOOD + again))
    with pytest.raises(BadCatalogue, match=r"place vae/a/one\.pth is there twice"):
        parse(tomllib.loads(GOOD + again.replace('id = "one"', 'id = "two"')))


@settings(max_examples=examples(200))
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=30))
def test_no_path_leads_out_of_the_models_folder(text):
    from pathlib import PurePosixPath, PureWindowsPath

    row = tomllib.loads(GOOD)
    row["model"][0]["files"][0]["path"] = text
    try:
        [one] = parse(row)
    except BadCatalogue:
        return
    for kind in (PurePosixPath, PureWindowsPath):
        place = kind(one.files[0].path)
        assert not place.is_absolute()
        assert not place.drive
        assert ".." not in place.parts
