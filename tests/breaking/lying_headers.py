"""Files whose headers promise what is not there, or what no machine has room for."""

import struct
import zipfile
import zlib
from io import BytesIO

from tests.breaking.small_pictures import in_every_format

Case = tuple[str, bytes]
HUGE = 30_000
"""A side of the largest picture that is worked on."""


def chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG chunk."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int, height: int, bits: int = 8, kind: int = 2, rows: bytes = b"", *more: bytes
) -> bytes:
    """A PNG with this head, whatever its rows are; `more` chunks come before these."""
    head = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            *more,
            chunk(b"IDAT", zlib.compress(rows)),
            chunk(b"IEND", b""),
        )
    )


def zeros(count: int) -> bytes:
    """That many zeros, packed by zlib: a thousandth of their length (RFC 1950, 1951)."""
    many, rest = divmod(count, 2**20)
    packed = [b"\x78\x9c"]
    for length, times in ((2**20, many), (rest, 1)):
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed.append((packer.compress(bytes(length)) + packer.flush(zlib.Z_FULL_FLUSH)) * times)
    checksum = count % 65_521 << 16 | 1
    return b"".join(packed) + b"\x03\0" + struct.pack(">I", checksum)


def whole_png(width: int, height: int, bits: int, kind: int) -> bytes:
    """A PNG with every row it announces, all black: small as a file, large in memory."""
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[kind]
    rows = zeros(height * (1 + width * channels * bits // 8))
    head = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg_of(width: int, height: int, *, progressive: bool) -> bytes:
    """A small JPEG whose frame says another size."""
    data = in_every_format()["jpeg progressive" if progressive else "jpeg"][1]
    at = data.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def webp_of(width: int, height: int) -> bytes:
    """A small WebP whose canvas says another size."""
    data = bytearray(in_every_format()["webp lossless"][1])
    at = data.find(b"VP8X")
    if at < 0:
        inner = bytes(data[12:])
        extended = b"VP8X" + struct.pack("<I", 10) + b"\x10" + bytes(9)
        data = bytearray(
            b"RIFF" + struct.pack("<I", 4 + 18 + len(inner)) + b"WEBP" + extended + inner
        )
        at = 12
    data[at + 12 : at + 15] = (width - 1).to_bytes(3, "little")
    data[at + 15 : at + 18] = (height - 1).to_bytes(3, "little")
    return bytes(data)


def tiff(*entries: tuple[int, int, int, int], following: int = 0, more: bytes = b"") -> bytes:
    """A TIFF of one directory: (tag, kind, count, value) each."""
    directory = struct.pack("<H", len(entries))
    for entry in sorted(entries):
        directory += struct.pack("<HHII", *entry)
    return b"II*\0" + struct.pack("<I", 8) + directory + struct.pack("<I", following) + more


def tiff_of(width: int, height: int, bits: int = 8, **more: int) -> bytes:
    """A TIFF whose strips are not there."""
    tags = {256: width, 257: height, 258: bits, 259: 1, 262: 1, 273: 8, 277: 1, 278: height, 279: 9}
    tags |= {int(name.removeprefix("tag")): value for name, value in more.items()}
    return tiff(*((tag, 4, 1, value) for tag, value in tags.items()))


def openraster(stack: str, **files: bytes) -> bytes:
    """An OpenRaster file with this `stack.xml` and further files."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "image/openraster")
        archive.writestr("stack.xml", stack)
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _stack(inner: str, width: object = 48, height: object = 40) -> str:
    return f'<image version="0.0.3" w="{width}" h="{height}"><stack>{inner}</stack></image>'


def lying() -> dict[str, Case]:
    """By a name, the suffix and the bytes."""
    small = in_every_format()["png rgb"][1]
    layer = '<layer src="a.png" name="a" x="{}" y="{}" opacity="{}"/>'
    plain = layer.format(0, 0, 1)
    return {
        "png of 900 megapixels, nothing there": (".png", png(HUGE, HUGE)),
        "png of 900 megapixels in 16 bits": (".png", png(HUGE, HUGE, 16, 6)),
        "png wider than anything": (".png", png(2**31 - 1, 1)),
        "png of no width": (".png", png(0, 5)),
        "png of 400 megapixels, all there": (".png", whole_png(20_000, 20_000, 8, 0)),
        "png of 100 megapixels in 16 bits, all there": (".png", whole_png(10_000, 10_000, 16, 6)),
        "png of 3 bits": (".png", png(4, 4, 3)),
        "png of kind 5": (".png", png(4, 4, 8, 5)),
        "png with a row too many": (".png", png(2, 2, 8, 0, bytes(3 * 3))),
        "png without rows": (".png", b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b"")),
        "png whose chunk is 2 GiB": (
            ".png",
            small[:33] + struct.pack(">I", 2**31 - 1) + small[37:],
        ),
        "jpeg of 400 megapixels": (".jpg", jpeg_of(20_000, 20_000, progressive=False)),
        "progressive jpeg of 400 megapixels": (".jpg", jpeg_of(20_000, 20_000, progressive=True)),
        "progressive jpeg of 65535 x 65535": (".jpg", jpeg_of(65_535, 65_535, progressive=True)),
        "progressive jpeg, 10 MB of scans": (
            ".jpg",
            jpeg_of(20_000, 20_000, progressive=True)[:-2] * 9000,
        ),
        "jpeg of no height": (".jpg", jpeg_of(48, 0, progressive=False)),
        "webp of 16384 x 16384": (".webp", webp_of(16_384, 16_384)),
        "webp of 2^24 a side": (".webp", webp_of(2**24, 2**24)),
        "webp whose length lies": (
            ".webp",
            b"RIFF\xff\xff\xff\xff" + in_every_format()["webp"][1][8:],
        ),
        "tiff of 900 megapixels": (".tif", tiff_of(HUGE, HUGE)),
        "tiff of 2^32 a side": (".tif", tiff_of(2**32 - 1, 2**32 - 1)),
        "tiff of no size": (".tif", tiff_of(0, 0)),
        "tiff of 64 bits": (".tif", tiff_of(4, 4, 64)),
        "tiff of 60000 channels": (".tif", tiff_of(4, 4, tag277=60_000)),
        "tiff in tiles of 2^31": (".tif", tiff_of(48, 40, tag322=2**31, tag323=2**31, tag324=8)),
        "tiff whose next directory is itself": (
            ".tif",
            tiff((256, 4, 1, 48), (257, 4, 1, 40), following=8),
        ),
        "tiff with a count of 2^32": (
            ".tif",
            tiff((256, 4, 1, 48), (257, 4, 1, 40), (273, 4, 2**32 - 1, 8)),
        ),
        "tiff in unknown packing": (".tif", tiff_of(48, 40, tag259=34_712)),
        "openraster without a stack": (".ora", openraster("")),
        "openraster of 900 megapixels": (
            ".ora",
            openraster(_stack(plain, HUGE, HUGE), **{"a.png": small}),
        ),
        "openraster of 2^40 a side": (
            ".ora",
            openraster(_stack(plain, 2**40, 2**40), **{"a.png": small}),
        ),
        "openraster of -5 a side": (
            ".ora",
            openraster(_stack(plain, -5, "NaN"), **{"a.png": small}),
        ),
        "openraster with a layer at 10^30": (
            ".ora",
            openraster(_stack(layer.format(10**30, -(10**30), "NaN")), **{"a.png": small}),
        ),
        "openraster with a bomb for a layer": (
            ".ora",
            openraster(_stack(plain), **{"a.png": whole_png(20_000, 20_000, 8, 0)}),
        ),
        "openraster of 3000 stacks in each other": (
            ".ora",
            openraster(_stack("<stack>" * 3000 + "</stack>" * 3000), **{"a.png": small}),
        ),
        "openraster with a layer of 64 MB of zeros": (
            ".ora",
            openraster(_stack(plain), **{"a.png": small + bytes(2**26)}),
        ),
        "openraster that is cut": (".ora", openraster(_stack(plain), **{"a.png": small})[:-40]),
        "openraster with a stack of text": (".ora", openraster("<" * 100_000, **{"a.png": small})),
        "openraster with entities": (
            ".ora",
            openraster(
                '<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>' + _stack("&c;")
            ),
        ),
    }
