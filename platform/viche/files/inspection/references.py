"""What office documents refer to: own parts, other files and addresses, programs and objects (DDE, OLE).

A program that opens the document fetches most external targets by itself, and so tells who reads it and
where, or runs what it fetched. A hyperlink waits until the reader follows it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from xml.parsers import expat

from viche.files.inspection.errors import (
    build_active_content_error,
    build_broken_file_error,
    build_external_reference_error,
)

Attributes = dict[str, str]

# Office Open XML (ECMA-376, part 2): the transitional and the strict name of the same relationship.
HYPERLINKS = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/hyperlink",
}
OBJECT_TYPES = ("/oleobject", "/control")  # ends of relationship types, in lower case
# Fields of Word and links of Excel that start another program or fetch from one, and the bytes of parts that
# may hold one: names of elements stand in XML as they are.
ACTIVE_FIELD = re.compile(r'\s*"?(DDE|DDEAUTO|LINK)\b', re.IGNORECASE)
LONGEST_NAME = 20  # letters of a code that are enough to tell its kind
ACTIVE_LINKS = {"ddeLink", "oleLink"}
FIELD_TEXTS = {"instrText", "delInstrText"}
PROGRAM_MARKS = (b"ddeLink", b"oleLink", b"InstrText", b"instrText", b"fldSimple")
ACTIVE_TYPES = ("macroenabled", "vbaproject", "oleobject", "activex")

# OpenDocument (ISO/IEC 26300).
NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"
HREF = "http://www.w3.org/1999/xlink href"
LINKS = {f"{NAMESPACE}:text:1.0 a", f"{NAMESPACE}:drawing:1.0 a"}
ACTIVE_ELEMENTS = {
    *(f"{NAMESPACE}:drawing:1.0 {name}" for name in ("object-ole", "plugin", "applet", "floating-frame")),
    *(f"{NAMESPACE}:office:1.0 {name}" for name in ("dde-source", "script")),
}
DDE_ATTRIBUTE = f"{NAMESPACE}:office:1.0 dde-application"
FORMULAS = {f"{NAMESPACE}:table:1.0 formula", f"{NAMESPACE}:text:1.0 formula"}
DDE_FUNCTION = re.compile(r"\bDDE\s*\(", re.IGNORECASE)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def check_relationships(content: bytes) -> None:
    """Raise Invalid if a part `*.rels` has an external target other than a hyperlink, or an object."""

    def check(_name: str, attributes: Attributes) -> None:
        kind = attributes.get("Type", "").strip()
        if kind.lower().endswith(OBJECT_TYPES):
            raise build_active_content_error()
        if attributes.get("TargetMode", "").strip().lower() == "external" and kind not in HYPERLINKS:
            raise build_external_reference_error()

    _read_elements(content, check)


def check_content_types(content: bytes) -> None:
    """Raise Invalid if the content types include macros or embedded objects, in any encoding."""

    def check(_name: str, attributes: Attributes) -> None:
        values = " ".join(attributes.values()).lower()
        if any(one in values for one in ACTIVE_TYPES):
            raise build_active_content_error()

    _read_elements(content, check)


def may_start_programs(content: bytes) -> bool:
    """Return whether a part names an element that may do it, in UTF-8 or UTF-16: few have to be read."""
    plain = content.replace(b"\0", b"")
    return any(mark in plain for mark in PROGRAM_MARKS)


def check_programs(content: bytes) -> None:
    """Raise Invalid for a part of an office document that exchanges data with another program (DDE, OLE).

    The code of a field may be split over many elements, and another field may stand within it.
    """
    fields = [""]  # the codes of open fields, after that of none
    is_code = False

    def begin(element: str, attributes: Attributes) -> None:
        nonlocal is_code
        name = _local(element)
        named = {_local(key): value for key, value in attributes.items()}
        is_code = name in FIELD_TEXTS
        if name in ACTIVE_LINKS or (name == "fldSimple" and ACTIVE_FIELD.match(named.get("instr", ""))):
            raise build_active_content_error()
        if name == "fldChar" and named.get("fldCharType") == "begin":
            fields.append("")
        elif name == "fldChar" and named.get("fldCharType") == "end" and len(fields) > 1:
            fields.pop()

    def end(_element: str) -> None:
        nonlocal is_code
        is_code = False

    def add(text: str) -> None:
        if not is_code:
            return
        fields[-1] = (fields[-1] + text).lstrip()[:LONGEST_NAME]
        if ACTIVE_FIELD.match(fields[-1] + " "):
            raise build_active_content_error()

    _read_elements(content, begin, end, add)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def check_open_document_part(name: str, content: bytes) -> None:
    """Raise Invalid if a part of an OpenDocument has external references or active elements.

    References are resolved from the part's own folder.
    """
    folder = posixpath.dirname(name)

    def check(element: str, attributes: Attributes) -> None:
        if element in ACTIVE_ELEMENTS or DDE_ATTRIBUTE in attributes:
            raise build_active_content_error()
        if any(DDE_FUNCTION.search(attributes.get(name, "")) for name in FORMULAS):
            raise build_active_content_error()
        target = attributes.get(HREF, "").strip()
        if target and element not in LINKS and _is_outside(folder, target):
            raise build_external_reference_error()

    _read_elements(content, check)


def _is_outside(folder: str, target: str) -> bool:
    if SCHEME.match(target) or target.startswith(("/", "\\")):
        return True
    return posixpath.normpath(posixpath.join(folder, target)).startswith("..")


def _read_elements(
    content: bytes,
    check: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    read_text: Callable[[str], None] | None = None,
) -> None:
    """Call `check` with each element, the others with its end and its text.

    Raises Invalid for what is no XML, or brings definitions of its own.
    """

    def refuse(*_facts: object) -> None:
        raise build_active_content_error()

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = check
    parser.EndElementHandler = end
    parser.CharacterDataHandler = read_text
    parser.StartDoctypeDeclHandler = refuse  # without a DTD there are no entities that could expand or fetch
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise build_broken_file_error() from error
