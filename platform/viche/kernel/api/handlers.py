"""Handlers that are declared instead of written: schema, action, If-Match and ETag follow.

A service gets `actor`, the names in the URL, the fields of the body and `expected_version` as keyword
arguments. The other functions (`rows`, `loads`, `of`, `shows`) get arguments by the names of their
parameters:

- `actor`, `action`, a name in the URL or a validated query parameter: that value;
- another name: the current object (what the service returned, what was loaded, or the rows of a page);
- another name that ends in `_id`: the attribute of this name of the current object, or else its id.

The return annotation of `shows` is the shape of the answer: a TypedDict, an `Answer` of one, or a list of
TypedDicts from a function that takes all rows at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from inspect import Parameter, getdoc, signature
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.api.answers import SHOWN, answer, read_snapshot
from viche.kernel.api.pages import paginate
from viche.kernel.api.shapes import list_of, page_of, shape_of
from viche.kernel.api.strict import StrictSerializer

METHOD_MARK = re.compile(r"^(GET|POST|PUT|PATCH|DELETE): ", re.MULTILINE)
NOTHING: Any = object()
Known = Mapping[str, Any]


class NamedCall:
    """Calls a function with the arguments that its parameters name, see the module."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        parameters = signature(function).parameters.values()
        self.names = [(one.name, one.default is Parameter.empty) for one in parameters]

    def __call__(self, known: Known, at_hand: Any = NOTHING) -> Any:
        return self.function(
            **{
                name: known[name] if name in known else _take(name, at_hand)
                for name, is_required in self.names
                if is_required or name in known
            }
        )


def _take(name: str, at_hand: Any) -> Any:
    if at_hand is NOTHING:
        raise TypeError(f"Nothing is known by the name of {name}.")
    if not name.endswith("_id") or isinstance(at_hand, UUID):
        return at_hand
    return getattr(at_hand, name, at_hand.pk)


