"""Folders of other programs, used where they are: found, listed, never written."""

import os
from pathlib import Path

import pytest

from ritocco.errors import MissingModel, NotFound
from ritocco.installed.here import models_here
from ritocco.library.catalogue_model import File, Web
from ritocco.library.find import default_model, find
from ritocco.library.kinds import KINDS, ModelKind
from ritocco.library.layouts import LAYOUTS, layout_of
from ritocco.library.shelves import Shelves
from ritocco.library.standing import Origin, Presence, Survey
from tests.library.conftest import model

FILES = {
    "A1111": {
        "models/Stable-diffusion/dream.safetensors": ModelKind.MODEL,
        "models/Stable-diffusion/people/face.ckpt": ModelKind.MODEL,
        "models/VAE/kl.pt": ModelKind.VAE,
        "models/Lora/ink.safetensors": ModelKind.LORA,
        "models/Lora/ink.preview.png": None,
        "models/Lora/ink.json": None,
        "models/LyCORIS/old.safetensors": ModelKind.LORA,
        "models/ESRGAN/4x-Sharp.pth": ModelKind.UPSCALER,
        "models/RealESRGAN/x2.pth": ModelKind.UPSCALER,
        "models/GFPGAN/GFPGANv1.4.pth": ModelKind.FACES,
        "models/hypernetworks/h.pt": ModelKind.HYPERNETWORK,
        "extensions/sd-webui-controlnet/models/control_canny.pth": ModelKind.CONTROLNET,
        "embeddings/easy.pt": ModelKind.EMBEDDING,
        "embeddings/easy.png": None,
        "embeddings/mine.preview.png": None,
        "embeddings/face.png": ModelKind.EMBEDDING,
    },
    "ComfyUI": {
        "models/checkpoints/xl/dream.safetensors": ModelKind.MODEL,
        "models/loras/ink.safetensors": ModelKind.LORA,
        "models/vae/kl.safetensors": ModelKind.VAE,
        "models/controlnet/canny.safetensors": ModelKind.CONTROLNET,
        "models/upscale_models/4x.pth": ModelKind.UPSCALER,
        "models/facerestore_models/GFPGANv1.4.pth": ModelKind.FACES,
        "models/vae_approx/taesd.pth": ModelKind.PREVIEW,
        "models/embeddings/easy.pt": ModelKind.EMBEDDING,
    },
    "Fooocus": {
        "models/checkpoints/juggernaut.safetensors": ModelKind.MODEL,
        "models/loras/ink.safetensors": ModelKind.LORA,
        "models/embeddings/easy.safetensors": ModelKind.EMBEDDING,
        "models/upscale_models/4x.pth": ModelKind.UPSCALER,
        "models/inpaint/inpaint_v26.fooocus.patch": None,
        "models/prompt_expansion/fooocus_expansion/pytorch_model.bin": None,
    },
    "SwarmUI": {
        "Models/Stable-Diffusion/dream.safetensors": ModelKind.MODEL,
        "Models/Lora/styles/ink.safetensors": ModelKind.LORA,
        "Models/Embeddings/easy.pt": ModelKind.EMBEDDING,
        "Models/VAE/kl.safetensors": ModelKind.VAE,
        "Models/controlnet/canny.safetensors": ModelKind.CONTROLNET,
    },
    "InvokeAI": {
        "models/sd-1/main/dream.safetensors": ModelKind.MODEL,
        "models/sdxl/main/xl.safetensors": ModelKind.MODEL,
        "models/sd-1/lora/ink.safetensors": ModelKind.LORA,
        "models/sd-1/vae/kl.pt": ModelKind.VAE,
        "models/sd-1/embedding/easy.pt": ModelKind.EMBEDDING,
        "models/sdxl/controlnet/canny.safetensors": ModelKind.CONTROLNET,
    },
}


def program(folder: Path, name: str) -> Path:
    """A folder as that program has it."""
    for path in FILES[name]:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    (file.parent / "put models here.txt").write_text("x")
    return folder


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("inner", [False, True])
def test_programs_are_told_by_their_folders(tmp_path, name, inner):
    folder = program(tmp_path / "anywhere", name)
    models = "Models" if name == "SwarmUI" else "models"
    layout, root = layout_of(folder / models if inner else folder)
    assert layout is not None
    assert (layout.program, root) == (name, folder)


@pytest.mark.parametrize("name", FILES)
def test_every_model_is_found_under_its_kind_and_nothing_is_written(tmp_path, name):
    folder = program(tmp_path / "other", name)
    before = sorted((path, path.stat().st_mtime_ns) for path in folder.rglob("*"))
    folder.chmod(0o500)
    shelves = Shelves(tmp_path / "ours", (folder,))
    for kind in KINDS:
        expected = {folder / path for path, held in FILES[name].items() if held is kind}
        assert {one.path for one in shelves.stock(kind)} == expected, kind
        assert all(one.shelf.program == name for one in shelves.stock(kind))
    folder.chmod(0o700)
    assert before == sorted((path, path.stat().st_mtime_ns) for path in folder.rglob("*"))


