"""Networks that restore faces: how they are called, and GFPGAN at its real size.

GFPGAN's weights cannot be had where this is built, so its real network runs with random ones:
that proves loading, calling, placing and determinism, and says nothing of the quality.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from ritocco.engine import View
from ritocco.errors import BadModel, MissingModel, NotFound
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.library.shelves import Shelves
from ritocco.places import Places
from ritocco.recipe.finishing import Faces
from ritocco.restore.alignment import SIDE
from ritocco.restore.architectures import spandrel
from ritocco.restore.face_networks import face_call
from ritocco.restore.face_restorer import FaceRepair
from ritocco.restore.networks import CODEFORMER, load
from ritocco.watch import Watch

from .face_pictures import shown


class Remembers(nn.Module):
    """A stand-in that answers with what it was shown, and remembers how it was called."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Tensor] = []
        self.how: dict[str, object] = {}

    def forward(self, face: Tensor, **how: object) -> tuple[Tensor, None]:
        self.shown.append(face)
        self.how = how
        return face, None


def found(architecture: str, scale: int = 1) -> SimpleNamespace:
    kind = SimpleNamespace(id=architecture, name=architecture)
    return SimpleNamespace(architecture=kind, model=Remembers(), scale=scale)


@pytest.mark.parametrize("architecture", ["GFPGAN", "RestoreFormer", "CodeFormer"])
def test_networks_see_minus_one_to_one_and_are_heard_so(architecture: str):
    one = found(architecture)
    face = torch.rand(1, 3, SIDE, SIDE)
    answer = face_call(one, "a.pth")(face)
    (seen,) = one.model.shown
    assert torch.equal(seen, face * 2 - 1)
    assert torch.allclose(answer, face, atol=1e-6)


def test_gfpgan_is_told_to_draw_no_new_noise():
    one = found("GFPGAN")
    face_call(one, "a.pth")(torch.zeros(1, 3, SIDE, SIDE))
    assert one.model.how == {"return_rgb": False, "randomize_noise": False}


@pytest.mark.parametrize(("architecture", "scale"), [("ESRGAN", 4), ("SCUNet", 1), ("GFPGAN", 2)])
def test_other_networks_are_refused(architecture: str, scale: int):
    with pytest.raises(BadModel, match=f"a.pth is no network that repairs faces .*{architecture}"):
        face_call(found(architecture, scale), "a.pth")


def test_a_face_of_another_size_is_a_mistake():
    with pytest.raises(ValueError, match="3 x 512 x 512"):
        face_call(found("GFPGAN"), "a.pth")(torch.zeros(1, 3, 256, 256))


@pytest.mark.parametrize(
    ("name", "model", "says"),
    [
        ("gfpgan", "gfpgan-1.4", "GFPGAN 1.4 (349 MB), which is not here"),
        ("GFPGANv1.4.pth", "gfpgan-1.4", "`ritocco models get gfpgan-1.4`"),
        ("RestoreFormer", "restoreformer", "`ritocco models get restoreformer`"),
    ],
)
def test_a_missing_network_is_named_with_how_to_get_it(
    tmp_path: Path, name: str, model: str, says: str
):
    with pytest.raises(MissingModel) as error:
        find(ModelKind.FACES, name, Shelves(tmp_path))
    line = str(error.value)
    assert says in line
    assert "strength of 0" in line
    assert "\n" not in line
    assert error.value.model == model


def test_what_may_not_be_used_for_work_is_not_offered(tmp_path: Path):
    with pytest.raises(NotFound, match="may not be used for paid work") as error:
        find(ModelKind.FACES, "codeformer", Shelves(tmp_path))
    assert not isinstance(error.value, MissingModel)


def test_codeformer_says_what_reads_it(tmp_path: Path):
    path = tmp_path / "codeformer.safetensors"
    save_file({name: torch.zeros(4, 4) for name in CODEFORMER}, path)
    with pytest.raises(BadModel, match=r"licence forbids paid work.*pip install --no-deps spandr"):
        load(path)


def test_the_package_of_unfree_networks_is_used_where_somebody_installed_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "spandrel_extra_arches.py").write_text(
        "told = []\ndef install(*, ignore_duplicates): told.append(ignore_duplicates)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert spandrel.__wrapped__() is spandrel()
    assert sys.modules.pop("spandrel_extra_arches").told == [True]


def test_a_name_finds_the_newest_file_that_begins_so(tmp_path: Path):
    places = Places(tmp_path)
    places.face_networks.mkdir(parents=True)
    shelves = Shelves(places.models)
    for name in ("GFPGANv1.3.pth", "GFPGANv1.4.pth", "other.pth"):
        (places.face_networks / name).touch()
    assert find(ModelKind.FACES, "gfpgan", shelves).name == "GFPGANv1.4.pth"
    assert find(ModelKind.FACES, "GFPGANv1.3", shelves).name == "GFPGANv1.3.pth"
    with pytest.raises(NotFound, match=r"GFPGANv1\.3, GFPGANv1\.4, other"):
        find(ModelKind.FACES, "codeformer2", shelves)


@pytest.fixture(scope="module")
def gfpgan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file as GFPGAN v1.4 is one: 86 million weights, 349 MB; random ones."""
    spandrel()
    from spandrel.architectures.GFPGAN.__arch.gfpganv1_clean_arch import GFPGANv1Clean

    torch.manual_seed(0)
    network = GFPGANv1Clean(
        out_size=512,
        num_style_feat=512,
        channel_multiplier=2,
        decoder_load_path=None,
        fix_decoder=False,
        num_mlp=8,
        input_is_latent=True,
        different_w=True,
        narrow=1,
        sft_half=True,
    )
    path = tmp_path_factory.mktemp("faces") / "GFPGANv1.4.pth"
    torch.save({"params_ema": network.state_dict()}, path)
    return path


def test_gfpgan_at_its_real_size_repairs_a_face_in_its_place(gfpgan: Path):
    """Needs 2 GB of memory, and some seconds."""
    assert 348e6 < gfpgan.stat().st_size < 350e6
    picture = shown("astronaut.webp")[20:240, 120:340]
    everything = np.ones(picture.shape[:2], np.float32)
    view = View(picture, everything, everything > 0)
    asked = Faces(model=str(gfpgan), strength=0.8)
    face_restorer = FaceRepair("cpu").prepare(asked)
    first, again = (face_restorer.restore(view, True, Watch()) for _ in range(2))
    (face,) = first.faces
    assert face.mended
    changed = (first.pixels != picture).any(2)
    assert changed[int(face.points[2][1]), int(face.points[2][0])]
    rows, columns = np.nonzero(changed)
    left, top, right, bottom = face.box
    assert left < columns.mean() < right
    assert top < rows.mean() < bottom
    assert 0.15 < changed.mean() < 0.8
    assert np.isfinite(first.pixels).all()
    assert np.array_equal(first.pixels, again.pixels)
