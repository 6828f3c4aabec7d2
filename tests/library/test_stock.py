"""Files of the user's: looked into, taken in, checked, removed; real files of real kinds."""

import os
import pickle
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from ritocco.diffusion.sniff import FAMILY_KEY
from ritocco.errors import BadModel, NotFound
from ritocco.installed.add import Adder
from ritocco.installed.check import check
from ritocco.installed.features import features
from ritocco.installed.listing import find_item, listing
from ritocco.installed.look import look_into
from ritocco.installed.remove import remove
from ritocco.library.catalogue import Catalogue
from ritocco.library.catalogue_model import File, Web
from ritocco.library.kinds import ModelKind
from ritocco.library.packages import installed
from ritocco.library.shelves import Shelves
from ritocco.library.shipped_models import NETWORKS
from ritocco.library.standing import Origin, Presence
from ritocco.library.troubles import AlreadyHere, InTheWay, NotOurs
from tests.diffusion.ldm_files import as_ldm, save, save_folder, small
from tests.library.adapters import write_lora
from tests.library.conftest import Bench, catalogue_of, model, sha256
from tests.library.test_shelves import program
from tests.restore.nets import write_tiny

EMPTY = Catalogue(())


class Attack:
    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self):
        return os.mkdir, (str(self.trace),)


@pytest.fixture
def shelves(home: Path) -> Shelves:
    return Shelves(home / "models")


@pytest.fixture
def adder(shelves: Shelves) -> Adder:
    return Adder(shelves, EMPTY)


def zeros(**shapes: tuple[int, ...]) -> dict[str, torch.Tensor]:
    return {name.replace("__", "."): torch.zeros(shape) for name, shape in shapes.items()}


def lora(path: Path) -> Path:
    return write_lora(path)


def controlnet(path: Path) -> Path:
    save_file(zeros(control_model__input_blocks__0__weight=(2, 2)), path)
    return path


def embedding(path: Path) -> Path:
    torch.save({"string_to_param": {"*": torch.zeros(2, 768)}}, path)
    return path


def restoreformer(path: Path) -> Path:
    names = ("encoder.down.0.block.0.norm1.weight", "quantize.embedding.weight")
    torch.save({"params": dict.fromkeys(names, torch.zeros(3))}, path)
    return path


def gfpgan(path: Path) -> Path:
    torch.save({"params_ema": {"stylegan_decoder.x": torch.zeros(3)}}, path)
    return path


def vae(path: Path) -> Path:
    tensors = as_ldm(small("sd1"))
    prefix = "first_stage_model."
    save_file(
        {
            k.removeprefix(prefix): t.contiguous()
            for k, t in tensors.items()
            if k.startswith(prefix)
        },
        path,
    )
    return path


def checkpoint(path: Path) -> Path:
    return save(path, as_ldm(small("sd1-inpaint")))


def lama(path: Path) -> Path:
    save_file(zeros(model__1__ffc__convl2g__weight=(2, 2)), path)
    return path


MAKERS = {
    "a.safetensors": (checkpoint, ModelKind.MODEL),
    "b.ckpt": (checkpoint, ModelKind.MODEL),
    "v.safetensors": (vae, ModelKind.VAE),
    "l.safetensors": (lora, ModelKind.LORA),
    "c.safetensors": (controlnet, ModelKind.CONTROLNET),
    "e.pt": (embedding, ModelKind.EMBEDDING),
    "u.pth": (write_tiny, ModelKind.UPSCALER),
    "g.pth": (gfpgan, ModelKind.FACES),
    "r.pth": (restoreformer, ModelKind.FACES),
    "f.safetensors": (lama, ModelKind.FILLER),
}


@pytest.mark.parametrize("name", MAKERS)
def test_files_are_told_by_their_contents_and_go_where_they_belong(tmp_path, adder, name):
    make, kind = MAKERS[name]
    path = make(tmp_path / name)
    [one] = adder.add(path).models
    assert one.kind is kind
    assert one.path == adder.shelves.folder(kind) / name
    assert one.path.samefile(path), "linked, not copied"
    assert one.way == "hard link"
    assert [item.path for item in adder.shelves.stock(kind)] == [one.path]
    assert find_item(one.id, adder.shelves, EMPTY).standing.origin is Origin.LINKED


