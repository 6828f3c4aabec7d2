"""Which build of PyTorch a computer gets, from what its drivers say of it."""

import pytest

from ritocco.errors import CannotInstall
from ritocco.setup.builds import BUILDS, choose
from ritocco.setup.machine import Amd, Intel, Machine, Nvidia, parse_amd, parse_nvidia


def linux(**more):
    return Machine("linux", "x86_64", **more)


def nvidia(driver, capability, name="RTX"):
    return Nvidia(name, driver, capability)


@pytest.mark.parametrize(
    ("machine", "label", "reason"),
    [
        (linux(), "cpu", "no graphics card"),
        (linux(nvidia=(nvidia((580, 65), (8, 9)),)), "cu130", "driver 580.65 found"),
        (linux(nvidia=(nvidia((550, 54), (8, 6)),)), "cu126", "driver 550.54 found"),
        (linux(nvidia=(nvidia((590, 1), (6, 1)),)), "cu126", "found"),
        (linux(nvidia=(nvidia((570, 1), (12, 0)),)), "cpu", "needs driver 580 or later"),
        (linux(nvidia=(nvidia((470, 1), (8, 6)),)), "cpu", "needs driver 525 or later"),
        (linux(nvidia=(nvidia((580, 1), (3, 5)),)), "cpu", "too old"),
        (linux(nvidia=(nvidia((535, 1), (0, 0)),)), "cu126", "found"),
        (
            linux(nvidia=(nvidia((580, 1), (5, 2), "old"), nvidia((580, 1), (8, 9), "new"))),
            "cu130",
            "new",
        ),
        (Machine("win32", "x86_64", (nvidia((591, 0), (8, 9)),)), "cu130", "found"),
        (linux(amd=(Amd("gfx1100"),)), "rocm7.2", "gfx1100"),
        (linux(amd=(Amd("gfx902"),)), "cpu", "not made for"),
        (Machine("win32", "x86_64", amd=(Amd("gfx1100"),)), "cpu", "no graphics card"),
        (linux(intel=(Intel(0xE20B, True),)), "xpu", "Arc"),
        (linux(intel=(Intel(0xE20B, False),)), "cpu", "compute driver"),
        (linux(intel=(Intel(0x9A49, True),)), "cpu", "no graphics card"),
        (Machine("darwin", "arm64"), "", "MPS"),
        (linux(nvidia=(nvidia((590, 1), (8, 9)),), amd=(Amd("gfx1100"),)), "cu130", "found"),
    ],
)
def test_the_build_and_its_reason(machine, label, reason):
    found = choose(machine)
    assert found.build.label == label
    assert reason in found.reason


def test_an_old_driver_is_told_how_to_get_better():
    assert "driver to 580" in choose(linux(nvidia=(nvidia((570, 1), (12, 0)),))).advice


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("cpu", "cpu"),
        ("cuda", "cu130"),
        ("cu126", "cu126"),
        ("rocm", "rocm7.2"),
        ("xpu", "xpu"),
        ("default", ""),
        ("auto", "cpu"),
    ],
)
def test_what_was_asked_for_counts(asked, label):
    assert choose(linux(), asked).build.label == label


def test_cuda_is_the_one_that_fits_the_card():
    old = linux(nvidia=(nvidia((550, 0), (6, 1)),))
    assert choose(old, "cuda").build.label == "cu126"


def test_what_cannot_be_is_said():
    with pytest.raises(CannotInstall, match=r"--torch cuba is not known.*auto, cuda"):
        choose(linux(), "cuba")
    with pytest.raises(CannotInstall, match="Macs with Intel processors"):
        choose(Machine("darwin", "x86_64"))


def test_nvidia_smi_is_understood():
    told = "NVIDIA GeForce RTX 4090, 580.65.06, 8.9\nTesla, K80, 470.1\nGTX 970, 470.256.02\n"
    assert parse_nvidia(told) == (
        Nvidia("NVIDIA GeForce RTX 4090", (580, 65, 6), (8, 9)),
        Nvidia("GTX 970", (470, 256, 2), (0, 0)),
    )
    assert parse_nvidia("NVIDIA-SMI has failed because it couldn't communicate\n") == ()


def test_amds_compute_nodes_are_understood():
    nodes = [
        "cpu_cores_count 16\ngfx_target_version 0\n",
        "simd_count 96\ngfx_target_version 110000\nvendor_id 4098\n",
        "gfx_target_version 90010\n",
    ]
    assert parse_amd(nodes) == (Amd("gfx1100"), Amd("gfx90a"))


def test_every_build_says_what_it_costs():
    for build in BUILDS.values():
        assert build.disk > build.download > 10**8
