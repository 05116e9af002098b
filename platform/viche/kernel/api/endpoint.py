"""The base class of HTTP endpoints: authorisation by declared actions, and strict validation."""

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
from viche.kernel.api.answers import SHOWN, Answer
from viche.kernel.api.downloads import Download
from viche.kernel.api.handlers import Declared, Page, describe
from viche.kernel.api.idempotency import JSON, answer_once, compute_fingerprint
from viche.kernel.api.limits import RateLimit
from viche.kernel.api.negotiation import check_acceptable
from viche.kernel.api.pages import parse_query, validate_query
from viche.kernel.api.strict import Confirmed, StrictSerializer, validate_input
from viche.kernel.api.visibility import get_level
from viche.kernel.errors import (
    SIGN_IN_REFUSAL,
    DomainError,
    NeedsSignIn,
    PreconditionRequired,
    SignedOut,
    Stale,
)
from viche.kernel.policy import check_scopes, is_browser_only, scopes_for


class Open(StrEnum):
    """Values of `Endpoint.actions` for methods without a policy.

    The architecture test lists each such endpoint with the reason.
    """

    PUBLIC = "public"
    SIGNED_IN = "signed_in"  # about the signed-in person


PUBLIC, SIGNED_IN = Open.PUBLIC, Open.SIGNED_IN
API_ROOT = "/api/v1/"
TAG = r'(?:W/)?"[!#-~\x80-\xff]*"'  # RFC 9110 §8.8.3
TAGS = re.compile(rf"{TAG}(?:[ \t]*,[ \t]*{TAG})*")
VERSION = re.compile(r'"([0-9]{1,9})"')

Handler = Callable[..., Response]
# Logs that an actor is shown what an answer is made of.
Recorder = Callable[[Actor, Any], None]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class ExpectedVersion(int):
    """A version number that equals each of the versions in If-Match."""

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
    """Serializer of an endpoint without query parameters, except those of pagination."""


def _make_idempotent(handler: Handler) -> Handler:
    """Wrap a POST handler: a repeated Idempotency-Key gets the stored response."""

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


