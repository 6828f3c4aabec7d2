import os
import weakref
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from accelerate.hooks import add_hook_to_module
from diffusers import AutoencoderKL, UNet2DConditionModel
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from ritocco.device import Device, DeviceKind, cpu_likes_bf16, cuda_likes_half, find_device
from ritocco.diffusion import placement
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.families.stable_diffusion import VAE_ACTIVE
from ritocco.diffusion.kept_weights import KeptWeights
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.memory import (
    Attention,
    MemoryPlan,
    Offload,
    Phase,
    estimate,
    next_smaller,
    no_room,
    plan_memory,
)
from ritocco.diffusion.model_cache import ModelCache, WantedModel
from ritocco.diffusion.placement import place
from ritocco.diffusion.sniff import SniffedModel
from ritocco.diffusion.unet import unet_network
from ritocco.errors import BadRecipe, OutOfMemory
from ritocco.geometry import Size

from .ldm_files import Small, shipped, small

F32, F16, BF16 = torch.float32, torch.float16, torch.bfloat16
GB = 1 << 30
PLAIN = MemoryPlan("cpu", F32, F32)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Models this small lose by more, above all where other programs keep the cores busy."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def card(gigabytes: float, free: float | None = None, kind: DeviceKind = DeviceKind.CUDA) -> Device:
    """A graphics card; what a screen and the driver hold is not free."""
    total = int(gigabytes * GB)
    where = {DeviceKind.MPS: "mps", DeviceKind.CPU: "cpu", DeviceKind.XPU: "xpu:0"}.get(
        kind, "cuda:0"
    )
    half = BF16 if kind is DeviceKind.CPU else F16
    return Device(where, kind, "card", total, int((free or gigabytes * 0.92) * GB), half)


def placed(model: Small, plan: MemoryPlan = PLAIN) -> LoadedModel:
    """A model whose modules are copies of these."""
    family = FAMILIES[model.family]
    own = {part: deepcopy(module).eval() for part, module in model.modules.items()}
    return LoadedModel(Path(family.id), family, family.law, own, plan)


class Alive(TorchDispatchMode):
    """Counts the bytes of living tensors, save a module's own weights."""

    def __init__(self, module: torch.nn.Module) -> None:
        super().__init__()
        self.own = {weight.untyped_storage()._cdata for weight in module.parameters()}
        self.now = self.peak = 0
        self.seen = weakref.WeakKeyDictionary()

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        out = func(*args, **(kwargs or {}))
        for tensor in tree_leaves(out):
            if isinstance(tensor, torch.Tensor):
                self.count(tensor.untyped_storage())
        return out

    def count(self, storage: torch.UntypedStorage) -> None:
        if storage._cdata in self.own or storage in self.seen:
            return
        size = storage.nbytes()
        self.seen[storage] = size
        weakref.finalize(storage, self.gone, size)
        self.now += size
        self.peak = max(self.peak, self.now)

    def gone(self, size: int) -> None:
        self.now -= size


@pytest.mark.parametrize(
    ("family", "part", "counted"),
    [
        ("sd1", "unet", FAMILIES["sd1"].active),
        ("sdxl", "unet", FAMILIES["sdxl"].active),
        ("sd1", "vae", VAE_ACTIVE),
    ],
)
def test_the_table_of_sizes_is_what_the_real_classes_take(
    family: str, part: str, counted: int
) -> None:
    """Full size, no memory: the operations run on shapes alone."""
    side, config = 64, shipped(family, part)
    with FakeTensorMode(), torch.no_grad():
        if part == "unet":
            module = UNet2DConditionModel.from_config(config)
            text = torch.empty(2, 77, config["cross_attention_dim"])
            more = {"text_embeds": torch.empty(2, 1280), "time_ids": torch.empty(2, 6)}
            with Alive(module) as alive:
                module(
                    torch.empty(2, 4, side, side),
                    torch.ones(()),
                    text,
                    added_cond_kwargs=more if family == "sdxl" else None,
                )
            samples = 2
        else:
            module = AutoencoderKL.from_config(config)
            with Alive(module) as alive:
                module.decode(torch.empty(1, 4, side, side))
            samples = 1
        weights = sum(weight.numel() for weight in module.parameters())
    elements = alive.peak / 4 / (side * side * samples)
    assert elements == pytest.approx(counted, rel=0.03)
    assert weights == pytest.approx(
        getattr(FAMILIES[family], "backbone" if part == "unet" else part).weights, rel=0.001
    )


