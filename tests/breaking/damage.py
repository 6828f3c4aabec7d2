"""Files damaged as disks, cables and people damage them: cut, turned, doubled, another's inside."""

from random import Random

from tests.breaking.lying_headers import Case
from tests.breaking.small_pictures import in_every_format

_TURNED = (1, 4, 40, 400)
_CUT = (1, 9, 33, 0.5, 0.98)


def damaged() -> dict[str, Case]:
    """By a name, the suffix and the bytes; the same each time."""
    pictures = in_every_format()
    cases: dict[str, Case] = {}
    for name, (suffix, data) in pictures.items():
        dice = Random(name)
        ways = {
            f"cut at {at}": data[: at if isinstance(at, int) else int(len(data) * at)]
            for at in _CUT
        }
        for bits in _TURNED:
            turned = bytearray(data)
            for _ in range(bits):
                turned[dice.randrange(8, len(turned))] ^= 1 << dice.randrange(8)
            ways[f"{bits} bits turned"] = bytes(turned)
        middle = len(data) // 2
        ways["a hole of zeros"] = data[:middle] + bytes(64) + data[middle + 64 :]
        ways["head of noise"] = data[:8] + dice.randbytes(60) + data[68:]
        ways["twice"] = data + data
        cases |= {f"{name}, {way}": (suffix, bad) for way, bad in ways.items()}
    for suffix in (".png", ".jpg", ".webp", ".tif", ".ora"):
        cases[f"nothing as {suffix}"] = suffix, b""
        cases[f"text as {suffix}"] = suffix, b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    for suffix, (_, data) in zip((".jpg", ".png", ".tif"), pictures.values(), strict=False):
        cases[f"png as {suffix}"] = suffix, data
    cases["gif"] = ".png", b"GIF89a\xff\xff\xff\xff\0\0\0;"
    cases["bmp"] = ".png", b"BM" + bytes(4) + bytes(200)
    return cases