def test_ncnn_graphs_come_with_their_weights(tmp_path, adder):
    source = installed(NETWORKS)
    for end in (".param", ".bin"):
        shutil.copy(source / f"REALESRGAN_ANIMAVIDEOV3_UP4X{end}", tmp_path / f"mine{end}")
    [one] = adder.add(tmp_path / "mine.param").models
    assert one.kind is ModelKind.UPSCALER
    names = sorted(path.name for path in one.path.parent.iterdir())
    assert names == ["mine.bin", "mine.param"]
    item = find_item(one.id, adder.shelves, EMPTY)
    remove(item, adder.shelves)
    assert list(one.path.parent.iterdir()) == []
    assert (tmp_path / "mine.bin").is_file()


def test_diffusers_folders_are_linked_whole_and_removed_as_a_link(tmp_path, adder):
    folder = save_folder(tmp_path / "mine", small("sd1"), **{FAMILY_KEY: "sd1"})
    [one] = adder.add(folder).models
    assert (one.kind, one.way) == (ModelKind.MODEL, "link")
    assert one.path.is_symlink()
    item = find_item("mine", adder.shelves, EMPTY)
    assert item.standing.origin is Origin.LINKED
    assert remove(item, adder.shelves).bytes == 0
    assert not one.path.exists()
    assert (folder / "model_index.json").is_file()
    assert list((folder / "unet").glob("*.safetensors"))


def test_a_diffusers_folder_that_lacks_a_part_is_refused(tmp_path, adder):
    folder = save_folder(tmp_path / "mine", small("sd1"), **{FAMILY_KEY: "sd1"})
    next((folder / "vae").glob("*.safetensors")).unlink()
    with pytest.raises(BadModel, match="lacks the weights of its part vae"):
        adder.add(folder)
    assert not adder.shelves.own.exists() or not list(adder.shelves.own.glob("mine*"))


@pytest.mark.parametrize("name", ["evil.ckpt", "evil.pt", "evil.pth", "evil.bin"])
@pytest.mark.parametrize("zipped", [True, False])
def test_pickles_with_code_are_refused_by_name_and_do_not_run(tmp_path, adder, name, zipped):
    trace, path = tmp_path / "trace", tmp_path / name
    content = {"x": torch.zeros(2), "y": Attack(trace)}
    if zipped:
        torch.save(content, path)
    else:
        path.write_bytes(pickle.dumps({"y": Attack(trace)}, protocol=2))
    with pytest.raises(BadModel) as error:
        adder.add(path)
    assert str(error.value).startswith(f"{name} ")
    assert "code" in str(error.value) or not zipped
    assert not trace.exists()
    assert not adder.shelves.stock(ModelKind.MODEL)


@pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")
def test_torchscript_is_code_too(tmp_path, adder):
    path = tmp_path / "net.pt"
    torch.jit.script(torch.nn.Linear(2, 2)).save(str(path))
    with pytest.raises(BadModel, match=r"net\.pt is a TorchScript program: it holds code"):
        adder.add(path)


@pytest.mark.parametrize("name", ["a.safetensors", "b.ckpt", "u.pth", "g.pth"])
def test_what_is_cut_short_is_refused(tmp_path, adder, name):
    path = MAKERS[name][0](tmp_path / name)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(BadModel, match=rf"{name} is cut short"):
        adder.add(path)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html>", "is a web page"),
        (b"version https://git-lfs.github.com/spec/v1", "only points to the model"),
        (b"\0" * 9000, "holds only zeros"),
        (b"plain words", "is not a Stable Diffusion file"),
    ],
)
@pytest.mark.parametrize("end", ["safetensors", "pth"])
def test_what_is_no_model_is_called_what_it_is(tmp_path, adder, data, says, end):
    path = tmp_path / f"x.{end}"
    path.write_bytes(data)
    with pytest.raises(BadModel, match=says):
        adder.add(path)


def test_a_file_whose_ending_would_hide_it_is_not_taken_in(tmp_path, adder, shelves):
    path = save(tmp_path / "dream.pth", as_ldm(small("sd1")))
    with pytest.raises(BadModel, match=r"end in .*\.ckpt, \.pt; dream.pth would not be. Rename"):
        adder.add(path)
    assert not list(shelves.own.glob("dream*"))
    shutil.copy(path, tmp_path / "dream.pt")
    adder.add(tmp_path / "dream.pt")
    assert [one.name for one in shelves.stock(ModelKind.MODEL)] == ["dream"]


def test_what_ritocco_has_no_use_for_is_named(tmp_path, adder):
    path = tmp_path / "sd3.safetensors"
    save_file(zeros(model__diffusion_model__joint_blocks__0__x=(2, 2)), path)
    with pytest.raises(BadModel, match=r"sd3\.safetensors is a Stable Diffusion 3 model"):
        adder.add(path)
    with pytest.raises(BadModel, match="There is nothing at"):
        adder.add(tmp_path / "missing.safetensors")


