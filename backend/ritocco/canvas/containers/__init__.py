"""What PNG, JPEG, WebP and TIFF files carry beside pixels, read and written byte for byte.

libvips codes the pixels; it also knows metadata, but writes EXIF anew (maker notes break),
leaves it out of TIFF, and rounds resolutions. So everything beside pixels is carried here. It is
also hidden from libvips, whose libraries would follow each pointer in it and unpack each text.
"""

from ritocco.canvas.containers import avif, jpeg, png, tiff, webp
from ritocco.canvas.containers.carried import Carried

READERS = {"PNG": png.read, "JPEG": jpeg.read, "WebP": webp.read, "TIFF": tiff.read}
"""Each: the bytes of a file -> Carried. Raises one of `tags.UNREADABLE`."""

HIDERS = {"PNG": png.hide, "JPEG": jpeg.hide, "WebP": webp.hide, "TIFF": tiff.hide}
"""Each: changes the bytes of a file that was read so that a decoder sees its pixels alone."""

WRITERS = {"PNG": png.write, "JPEG": jpeg.write, "WebP": webp.write, "TIFF": tiff.write}
"""Each: (a coded picture without metadata, profile, metadata) -> the pieces of the whole file."""

__all__ = ["HIDERS", "READERS", "WRITERS", "Carried", "avif", "tiff"]
