"""The base of every HTTP endpoint: it declares its actions, knows its actor and reads strictly."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from types import MappingProxyType
from typing import Any, ClassVar

from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView  # noqa: TID251 - the one class that stands on it

from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.api.idempotency import JSON, answer_once, compute_fingerprint
from viche.kernel.api.negotiation import check_acceptable
from viche.kernel.api.pages import checked_query
from viche.kernel.api.strict import StrictSerializer, cleaned
from viche.kernel.api.visibility import get_level
from viche.kernel.errors import PreconditionRequired, SignedOut, Stale


class Open(StrEnum):
    """Endpoints that no policy guards, each with its reason in the list of the architecture test."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"  # about the person who asks


PUBLIC, SIGNED_IN = Open.PUBLIC, Open.SIGNED_IN
ETAG = re.compile(r'^(?:W/)?"(\d{1,9})"$')

Handler = Callable[..., Response]


class Nothing(StrictSerializer):
    """No parameters, but those of a page where there are pages."""


def _idempotent(handler: Handler) -> Handler:
    @wraps(handler)
    def run(self: Endpoint, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.META.get("HTTP_IDEMPOTENCY_KEY")
        if key is None or not self.keeps_answers:
            return handler(self, request, *args, **kwargs)
        return answer_once(
            self.actor,
            key,
            compute_fingerprint(request),
            lambda: handler(self, request, *args, **kwargs),
            lambda: get_level(self.actor, kwargs),
        )

    return run


class Endpoint(APIView):
    """A resource. `actions` names the policy's action (or PUBLIC, SIGNED_IN) of every method: default deny.

    `conditional` lists the methods that need If-Match. `asks` names the parameters of the address of GET,
    beside those of a page: they come checked as `asked`, any other is refused. Every POST takes an
    Idempotency-Key, unless `keeps_answers` is false because the answer holds a secret or is not for one known
    person. `media_types` are what GET answers: JSON unless it is a file, `*/*` where its type is known only
    when it is found (`require_acceptable`); problems are JSON always. `before_factors` lists the methods that
    stay open to who has yet to set up a second factor.
    """

    actions: ClassVar[Mapping[str, StrEnum]] = {}
    conditional: ClassVar[frozenset[str]] = frozenset()
    asks: ClassVar[type[BaseSerializer[Any]] | None] = None
    keeps_answers: ClassVar[bool] = True
    media_types: ClassVar[tuple[str, ...]] = (JSON,)
    before_factors: ClassVar[frozenset[str]] = frozenset()
    actor: Actor = ANONYMOUS
    asked: Mapping[str, Any] = MappingProxyType({})

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "post" in cls.__dict__:
            cls.post = _idempotent(cls.__dict__["post"])  # type: ignore[attr-defined]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        action = self.actions.get(request.method or "")
        if action is None and request.method != "OPTIONS":
            raise MethodNotAllowed(str(request.method))
        self.actor = request.auth if isinstance(request.auth, Actor) else ANONYMOUS
        if self.actor.is_anonymous and action is not PUBLIC:
            raise SignedOut
        if self.asks is not None and request.method == "GET":
            self.asked = checked_query(request, self.asks)
        elif request.META.get("QUERY_STRING"):
            checked_query(request, Nothing, of_the_page=())

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:
        """Raise NotAcceptable when the client takes nothing of what is answered. Files need no renderer."""
        renderer = self.get_renderers()[0]
        is_read = request.method in ("GET", "HEAD")
        if not force:
            check_acceptable(request, self.media_types if is_read else (renderer.media_type,))
        return renderer, renderer.media_type

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        # What one person may see stays out of shared and forgotten caches.
        final.headers.setdefault("Cache-Control", "private, no-store")
        return final

    def require_acceptable(self, media_type: str) -> None:
        """Raise NotAcceptable when the client does not take the type that a file turned out to have."""
        check_acceptable(self.request, (media_type,))

    def parse(self, serializer: type[StrictSerializer]) -> dict[str, Any]:
        """The body, checked. Raises Malformed for what is not JSON, Invalid for wrong fields."""
        clean: dict[str, Any] = cleaned(serializer, self.request.data)
        return clean

    def expected_version(self) -> int:
        """The version in If-Match. Raises PreconditionRequired without one, Stale for a strange one."""
        header = self.request.headers.get("If-Match")
        if not header:
            raise PreconditionRequired
        match = ETAG.match(header.strip())
        if match is None:
            raise Stale
        return int(match.group(1))
