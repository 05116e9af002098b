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
QUALITY = {"JPEG": {"quality": 88}, "WEBP": {"quality": 88}, "PNG": {}}


def cleaned(content: bytes, form: str) -> tuple[bytes, int, int]:
    """The picture as bytes of the same form, its width and height. `form` is Pillow's name of the format."""
    picture = _opened(content, form)
    if picture.width * picture.height > MOST_PIXELS:
        raise Invalid.field("/file", "too_many_pixels", _("The picture has more than 40 million pixels."))
    if getattr(picture, "n_frames", 1) > 1:
        raise Invalid.field("/file", "animated", _("Send a still picture."))
    try:
        upright = ImageOps.exif_transpose(picture)
        upright.load()
    except (OSError, SyntaxError, ValueError, MemoryError) as error:
        raise broken() from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return _drawn(upright, form), upright.width, upright.height


def _opened(content: bytes, form: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", Image.DecompressionBombWarning
            )  # the limit is checked right after
            return Image.open(io.BytesIO(content), formats=[form])
    except UnidentifiedImageError as error:
        raise mismatch() from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise broken() from error


def _drawn(picture: Image.Image, form: str) -> bytes:
    bare = (
        picture
        if picture.mode in ("RGB", "RGBA", "L")
        else picture.convert("RGBA" if form == "PNG" else "RGB")
    )
    if form == "JPEG" and bare.mode == "RGBA":
        bare = bare.convert("RGB")
    bare.info = {}
    written = io.BytesIO()
    bare.save(written, form, **QUALITY[form])
    return written.getvalue()
