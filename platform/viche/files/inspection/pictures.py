"""Re-encoding of images from their pixels, which drops metadata (place, device) and hidden content."""

from __future__ import annotations

import io
import warnings

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from viche.files.inspection.errors import build_broken_file_error, build_type_mismatch_error
from viche.kernel.errors import Invalid

MAX_PIXELS = 40_000_000
MAX_SIDE = 4000  # pixels; larger images are scaled down
MODES = {"JPEG": ("RGB", "L"), "WEBP": ("RGB", "RGBA"), "PNG": ("RGB", "RGBA", "L", "LA")}
QUALITY = {"JPEG": {"quality": 88}, "WEBP": {"quality": 88}, "PNG": {}}
UNREADABLE = (OSError, SyntaxError, ValueError, MemoryError, EOFError, OverflowError, TypeError, KeyError)


def clean_picture(content: bytes, form: str) -> tuple[bytes, int, int]:
    """Return the re-encoded image, its width and height. `form` is Pillow's name of the format."""
    try:
        with warnings.catch_warnings():
            # The pixel limit is checked right after, and warnings about odd metadata are irrelevant.
            warnings.simplefilter("ignore")
            return _redraw(Image.open(io.BytesIO(content), formats=[form]), form)
    except UnidentifiedImageError as error:
        raise build_type_mismatch_error() from error
    except Image.DecompressionBombError as error:
        raise _build_pixels_error() from error
    except UNREADABLE as error:
        raise build_broken_file_error() from error


def _redraw(picture: Image.Image, form: str) -> tuple[bytes, int, int]:
    if picture.width * picture.height > MAX_PIXELS:
        raise _build_pixels_error()
    # A phone's JPEG may contain a second image (depth, brightness): the first one is the photo.
    if form != "JPEG" and getattr(picture, "n_frames", 1) > 1:
        raise Invalid.field("/file", "animated", _("Send a still picture."))
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    if upright.mode not in MODES[form]:
        upright = upright.convert("RGB" if form == "JPEG" or not upright.has_transparency_data else "RGBA")
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    written = io.BytesIO()
    bare.save(written, form, **QUALITY[form])
    return written.getvalue(), bare.width, bare.height


def _build_pixels_error() -> Invalid:
    return Invalid.field("/file", "too_many_pixels", _("The picture has more than 40 million pixels."))
