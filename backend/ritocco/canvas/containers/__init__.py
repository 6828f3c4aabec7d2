"""What files carry beside pixels, read byte for byte; and written, for PNG, JPEG, WebP and TIFF.

libvips codes the pixels; it also knows metadata, but writes EXIF anew (maker notes break),
leaves it out of TIFF, and rounds resolutions. So everything beside pixels is carried here. It is
also hidden from libvips, whose libraries would follow each pointer in it and unpack each text.
"""

from collections.abc import Callable, Mapping

from ritocco.canvas.containers import avif, bmp, gif, jpeg, jxl, png, psd, tiff, webp
from ritocco.canvas.containers.carried import Carried
from ritocco.canvas.tags import Buffer

READERS: Mapping[str, Callable[[Buffer], Carried]] = {
    "PNG": png.read,
    "JPEG": jpeg.read,
    "WebP": webp.read,
    "TIFF": tiff.read,
    "GIF": gif.read,
    "BMP": bmp.read,
    "AVIF": avif.read,
    "JPEG XL": jxl.read,
    "PSD": psd.read,
}
"""Each: the bytes of a file -> Carried. Raises one of `tags.UNREADABLE`."""

HIDERS: Mapping[str, Callable[[memoryview], None]] = {
    "PNG": png.hide,
    "JPEG": jpeg.hide,
    "WebP": webp.hide,
    "TIFF": tiff.hide,
    "AVIF": avif.hide,
}
"""Each: changes the bytes of a file that was read so that a decoder sees its pixels alone. Those
that are not here have decoders that look at nothing else."""

WRITERS = {"PNG": png.write, "JPEG": jpeg.write, "WebP": webp.write, "TIFF": tiff.write}
"""Each: (a coded picture without metadata, profile, metadata) -> the pieces of the whole file."""

__all__ = ["HIDERS", "READERS", "WRITERS", "Carried", "jxl", "tiff"]