@pytest.mark.parametrize(
    ("gigabytes", "family", "side", "offload"),
    [
        (24, "sdxl", 1024, Offload.NONE),
        (8, "sd1", 512, Offload.NONE),
        (8, "sd1", 1024, Offload.NONE),
        (8, "sdxl", 1024, Offload.MODEL),
        (8, "sdxl-inpaint", 1024, Offload.MODEL),
        (4, "sd1", 512, Offload.NONE),
        (4, "sd1", 1024, Offload.MODEL),
        (4, "sd1-inpaint", 768, Offload.NONE),
    ],
)
def test_small_cards_fit_without_tiles(
    gigabytes: float, family: str, side: int, offload: Offload
) -> None:
    device = card(gigabytes)
    plan = plan_memory(FAMILIES[family], Size(side, side), 1, device)
    assert plan.offload is offload
    assert plan.vae_tile == 0
    assert estimate(plan, FAMILIES[family], Size(side, side)) < device.free
    assert plan.dtype is F16


def test_a_larger_batch_is_split_before_anything_slower() -> None:
    plan = plan_memory(FAMILIES["sd1"], Size(1024, 1024), 8, card(8))
    assert 1 < plan.batch < 8
    assert plan.offload is Offload.NONE
    assert plan_memory(FAMILIES["sd1"], Size(1024, 1024), 8, card(24)).batch == 8


def test_shared_memory_never_offloads() -> None:
    for kind in (DeviceKind.CPU, DeviceKind.MPS):
        plan = plan_memory(FAMILIES["sdxl"], Size(1024, 1024), 4, card(6, kind=kind))
        assert plan.offload is Offload.NONE
        assert plan.vae_tile
        assert plan.batch == 1


def test_precision_does_not_depend_on_how_much_memory_there_is() -> None:
    """Else the same recipe would give another picture when another program runs."""
    for family in FAMILIES.values():
        plans = [plan_memory(family, Size(512, 512), 1, card(size)) for size in (2, 4, 8, 80)]
        assert len({(plan.dtype, plan.vae_dtype, plan.channels_last) for plan in plans}) == 1
    assert plan_memory(FAMILIES["sdxl"], Size(64, 64), 1, card(80)).vae_dtype is F32


