"""The base of every HTTP endpoint: it declares its actions, knows its actor and reads strictly."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import wraps
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, ClassVar

from django.urls import resolve
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView  # noqa: TID251 - the one class that stands on it

from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.api.idempotency import JSON, answer_once, compute_fingerprint
from viche.kernel.api.limits import RateLimit
from viche.kernel.api.negotiation import check_acceptable
from viche.kernel.api.pages import checked_query, typed_query
from viche.kernel.api.strict import StrictSerializer, cleaned
from viche.kernel.api.visibility import get_level
from viche.kernel.errors import (
    SIGN_IN_REFUSAL,
    DomainError,
    NeedsSignIn,
    PreconditionRequired,
    SignedOut,
    Stale,
)
from viche.kernel.policy import check_scopes, needs_browser, scopes_for


class Open(StrEnum):
    """Endpoints that no policy guards, each with its reason in the list of the architecture test."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"  # about the person who asks


PUBLIC, SIGNED_IN = Open.PUBLIC, Open.SIGNED_IN
ROOT = "/api/v1/"
TAG = r'(?:W/)?"[!#-~\x80-\xff]*"'  # RFC 9110 §8.8.3
TAGS = re.compile(rf"{TAG}(?:[ \t]*,[ \t]*{TAG})*")
VERSION = re.compile(r'"([0-9]{1,9})"')

Handler = Callable[..., Response]


class ExpectedVersion(int):
    """The versions that If-Match names: equal to any of them."""

    others: frozenset[int]

    def __new__(cls, versions: Sequence[int]) -> ExpectedVersion:
        made = super().__new__(cls, versions[0])
        made.others = frozenset(versions[1:])
        return made

    def __eq__(self, other: object) -> bool:
        return int.__eq__(self, other) is True or other in self.others

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = int.__hash__


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

    `scopes` names what a token needs for a method where the policy of the action does not say it: for what is
    about the person who asks, and where the service decides the action. A token that lacks one is refused
    before anything is looked up. `conditional` lists the methods that need If-Match. `asks` names the
    parameters of the address of GET, beside those of a page: they come checked as `asked`, any other is
    refused. `deletes_with` names what DELETE takes, in its body or as parameters. `created` is the address of
    what POST makes, below /api/v1/, with fields of the answer in braces; without it that of the request, with
    the id of the answer where things have one there. Every POST takes an Idempotency-Key, unless
    `keeps_answers` is false because the answer holds a secret or is not for one known person. `media_types`
    are what GET answers: JSON unless it is a file, `*/*` where its type is known only when it is found
    (`require_acceptable`); problems are JSON always. `before_factors` lists the methods that stay open to who
    has yet to set up a second factor. `browser_only` lists the methods that refuse every token where the
    policy of the action does not say so (403 `needs_sign_in`).
    """

    actions: ClassVar[Mapping[str, StrEnum]] = {}
    scopes: ClassVar[Mapping[str, Sequence[str]]] = {}
    conditional: ClassVar[frozenset[str]] = frozenset()
    created: ClassVar[str] = ""
    asks: ClassVar[type[BaseSerializer[Any]] | None] = None
    deletes_with: ClassVar[type[StrictSerializer] | None] = None
    keeps_answers: ClassVar[bool] = True
    media_types: ClassVar[tuple[str, ...]] = (JSON,)
    before_factors: ClassVar[frozenset[str]] = frozenset()
    browser_only: ClassVar[frozenset[str]] = frozenset()
    actor: Actor = ANONYMOUS
    asked: Mapping[str, Any] = MappingProxyType({})

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "post" in cls.__dict__:
            cls.post = _idempotent(cls.__dict__["post"])  # type: ignore[attr-defined]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        method = self._declared_method(request)
        action = self.actions.get(method)
        if action is None and method != "OPTIONS":
            raise MethodNotAllowed(str(request.method))
        self.actor = request.auth if isinstance(request.auth, Actor) else ANONYMOUS
        if self.actor.is_anonymous and action is not PUBLIC:
            raise request._request.META.get(SIGN_IN_REFUSAL) or SignedOut()
        check_scopes(self.actor, *self.needed_scopes(method))
        if self.actor.token_id is not None and self.refuses_tokens(method):
            raise NeedsSignIn
        if self.asks is not None and method == "GET":
            self.asked = checked_query(request, self.asks)
        elif method == "DELETE" and self.deletes_with is not None:
            typed_query(request, self.deletes_with)
        elif request.META.get("QUERY_STRING"):
            checked_query(request, Nothing, of_the_page=())

    def perform_authentication(self, request: Request) -> None:
        """Sign-ins that are refused are counted, too: by address."""
        try:
            super().perform_authentication(request)
        except DomainError:
            request.auth = None
            self.check_throttles(request)
            raise

    def _declared_method(self, request: Request) -> str:
        """The method under which this one is declared: HEAD is answered as GET is."""
        method = request.method or ""
        return "GET" if method == "HEAD" and method not in self.actions else method

    @classmethod
    def needed_scopes(cls, method: str) -> Sequence[str]:
        """Return the scopes that a token needs for a method."""
        if method in cls.scopes:
            return cls.scopes[method]
        return scopes_for(cls.actions[method]) or () if method in cls.actions else ()

    @classmethod
    def refuses_tokens(cls, method: str) -> bool:
        """Return whether a method is open to people at a browser alone."""
        return method in cls.browser_only or (method in cls.actions and needs_browser(cls.actions[method]))

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
        rate_limit: RateLimit | None = getattr(request, "rate_limit", None)
        if rate_limit is not None:
            for name, value in rate_limit.headers().items():
                final.headers.setdefault(name, value)
        if final.status_code == HTTPStatus.CREATED and isinstance(final, Response):
            final.headers.setdefault("Location", self._location(final.data))
        return final

    def require_acceptable(self, media_type: str) -> None:
        """Raise NotAcceptable when the client does not take the type that a file turned out to have."""
        check_acceptable(self.request, (media_type,))

    def _location(self, data: Any) -> str:
        """Return the address of what was made."""
        path: str = self.request.path
        if self.created:
            address = self.created.format(**{**self.kwargs, **data})
            return address if address.startswith("/") else path[: path.index(ROOT)] + ROOT + address
        if isinstance(data, Mapping) and "id" in data:
            own = f"{path.rstrip('/')}/{data['id']}"
            if hasattr(resolve(own).func, "cls"):  # an endpoint, and not the page for unknown addresses
                return own
        return path

    def parse(self, serializer: type[StrictSerializer]) -> dict[str, Any]:
        """The body, checked; of a DELETE without one, the parameters of the address.

        Raises Malformed for what is not JSON, Invalid for wrong fields.
        """
        data, request = self.request.data, self.request
        if request.method == "DELETE" and not data and request.META.get("QUERY_STRING"):
            data = typed_query(request, serializer)
        clean: dict[str, Any] = cleaned(serializer, data)
        return clean

    def expected_version(self) -> int:
        """The version in If-Match, or the versions: it is equal to any of them.

        Raises PreconditionRequired without one, Stale where no version of ours is among them.
        """
        header = self.request.headers.get("If-Match", "").strip()
        if not header:
            raise PreconditionRequired
        if header == "*":
            raise PreconditionRequired("version_needed", _("“*” does not say which version you read."))
        if TAGS.fullmatch(header) is None or not (known := VERSION.findall(header)):
            raise Stale
        return ExpectedVersion([int(one) for one in known])