class Presenter:
    """A function that shows objects; `typed` is the TypedDict that it returns for one of them."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.call = NamedCall(function)
        made = _resolve_return(function.func if isinstance(function, partial) else function)
        self.shows_many = get_origin(made) is list
        self.typed = get_args(made)[0] if get_args(made) else made

    def show(self, known: Known, obj: Any = NOTHING) -> Any:
        if not self.shows_many:
            return self.call(known, obj)
        (shown,) = self.call(known, [obj])
        return shown

    def show_all(self, known: Known, rows: Sequence[Any]) -> list[Any]:
        return self.call(known, rows) if self.shows_many else [self.call(known, row) for row in rows]


def _resolve_return(function: Any) -> Any:
    """Return the return annotation alone: those of parameters may be imported for type checking only."""
    annotations = {"returned": function.__annotations__["return"]}
    return get_type_hints(type("_", (), {"__annotations__": annotations}), function.__globals__)["returned"]


class Declared:
    """A declared handler of one method, which the docstring of the endpoint describes (`describe`)."""

    versioned = False
    body: type[StrictSerializer] | None = None

    def __init__(self, action: StrEnum, responses: Any) -> None:
        self.action, self.responses = action, responses

    def respond(self, endpoint: Any, request: Request, known: dict[str, Any]) -> Response:
        raise NotImplementedError

    def build(self, description: str) -> Callable[..., Response]:
        """Return the handler, with its part of the schema."""

        def handle(endpoint: Any, request: Request, **named: Any) -> Response:
            return self.respond(endpoint, request, {"actor": endpoint.actor, **named})

        handle.__doc__ = description
        request: dict[str, Any] = {"request": self.body} if isinstance(self, Write) else {}
        documented: Callable[..., Response] = extend_schema(responses=self.responses, **request)(handle)
        documented.declared = self  # type: ignore[attr-defined]
        return documented


class Write(Declared):
    """Parse `body`, call `service` and show the result, with its version as ETag.

    The service gets each field of the body under its `source`, or all of them as its argument `body_as`.
    `versioned` requires If-Match and passes it as `expected_version`. `check` is called with the endpoint
    after the body was parsed. Without `shows` the answer is 204.
    """

    def __init__(
        self,
        action: StrEnum,
        service: Callable[..., Any],
        *,
        body: type[StrictSerializer] | None = None,
        body_as: str = "",
        shows: Callable[..., Any] | None = None,
        responses: Any = None,
        status: int = 200,
        versioned: bool = False,
        check: Callable[[Any], object] | None = None,
    ) -> None:
        self.presenter = None if shows is None else Presenter(shows)
        self.status = 204 if self.presenter is None else status
        super().__init__(action, responses or {self.status: _shape_of(self.presenter)})
        self.service, self.body, self.body_as, self.versioned = service, body, body_as, versioned
        self.check = check

    def respond(self, endpoint: Any, request: Request, known: dict[str, Any]) -> Response:
        facts = {} if self.body is None else endpoint.parse(self.body)
        if self.body_as:
            facts = {self.body_as: facts}
        if self.versioned:
            facts["expected_version"] = endpoint.expected_version()
        if self.check is not None:
            self.check(endpoint)
        known["actor"] = endpoint.actor  # `parse` adds the kinds of personal data that the body confirms
        made = self.service(**known, **facts)
        if self.presenter is None:
            return answer(None, status=self.status)
        return _answer(self.presenter.show(known, made), self.status)


class Show(Declared):
    """Show one object."""

    def __init__(self, action: StrEnum, shows: Callable[..., Any], *, responses: Any = None) -> None:
        self.presenter = Presenter(shows)
        super().__init__(action, responses or _shape_of(self.presenter))

    def respond(self, endpoint: Any, request: Request, known: dict[str, Any]) -> Response:
        return _answer(self.presenter.show({**known, **endpoint.asked, "action": self.action}), 200)


class Listing(Declared):
    """List all rows, from one snapshot.

    `loads` or `of` load the object that `rows` belong to. With `of`, a read of that object is recorded
    (`Endpoint.records`); otherwise a read of the rows that are shown.
    """

    def __init__(
        self,
        action: StrEnum,
        rows: Callable[..., Any],
        *,
        shows: Callable[..., Any],
        loads: Callable[..., Any] | None = None,
        of: Callable[..., Any] | None = None,
    ) -> None:
        self.rows, self.is_of = NamedCall(rows), of is not None
        self.loads = NamedCall(loader) if (loader := of or loads) is not None else None
        self.presenter = Presenter(shows)
        super().__init__(action, self.make_shape())

    def make_shape(self) -> Any:
        return list_of(self.presenter.typed)

    def respond(self, endpoint: Any, request: Request, known: dict[str, Any]) -> Response:
        known |= {**endpoint.asked, "action": self.action}
        with read_snapshot():
            loaded = NOTHING if self.loads is None else self.loads(known)
            data = self.show(request, self.rows(known, loaded), known)
        return answer(data, of=loaded if self.is_of else SHOWN)

    def show(self, request: Request, rows: Any, known: Known) -> Any:
        return {"items": self.presenter.show_all(known, rows)}


class Page(Listing):
    """List the rows page by page, in the `order` that `paginate` takes."""

    def __init__(
        self, action: StrEnum, rows: Callable[..., Any], *, order: Sequence[str], **declared: Any
    ) -> None:
        self.order = order
        super().__init__(action, rows, **declared)

    def make_shape(self) -> Any:
        return page_of(self.presenter.typed)

    def show(self, request: Request, rows: Any, known: Known) -> Any:
        present = partial(self.presenter.show_all, known)
        return paginate(request, rows, order=self.order, present=present)


def describe(method: str, endpoint: type) -> str:
    """Return the description of a declared method from the docstring of its class.

    It begins after the name of the method (`PUT: `) and ends before the next one. Raises TypeError when the
    docstring has none.
    """
    parts = METHOD_MARK.split(getdoc(endpoint) or "")[1:]
    found = dict(zip(parts[::2], parts[1::2], strict=True))
    if method not in found:
        raise TypeError(f"The docstring of {endpoint.__name__} does not say what {method} does.")
    return found[method].strip()


def _shape_of(presenter: Presenter | None) -> Any:
    return None if presenter is None else shape_of(presenter.typed)


def _answer(shown: Any, status: int) -> Response:
    """Return the response of a presenter, or a response with the data that it returned."""
    if isinstance(shown, Response):
        shown.status_code = status if shown.status_code == 200 else shown.status_code
        return shown
    return answer(shown, status=status, version=shown.get("version"))