def test_the_same_file_is_taken_in_once_under_any_name(tmp_path, adder):
    path = write_tiny(tmp_path / "mine.safetensors")
    adder.add(path)
    with pytest.raises(AlreadyHere, match="here already, as a link"):
        adder.add(path)
    copy = shutil.copy(path, tmp_path / "other.safetensors")
    with pytest.raises(AlreadyHere, match=r"The same file is here already: .*mine\.safetensors"):
        adder.add(Path(copy))
    with pytest.raises(AlreadyHere, match="lies in Ritocco's models folder"):
        adder.add(adder.shelves.folder(ModelKind.UPSCALER) / "mine.safetensors")


def test_another_file_of_the_same_name_is_not_overwritten(tmp_path, adder):
    adder.add(write_tiny(tmp_path / "mine.safetensors", scale=2))
    (tmp_path / "b").mkdir()
    with pytest.raises(InTheWay, match=r"There is another mine\.safetensors"):
        adder.add(write_tiny(tmp_path / "b" / "mine.safetensors", scale=4))


def test_copies_are_copies_and_leave_no_rest(tmp_path, shelves):
    adder = Adder(shelves, EMPTY, copy=True)
    path = write_tiny(tmp_path / "mine.safetensors")
    [one] = adder.add(path).models
    assert one.way == "copy"
    assert not one.path.samefile(path)
    assert one.path.read_bytes() == path.read_bytes()
    folder = save_folder(tmp_path / "whole", small("sd1"), **{FAMILY_KEY: "sd1"})
    [two] = adder.add(folder).models
    assert (two.way, two.path.is_symlink()) == ("copy", False)
    names = {p.relative_to(folder) for p in folder.rglob("*")}
    assert {p.relative_to(two.path) for p in two.path.rglob("*")} == names
    left = [path for path in (shelves.library / "partial").rglob("*") if path.is_file()]
    assert left == []


def test_links_are_symbolic_where_hard_ones_are_not_to_be_had(tmp_path, adder, monkeypatch):
    def refuse(*_, **__):
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    path = write_tiny(tmp_path / "mine.safetensors")
    [one] = adder.add(path).models
    assert (one.way, one.path.is_symlink()) == ("link", True)
    monkeypatch.setattr(Path, "symlink_to", refuse)
    other = write_tiny(tmp_path / "more.safetensors", scale=4)
    assert adder.add(other).models[0].way == "copy"


def test_a_folder_gives_all_its_models_and_says_what_it_left_out(tmp_path, adder):
    folder = tmp_path / "downloads"
    (folder / "deep").mkdir(parents=True)
    write_tiny(folder / "one.safetensors")
    lora(folder / "deep" / "two.safetensors")
    (folder / "three.safetensors").write_bytes(b"<html>")
    (folder / "notes.txt").write_text("x")
    added = adder.add(folder)
    assert {one.id for one in added.models} == {"upscaler:one", "lora:two"}
    assert [name for name, _ in added.refused] == ["three.safetensors"]
    assert "web page" in added.refused[0][1]
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(BadModel, match="holds no models"):
        adder.add(empty)


def test_a_programs_folder_is_to_be_used_in_place(tmp_path, adder):
    folder = program(tmp_path / "webui", "A1111")
    with pytest.raises(BadModel) as error:
        adder.add(folder)
    assert f'ritocco models add "{folder}" --in-place' in str(error.value)
    inside = Adder(Shelves(adder.shelves.own, (folder,)), EMPTY)
    with pytest.raises(AlreadyHere, match="uses in place"):
        inside.add(folder / "models/Lora/ink.safetensors")


def test_a_known_file_becomes_what_the_catalogue_calls_it(tmp_path, shelves):
    path = write_tiny(tmp_path / "renamed.safetensors")
    file = File("official.safetensors", path.stat().st_size, sha256(path.read_bytes()))
    known = model(file, sources=(Web("https://example.org/x"),))
    [one] = Adder(shelves, catalogue_of(known)).add(path).models
    assert (one.id, one.path.name) == ("a-model", "official.safetensors")
    item, demonstration = listing(shelves, catalogue_of(known))
    assert demonstration.id == "model:mini"
    assert (item.standing.state, item.name) == (Presence.HERE, "official")