@pytest.mark.parametrize("during", [None, *Phase])
@pytest.mark.parametrize("where", ["cuda:0", "xpu:0", "mps", "cpu"])
def test_smaller_plans_end(during: Phase | None, where: str) -> None:
    plan: MemoryPlan | None = replace(PLAIN, device=where, batch=8)
    seen = []
    while plan is not None:
        assert plan not in seen
        seen.append(plan)
        plan = next_smaller(plan, during)
    sizes = [
        estimate(p, FAMILIES["sd1"], Size(1024, 1024))
        for p in seen
        if p.attention is Attention.SDPA
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert all(p.offload is Offload.NONE for p in seen) or where in ("cuda:0", "xpu:0")
    assert not any(p.vae_tile for p in seen) or during is not Phase.UNET


def test_without_knowing_the_order_is_tiles_then_batch_then_offload() -> None:
    plan = replace(PLAIN, device="cuda:0", batch=2)
    steps = []
    while (smaller := next_smaller(plan)) is not None:
        changed = [
            n for n in ("vae_tile", "batch", "offload") if getattr(plan, n) != getattr(smaller, n)
        ]
        steps += changed
        plan = smaller
    assert steps == ["vae_tile", "vae_tile", "batch", "offload", "offload"]
    assert "smaller region" in str(no_room("RTX 3050"))


def test_processors_and_cards_choose_their_precision() -> None:
    assert cpu_likes_bf16({"amx_tile": True, "amx_bf16": True})
    assert cpu_likes_bf16({"avx512_bf16": True})
    assert not cpu_likes_bf16({"avx2": True, "avx512_f": True})
    assert not cpu_likes_bf16({})
    assert cuda_likes_half("NVIDIA GeForce RTX 3060", 8, 6)
    assert cuda_likes_half("Tesla V100", 7, 0)
    assert not cuda_likes_half("NVIDIA GeForce GTX 1660", 7, 5)
    assert not cuda_likes_half("NVIDIA GeForce GTX 1080", 6, 1)


def test_the_device_of_this_machine() -> None:
    device = find_device()
    assert 0 < device.free <= device.total
    assert find_device("cpu").kind is DeviceKind.CPU
    assert find_device("cpu").short_name == "CPU"
    with pytest.raises(BadRecipe, match=r"no device toaster here. Choose one of: .*cpu"):
        find_device("toaster")


@pytest.mark.parametrize("offload", [Offload.MODEL, Offload.SEQUENTIAL])
def test_offloading_computes_the_same_and_can_be_undone(offload: Offload) -> None:
    """The processor plays the device: what moves is tested, not where to."""
    model = placed(small("sd1"))
    x, z, text = torch.randn(2, 4, 8, 8), torch.randn(2, 4, 8, 8), torch.randn(2, 77, 32)
    tokens = torch.tensor([[49406, 320, 49407]])

    def run() -> list[torch.Tensor]:
        with torch.inference_mode():
            return [
                model.modules["text_encoder"](tokens).last_hidden_state,
                model.vae.encode(torch.ones(2, 3, 64, 64)).latent_dist.mean,
                model.backbone(x, 10, text).sample,
                model.vae.decode(z).sample,
            ]

    place(model, PLAIN)
    before = run()
    place(model, replace(PLAIN, offload=offload))
    during = run()
    place(model, PLAIN)
    assert not any(hasattr(m, "_hf_hook") for m in model.backbone.modules())
    for results in (during, run()):
        for now, then in zip(results, before, strict=True):
            assert torch.equal(now, then)


def test_a_network_gets_its_inputs_where_it_will_work() -> None:
    """Not where its weights wait meanwhile."""
    seen = []

    class Unet(torch.nn.Linear):
        dtype = torch.float32

        def forward(self, latents, step, encoder_hidden_states, **more):
            seen.extend(one.device.type for one in (latents, step, encoder_hidden_states))
            return (torch.zeros(1, 4, 8, 8),)

    unet = Unet(1, 1)
    add_hook_to_module(unet, placement._InTurn([], torch.device("meta")))
    text = SimpleNamespace(hidden=torch.zeros(1, 77, 32), pooled=None)
    unet_network(unet)(torch.zeros(1, 4, 8, 8), SimpleNamespace(timestep=500.0), text)
    assert seen == ["meta"] * 3


def test_parts_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    model, moves = placed(small("sd1")), []
    at = dict.fromkeys(map(id, model.modules.values()), torch.device("cpu"))
    names = {id(module): name for name, module in model.modules.items()}

    def to(module: torch.nn.Module, where) -> None:
        at[id(module)] = torch.device(where)
        moves.append((names[id(module)], str(where)))

    gpu = torch.device("cuda:0")
    monkeypatch.setattr(placement, "_device_of", lambda module: at[id(module)])
    monkeypatch.setattr(placement, "free_cached", lambda device: None)
    for module in model.modules.values():
        monkeypatch.setattr(module, "to", lambda where, m=module: to(m, where))
    everyone = list(model.modules.values())
    hooks = {
        name: placement._InTurn([o for o in everyone if o is not module], gpu)
        for name, module in model.modules.items()
    }
    for name, hook in hooks.items():
        add_hook_to_module(model.modules[name], hook)
        assert placement.works_on(model.modules[name]) == gpu  # before it lies there
    for name in ("vae", "unet", "unet", "vae"):
        hooks[name].pre_forward(model.modules[name])
    assert moves == [
        ("vae", "cuda:0"),
        ("vae", "cpu"), ("unet", "cuda:0"),
        ("unet", "cpu"), ("vae", "cuda:0"),
    ]  # fmt: skip


def test_slicing_and_layout_change_nothing_and_tiles_change_little() -> None:
    """How much tiles change is told here: the reason why plans avoid them."""
    model = placed(small("sd1"))
    latents = torch.randn(2, 4, 24, 24, generator=torch.Generator().manual_seed(0))

    def decode(plan: MemoryPlan) -> torch.Tensor:
        place(model, plan)
        with torch.inference_mode():
            return model.vae.decode(latents).sample

    whole = decode(replace(PLAIN, vae_slicing=False))
    scale = whole.std()
    assert (decode(PLAIN) - whole).abs().max() < 1e-3 * scale
    assert (decode(replace(PLAIN, channels_last=True)) - whole).abs().max() < 1e-3 * scale
    tiled = decode(replace(PLAIN, vae_tile=128))
    assert model.vae.use_tiling
    change = ((tiled - whole).std() / scale).item()
    print(f"tiles of 128 change a 192 x 192 picture by {change:.3f} of its deviation")
    assert 5e-3 < change < 0.5  # far from float noise, near the same picture
    assert (decode(PLAIN) - whole).abs().max() < 1e-3 * scale  # and back


def test_bfloat16_keeps_the_colour_of_the_vae() -> None:
    """The cast of bfloat16 in the VAE stays below a quarter of one of 255 levels."""
    vae = AutoencoderKL.from_config(
        shipped("sd1", "vae") | {"block_out_channels": [32, 64, 64, 64]}
    )
    latents = torch.randn(1, 4, 16, 16, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        exact = vae.eval().decode(latents).sample
        rough = vae.to(BF16).decode(latents.to(BF16)).sample.float()
    levels = 64 / exact.std()  # as if it were a picture whose tones spread by a quarter of 255
    assert ((rough - exact).mean((0, 2, 3)).abs() * levels).max() < 0.5
    assert (rough - exact).std() * levels < 3


class Library:
    """Models of one weight each, in a device with room for so many bytes."""

    def __init__(self, room: int) -> None:
        self.room, self.loads = room, []
        self.shelf = ModelCache(self.load, lambda where: self.room - self.shelf.held(where))

    def load(self, wanted: WantedModel, plan: MemoryPlan, watch: object) -> SimpleNamespace:
        self.loads.append(wanted.path.name)
        size = 4 * GB // 4
        if self.shelf.held("meta") + 4 * GB > self.room:
            raise torch.OutOfMemoryError
        unet = torch.nn.Linear(size, 1, bias=False, device="meta")
        return SimpleNamespace(placed=[unet], plan=plan, kept=KeptWeights(), holds=None)


@pytest.fixture
def wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, WantedModel]:
    from ritocco.diffusion import model_cache

    monkeypatch.setattr(model_cache, "place", lambda model, plan: setattr(model, "plan", plan))
    for name in "abc":
        (tmp_path / name).write_bytes(b"x")
    return {name: WantedModel(tmp_path / name, SniffedModel("sd1")) for name in "abc"}


META = MemoryPlan("meta", F32, F32)


def test_models_stay_and_the_one_unused_longest_goes(wanted: dict[str, WantedModel]) -> None:
    library = Library(room=9 * GB)
    first = library.shelf.get(wanted["a"], META)
    library.shelf.get(wanted["b"], META)
    assert library.shelf.get(wanted["a"], replace(META, batch=4)) is first
    assert first.plan.batch == 4
    library.shelf.get(wanted["c"], META)  # b goes
    library.shelf.get(wanted["a"], META)
    assert library.loads == ["a", "b", "c"]
    library.shelf.get(wanted["b"], META)
    assert library.loads[-1] == "b"
    library.shelf.clear()
    assert len(library.shelf) == library.shelf.held("meta") == 0


def test_a_changed_file_or_precision_is_loaded_anew(wanted: dict[str, WantedModel]) -> None:
    library = Library(room=90 * GB)
    library.shelf.get(wanted["a"], META)
    library.shelf.get(wanted["a"], replace(META, dtype=F16))
    os.utime(wanted["a"].path, ns=(1, 1))
    library.shelf.get(wanted["a"], replace(META, dtype=F16))
    assert library.loads == ["a", "a", "a"]
    assert len(library.shelf) == 1


def test_no_room_at_all_is_said(wanted: dict[str, WantedModel]) -> None:
    library = Library(room=GB)
    with pytest.raises(OutOfMemory, match="is too small for this"):
        library.shelf.get(wanted["a"], META)
    library.room = 9 * GB
    assert library.shelf.get(wanted["a"], META)  # lives on
