"""What office documents refer to: parts of their own, other files and addresses, embedded objects (OLE).

A program that opens the document fetches most external targets by itself, and so tells who reads it and
where, or runs what it fetched. A hyperlink waits until the reader follows it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from xml.parsers import expat

from viche.files.inspection.faults import active, broken, external

Attributes = dict[str, str]

# Office Open XML (ECMA-376, part 2): the transitional and the strict name of the same relationship.
HYPERLINKS = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/hyperlink",
}
OBJECTS = ("/oleobject", "/control")  # ends of relationship types, in lower case
ACTIVE_TYPES = ("macroenabled", "vbaproject", "oleobject", "activex")

# OpenDocument (ISO/IEC 26300).
NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"
HREF = "http://www.w3.org/1999/xlink href"
LINKS = {f"{NAMESPACE}:text:1.0 a", f"{NAMESPACE}:drawing:1.0 a"}
ACTIVE_ELEMENTS = {
    *(f"{NAMESPACE}:drawing:1.0 {name}" for name in ("object-ole", "plugin", "applet", "floating-frame")),
    *(f"{NAMESPACE}:office:1.0 {name}" for name in ("dde-source", "script")),
}
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def check_relationships(content: bytes) -> None:
    """Raises Invalid for a part `*.rels` with an external target other than a hyperlink, or an object."""

    def check(_name: str, attributes: Attributes) -> None:
        kind = attributes.get("Type", "").strip()
        if kind.lower().endswith(OBJECTS):
            raise active()
        if attributes.get("TargetMode", "").strip().lower() == "external" and kind not in HYPERLINKS:
            raise external()

    _read_elements(content, check)


def check_content_types(content: bytes) -> None:
    """Raises Invalid where the table of contents lists macros or embedded objects, in whatever encoding."""

    def check(_name: str, attributes: Attributes) -> None:
        values = " ".join(attributes.values()).lower()
        if any(one in values for one in ACTIVE_TYPES):
            raise active()

    _read_elements(content, check)


def check_open_document_part(name: str, content: bytes) -> None:
    """The same for a part of an OpenDocument, whose references are resolved from its own folder."""
    folder = posixpath.dirname(name)

    def check(element: str, attributes: Attributes) -> None:
        if element in ACTIVE_ELEMENTS:
            raise active()
        target = attributes.get(HREF, "").strip()
        if target and element not in LINKS and _is_outside(folder, target):
            raise external()

    _read_elements(content, check)


def _is_outside(folder: str, target: str) -> bool:
    if SCHEME.match(target) or target.startswith(("/", "\\")):
        return True
    return posixpath.normpath(posixpath.join(folder, target)).startswith("..")


def _read_elements(content: bytes, check: Callable[[str, Attributes], None]) -> None:
    """Call `check` with each element. Raises Invalid for what is no XML, or brings definitions of its own."""

    def refuse(*_facts: object) -> None:
        raise active()

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = check
    parser.StartDoctypeDeclHandler = refuse  # without one there are no entities that could grow or fetch
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise broken() from error