def test_what_is_here_and_not_in_the_catalogue_is_listed_with_its_problem(home, shelves):
    shelves.own.mkdir(parents=True)
    checkpoint(shelves.own / "mine.safetensors")
    (shelves.own / "broken.safetensors").write_bytes(b"<html>")
    items = {item.name or item.title: item for item in listing(shelves, EMPTY)}
    good, shipped, bad = items["mine"], items["mini"], items["broken"]
    assert (shipped.id, shipped.name, shipped.removable) == ("model:mini", "mini", False)
    assert shipped.to_dict()["good_for"].startswith("Painting by words at once")
    assert (good.id, good.family, good.name) == ("model:mine", "sd1", "mine")
    assert (bad.id, bad.is_here, bad.name) == ("model:broken", False, None)
    assert "web page" in bad.standing.problem
    [told, _, _] = features([shipped, good, bad], EMPTY)
    assert (told["ready"], told["uses"]) == (True, "mine")
    assert not told["demonstration"]
    [told, _, _] = features([shipped, bad], EMPTY)
    assert (told["uses"], told["demonstration"]) == ("mini", True)


def test_what_ships_is_used_where_there_is_nothing_else_and_told_apart(tmp_path, monkeypatch):
    monkeypatch.setattr("ritocco.installed.features.demonstration", lambda: tmp_path)
    [told, _, _] = features([], EMPTY)
    assert (told["ready"], told["uses"], told["demonstration"]) == (True, "mini", True)
    monkeypatch.setattr("ritocco.installed.features.demonstration", lambda: None)
    [told, _, _] = features([], EMPTY)
    assert (told["ready"], told["uses"], told["demonstration"]) == (False, None, False)


def test_models_of_other_programs_are_never_removed(tmp_path, shelves):
    folder = program(tmp_path / "webui", "A1111")
    both = Shelves(shelves.own, (folder,))
    item = find_item("upscaler:x2", both, EMPTY)
    assert not item.removable
    with pytest.raises(NotOurs, match="belongs to A1111"):
        remove(item, both)
    assert (folder / "models/RealESRGAN/x2.pth").is_file()


def test_remove_takes_what_was_fetched_and_what_came_of_it(bench):
    one: Bench = bench()
    catalogue = catalogue_of(one.model)
    one.get()
    item = find_item("a-model", one.fetcher.shelves, catalogue)
    assert remove(item, one.fetcher.shelves).bytes == len(one.data)
    assert not one.final.exists()
    with pytest.raises(NotFound, match="not here"):
        remove(find_item("a-model", one.fetcher.shelves, catalogue), one.fetcher.shelves)


def test_a_damaged_file_is_found_removed_and_got_again(bench):
    one: Bench = bench()
    catalogue = catalogue_of(one.model)
    one.get()
    item = find_item("a-model", one.fetcher.shelves, catalogue)
    assert check(item).problem is None
    one.final.write_bytes(one.data[:-1])
    item = find_item("a-model", one.fetcher.shelves, catalogue)
    assert item.standing.state is Presence.DAMAGED
    with pytest.raises(InTheWay):
        one.get()
    remove(item, one.fetcher.shelves)
    one.get()
    assert one.arrived()


def test_check_notices_one_bit_and_compares_with_when_it_came(bench):
    one: Bench = bench(known=False)
    catalogue = catalogue_of(one.model)
    one.get()
    item = find_item("a-model", one.fetcher.shelves, catalogue)
    assert check(item).by == "sha256", "the sum was remembered when it came"
    stat = one.final.stat()
    one.final.write_bytes(one.data[:-1] + bytes([one.data[-1] ^ 1]))
    os.utime(one.final, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # as a bad disk does it
    found = check(item)
    assert found.problem is not None
    assert "other bytes than it should" in found.problem


def test_check_looks_into_what_has_no_sum(tmp_path, adder):
    path = write_tiny(tmp_path / "mine.safetensors")
    adder.add(path)
    item = find_item("mine", adder.shelves, EMPTY)
    assert check(item).by == "contents"
    path.write_bytes(path.read_bytes()[:-9])
    assert "cut short" in (check(item).problem or "")


def test_looking_into_safetensors_needs_no_torch(tmp_path):
    import subprocess
    import sys

    path = lora(tmp_path / "l.safetensors")
    script = (
        "import sys; from pathlib import Path; from ritocco.installed.look import look_into; "
        f"print(look_into(Path({str(path)!r})).kind, 'torch' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=90)
    assert ran.stdout == "lora False\n", ran.stderr
    assert look_into(path).kind is ModelKind.LORA
