"""QR codes as SVG, for screen and print."""

from __future__ import annotations

from io import BytesIO

import segno

QUIET_ZONE = 4  # modules of white around the code (ISO/IEC 18004 §9.1)


def svg_of(text: str) -> str:
    """Return the QR code of `text` as an SVG document without a fixed size; always dark on light.

    Raises ValueError for text that does not fit (more than 2,331 bytes).
    """
    picture = BytesIO()
    segno.make(text, error="m", micro=False, boost_error=False).save(
        picture,
        kind="svg",
        border=QUIET_ZONE,
        dark="#000",
        light="#fff",
        xmldecl=False,
        omitsize=True,
        svgclass=None,
        lineclass=None,
        nl=False,
    )
    return picture.getvalue().decode()
