"""Files of qualified electronic signatures. They are stored unchanged; nothing here verifies a signature."""

from __future__ import annotations

from collections.abc import Iterator

from viche.files.inspection.archives import MAX_UNPACKED, check_parts, open_archive, read_part
from viche.files.inspection.errors import build_type_mismatch_error

SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # OID 1.2.840.113549.1.7.2, RFC 5652 section 5.1
SEQUENCE, INDEFINITE, LONG_FORM = 0x30, 0x80, 0x80
MAX_HEADER = 6  # bytes of a tag and of a length below 4 GB


def read_container(content: bytes, media_type: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each document in a container (ASiC, ETSI EN 319 162-1).

    Whoever takes them inspects them by their own kind. Raises UnsupportedMedia for an archive of another
    media type or without a signature, Invalid.
    """
    with open_archive(content) as archive:
        names = check_parts(archive, may_embed=True)
        own = {one for one in names if one == "mimetype" or one.startswith("META-INF/")}
        declared = read_part(archive, "mimetype").strip() if "mimetype" in names else media_type.encode()
        if declared != media_type.encode() or not any("signature" in one.lower() for one in own):
            raise build_type_mismatch_error()
        for name in sorted(names - own):
            if not name.endswith("/"):
                yield name, read_part(archive, name, MAX_UNPACKED)


def check_signed_data(content: bytes) -> None:
    """Validate that the content is one CMS SignedData (RFC 5652), in DER or BER.

    Raises UnsupportedMedia.
    """
    if len(content) < 2 or content[0] != SEQUENCE:
        raise build_type_mismatch_error()
    start = 2 + (content[1] - LONG_FORM if content[1] > LONG_FORM else 0)
    length = int.from_bytes(content[2:start]) if start > 2 else content[1]
    fits = content.endswith(b"\0\0") if content[1] == INDEFINITE else start + length == len(content)
    if start > MAX_HEADER or not fits or not content.startswith(SIGNED_DATA, start):
        raise build_type_mismatch_error()
