"""What PNG, JPEG, WebP and TIFF files carry beside pixels, read and written byte for byte.

libvips codes the pixels; it also knows metadata, but writes EXIF anew (maker notes break),
leaves it out of TIFF, and rounds resolutions. So everything beside pixels is carried here.
"""

from ritocco.canvas.containers import avif, jpeg, png, tiff, webp
from ritocco.canvas.containers.carried import Carried

READERS = {"PNG": png.read, "JPEG": jpeg.read, "WebP": webp.read, "TIFF": tiff.read}
"""Each: the bytes of a file -> Carried. Raises Damaged (or struct.error, IndexError)."""

WRITERS = {"PNG": png.write, "JPEG": jpeg.write, "WebP": webp.write, "TIFF": tiff.write}
"""Each: (a coded picture without metadata, profile, metadata) -> the pieces of the whole file."""

__all__ = ["READERS", "WRITERS", "Carried", "avif", "tiff"]
