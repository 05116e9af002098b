"""Pictures are drawn anew, so that nothing else is kept: no place, no device, no hidden content."""

from __future__ import annotations

import io
import warnings

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from viche.files.inspection.faults import broken, mismatch
from viche.kernel.errors import Invalid

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 4000  # pixels; a larger picture is made smaller
MODES = {"JPEG": ("RGB", "L"), "WEBP": ("RGB", "RGBA"), "PNG": ("RGB", "RGBA", "L", "LA")}
QUALITY = {"JPEG": {"quality": 88}, "WEBP": {"quality": 88}, "PNG": {}}
UNREADABLE = (OSError, SyntaxError, ValueError, MemoryError, EOFError, OverflowError, TypeError, KeyError)


def cleaned(content: bytes, form: str) -> tuple[bytes, int, int]:
    """The picture as bytes of the same form, its width and height. `form` is Pillow's name of the format."""
    try:
        with warnings.catch_warnings():
            # The limit is checked right after, and a warning about odd metadata says nothing: it is dropped.
            warnings.simplefilter("ignore")
            return _redrawn(Image.open(io.BytesIO(content), formats=[form]), form)
    except UnidentifiedImageError as error:
        raise mismatch() from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except UNREADABLE as error:
        raise broken() from error


def _redrawn(picture: Image.Image, form: str) -> tuple[bytes, int, int]:
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_many_pixels()
    # A phone's JPEG may hold a second picture (depth, brightness): the first one is the photo.
    if form != "JPEG" and getattr(picture, "n_frames", 1) > 1:
        raise Invalid.field("/file", "animated", _("Send a still picture."))
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    if upright.mode not in MODES[form]:
        upright = upright.convert("RGB" if form == "JPEG" or not upright.has_transparency_data else "RGBA")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    written = io.BytesIO()
    bare.save(written, form, **QUALITY[form])
    return written.getvalue(), bare.width, bare.height


def _too_many_pixels() -> Invalid:
    return Invalid.field("/file", "too_many_pixels", _("The picture has more than 40 million pixels."))