def test_models_in_folders_below_are_named_with_them(tmp_path):
    folder = program(tmp_path / "webui", "A1111")
    shelves = Shelves(tmp_path / "ours", (folder,))
    names = [one.name for one in shelves.stock(ModelKind.MODEL)]
    assert names == ["dream", "people/face"]
    for name in ("people/face", "face", "face.ckpt"):
        assert (
            shelves.find(ModelKind.MODEL, name)
            == folder / "models/Stable-diffusion/people/face.ckpt"
        )


def test_ours_goes_first_and_one_name_is_listed_once(tmp_path):
    folders = tuple(program(tmp_path / name, name) for name in ("ComfyUI", "A1111"))
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "dream.safetensors").write_bytes(b"x")
    shelves = Shelves(ours, folders)
    stock = {one.name: one for one in shelves.stock(ModelKind.MODEL)}
    assert stock["dream"].path == ours / "dream.safetensors"
    assert stock["xl/dream"].shelf.program == "ComfyUI"
    assert list(stock) == ["dream", "xl/dream", "people/face"]


def test_links_that_lead_back_up_and_folders_that_are_gone_do_no_harm(tmp_path):
    folder = program(tmp_path / "webui", "A1111")
    (folder / "models/Stable-diffusion/loop").symlink_to(folder / "models/Stable-diffusion")
    shelves = Shelves(tmp_path / "ours", (tmp_path / "unplugged", folder))
    assert [one.name for one in shelves.stock(ModelKind.MODEL)] == ["dream", "people/face"]


def test_a_folder_of_no_program_is_one_of_models_that_paint(tmp_path):
    plain = tmp_path / "downloads"
    plain.mkdir()
    (plain / "dream.safetensors").write_bytes(b"x")
    shelves = Shelves(tmp_path / "ours", (plain,))
    assert [one.name for one in shelves.stock(ModelKind.MODEL)] == ["dream"]
    assert shelves.stock(ModelKind.UPSCALER) == []


def test_every_layout_maps_to_folders_of_known_kinds():
    for layout in LAYOUTS:
        assert {kind for _, kind in layout.folders} <= set(KINDS)
        assert len(set(layout.folders)) == len(layout.folders)


def settings_with(home: Path, folder: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text(f'[models]\nfolders = ["{folder}"]\n')


def test_recipes_find_what_the_settings_name(home, tmp_path):
    folder = program(tmp_path / "webui", "A1111")
    settings_with(home, folder)
    assert find(ModelKind.MODEL, "dream") == folder / "models/Stable-diffusion/dream.safetensors"
    assert find(ModelKind.VAE, "kl") == folder / "models/VAE/kl.pt"
    with pytest.raises(NotFound, match="dream, people/face"):
        default_model()
    assert find(ModelKind.FACES, "gfpgan") == folder / "models/GFPGAN/GFPGANv1.4.pth"
    assert [(one.name, one.program) for one in models_here(ModelKind.FACES)] == [
        ("GFPGANv1.4", "A1111")
    ]
    assert find(ModelKind.UPSCALER, "x2") == folder / "models/RealESRGAN/x2.pth"


def test_a_models_id_stands_for_its_file_once_it_is_here(home):
    with pytest.raises(MissingModel, match=r"Stable Diffusion 1.5 \(2.1 GB\) is not here") as error:
        find(ModelKind.MODEL, "sd15")
    assert error.value.model == "sd15"
    path = home / "models" / "v1-5-pruned-emaonly-fp16.safetensors"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    assert find(ModelKind.MODEL, "sd15") == path
    with pytest.raises(MissingModel) as error:
        find(ModelKind.VAE, "vae-ft-mse-840000-ema-pruned")
    assert error.value.model == "vae-ft-mse"


def test_a_file_of_the_right_name_and_size_elsewhere_counts_as_here(tmp_path):
    folder = program(tmp_path / "webui", "A1111")
    source = (Web("https://example.org/x"),)
    one = model(File("GFPGANv1.4.pth", 1), sources=source, kind=ModelKind.FACES)
    standing = Survey(Shelves(tmp_path / "ours", (folder,))).of(one)
    assert (standing.state, standing.origin, standing.program) == (
        Presence.HERE,
        Origin.FOLDER,
        "A1111",
    )
    other = model(File("GFPGANv1.4.pth", 2), sources=source, kind=ModelKind.FACES)
    assert Survey(Shelves(tmp_path / "ours", (folder,))).of(other).state is Presence.ABSENT


def test_a_folder_that_may_not_be_read_is_passed_over(tmp_path):
    folder = program(tmp_path / "webui", "A1111")
    closed = folder / "models" / "Stable-diffusion" / "people"
    closed.chmod(0)
    try:
        names = [one.name for one in Shelves(tmp_path, (folder,)).stock(ModelKind.MODEL)]
        assert names[0] == "dream"
        assert os.geteuid() == 0 or names == ["dream"]
    finally:
        closed.chmod(0o700)


def test_another_ritocco_keeps_every_kind_where_we_do():
    ours = next(layout for layout in LAYOUTS if layout.program == "Ritocco")
    assert dict(ours.folders)["models"] is ModelKind.MODEL
    assert {kind for _, kind in ours.folders} == set(ModelKind)