def _make_recorded(handler: Handler) -> Handler:
    @wraps(handler)
    def run(self: Endpoint, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = handler(self, request, *args, **kwargs)
        if isinstance(response, Answer | Download):
            self.record(response)
        return response

    return run


class Endpoint(APIView):
    """Base class of endpoints. A method without an entry in `actions` is refused (405).

    - `actions`: by method, the policy action that authorises it, or PUBLIC or SIGNED_IN.
    - `scopes`: by method, the scopes that a token needs, where the policy of the action does not define them:
      for data about the actor, and where the service decides which action it is. A token that lacks one is
      refused before anything is looked up.
    - `conditional`: the methods that need If-Match.
    - `asks`: the serializer of GET's query parameters, except those of pagination. The validated values are
      in `asked`; unknown parameters are refused.
    - `deletes_with`: the serializer of the input of DELETE, which comes in the body or in the query.
    - `created`: the URL of the object that POST creates, relative to /api/v1/ unless it begins with a slash,
      as a format string with fields of the response. By default it is the URL of the request, followed by the
      response's `id` if there is an endpoint at that URL.
    - `keeps_answers`: whether POST takes an Idempotency-Key. False when the response holds a secret or the
      client is not a known person.
    - `media_types`: the types of GET's responses. `*/*` when the type is known only once the file is found
      (see `require_acceptable`). Problems are always JSON.
    - `before_factors`: the methods allowed to people who have not set up a required second factor yet.
    - `browser_only`: the methods refused for every token (403 `needs_sign_in`), where the policy of the
      action does not say so.
    - `records` logs the restricted or personal data that is shown, for all methods or by method. It is called
      after the snapshot and before the response is sent, with the actor and what the answer is `of`. An
      answer that is of something is an error without it.

    A method is written, or declared by `Write`, `Show`, `Listing` or `Page` (`viche.kernel.api.handlers`):
    `actions`, `conditional`, `asks` and `deletes_with` follow from it. The docstring of the class describes
    it: `PUT: Lock the thread.`
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
    records: ClassVar[Recorder | Mapping[str, Recorder] | None] = None
    actor: Actor = ANONYMOUS
    asked: Mapping[str, Any] = MappingProxyType({})

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for method in METHODS:
            handler = cls.__dict__.get(method.lower())
            if isinstance(handler, Declared):
                cls._declare(method, handler)
                handler = handler.build(describe(method, cls))
            if handler is not None:
                handler = _make_recorded(handler)
                setattr(cls, method.lower(), _make_idempotent(handler) if method == "POST" else handler)

    @classmethod
    def _declare(cls, method: str, handler: Declared) -> None:
        cls.actions = {**cls.actions, method: handler.action}
        if handler.versioned:
            cls.conditional |= {method}
        if isinstance(handler, Page) and cls.asks is None:
            cls.asks = Nothing
        if method == "DELETE" and handler.body is not None:
            cls.deletes_with = handler.body

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
            self.asked = validate_query(request, self.asks)
        elif method == "DELETE" and self.deletes_with is not None:
            parse_query(request, self.deletes_with)
        elif request.META.get("QUERY_STRING"):
            validate_query(request, Nothing, of_the_page=())

    def perform_authentication(self, request: Request) -> None:
        """Authenticate the request. A failed attempt counts towards the rate limit of the IP address."""
        try:
            super().perform_authentication(request)
        except DomainError:
            request.auth = None
            self.check_throttles(request)
            raise

    def _declared_method(self, request: Request) -> str:
        """Return the method in upper case under which `actions` declares this one: HEAD is handled as GET."""
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
        """Return whether a method is refused for every token."""
        return method in cls.browser_only or (method in cls.actions and is_browser_only(cls.actions[method]))

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:
        """Return the JSON renderer. File responses do not use it.

        Raises NotAcceptable when the client accepts none of the offered types.
        """
        renderer = self.get_renderers()[0]
        is_read = request.method in ("GET", "HEAD")
        if not force:
            check_acceptable(request, self.media_types if is_read else (renderer.media_type,))
        return renderer, renderer.media_type

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        # Personal responses stay out of shared caches and of the browser's cache.
        final.headers.setdefault("Cache-Control", "private, no-store")
        rate_limit: RateLimit | None = getattr(request, "rate_limit", None)
        if rate_limit is not None:
            for name, value in rate_limit.headers().items():
                final.headers.setdefault(name, value)
        if final.status_code == HTTPStatus.CREATED and isinstance(final, Response):
            final.headers.setdefault("Location", self._location(final.data))
        return final

    def record(self, response: Answer[Any] | Download) -> None:
        """Log what a response shows, as `records` declares. If it cannot be logged, it is not sent."""
        records = type(self).records
        if isinstance(records, Mapping):
            records = records.get(self._declared_method(self.request))
        what, response.of = response.of, None
        if records is None:
            if what not in (SHOWN, None):
                raise TypeError(f"{type(self).__name__} shows what is recorded, without `records`.")
            return
        if what is SHOWN:
            what = response.data  # type: ignore[union-attr]  # a file has to say what it is of
        if what is not None:
            records(self.actor, what)

    def require_acceptable(self, media_type: str) -> None:
        """Raise NotAcceptable when the client does not accept the type of the file that was found."""
        check_acceptable(self.request, (media_type,))

    def _location(self, data: Any) -> str:
        """Return the URL of the created object."""
        path: str = self.request.path
        if self.created:
            address = self.created.format(**{**self.kwargs, **data})
            return address if address.startswith("/") else path[: path.index(API_ROOT)] + API_ROOT + address
        if isinstance(data, Mapping) and "id" in data:
            own = f"{path.rstrip('/')}/{data['id']}"
            if hasattr(resolve(own).func, "cls"):  # an endpoint, not the catch-all view for unknown URLs
                return own
        return path

    def parse(self, serializer: type[StrictSerializer]) -> dict[str, Any]:
        """Return the validated body; for a DELETE without one, the query parameters.

        Kinds of personal data that it confirms (`Confirmed`) go to `self.actor`: parse before you pass it.
        Raises Malformed for invalid JSON, Invalid for wrong fields.
        """
        data, request = self.request.data, self.request
        if request.method == "DELETE" and not data and request.META.get("QUERY_STRING"):
            data = parse_query(request, serializer)
        clean: dict[str, Any] = validate_input(serializer, data)
        if isinstance(serializer._declared_fields.get("confirmed"), Confirmed):
            self.actor = self.actor.with_confirmed(clean.pop("confirmed", ()))
        return clean

    def expected_version(self) -> int:
        """Return the version in If-Match; if there are several, a number that equals each of them.

        Raises PreconditionRequired without the header, Stale when it contains no version number.
        """
        header = self.request.headers.get("If-Match", "").strip()
        if not header:
            raise PreconditionRequired
        if header == "*":
            raise PreconditionRequired("version_needed", _("“*” does not say which version you read."))
        if TAGS.fullmatch(header) is None or not (known := VERSION.findall(header)):
            raise Stale
        return ExpectedVersion([int(one) for one in known])
