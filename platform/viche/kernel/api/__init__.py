"""What every HTTP endpoint is made of. Import from here."""

from viche.kernel.api.answers import answer, snapshot
from viche.kernel.api.endpoint import PUBLIC, SIGNED_IN, Endpoint, Nothing, Open
from viche.kernel.api.pages import keyset_page, limit_of
from viche.kernel.api.shapes import Shape, list_of, page_of, shape
from viche.kernel.api.strict import PlainText, StrictBoolean, StrictInteger, StrictSerializer, StrictUuid

__all__ = [
    "PUBLIC",
    "SIGNED_IN",
    "Endpoint",
    "Nothing",
    "Open",
    "PlainText",
    "Shape",
    "StrictBoolean",
    "StrictInteger",
    "StrictSerializer",
    "StrictUuid",
    "answer",
    "keyset_page",
    "limit_of",
    "list_of",
    "page_of",
    "shape",
    "snapshot",
]
