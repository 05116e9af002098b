"""Errors as RFC 9457 problem details, for HTTP and the websocket alike."""

from __future__ import annotations

import logging
import sys
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions as drf
from rest_framework.response import Response

from viche.kernel import errors
from viche.kernel.errors import DomainError, FieldError, outcome_of

logger = logging.getLogger(__name__)

Problem = dict[str, Any]


def problem_of(error: DomainError, request_id: str | None = None) -> Problem:
    """Return the RFC 9457 object of an error, in the active language."""
    later = {} if error.retry_after is None else {"retry_after": error.retry_after}
    present = error.present if isinstance(error, errors.Stale) else None
    return {
        "type": f"urn:viche:problem:{error.reason}",
        "title": str(error.title),
        "status": outcome_of(error).status,
        "detail": _replace_surrogates(error.text),
        "code": error.reason,
        "errors": [_show_field_error(one) for one in error.errors],
        "request_id": request_id if request_id is not None else get_request_id(),
        **later,
        **({} if present is None else {"present": present}),
    }


def _show_field_error(error: FieldError) -> dict[str, Any]:
    span = {} if error.span is None else {"span": list(error.span)}
    pointer, message = _replace_surrogates(error.pointer), _replace_surrogates(error.message)
    return {"pointer": pointer, "code": error.code, "message": message, **span}


def _replace_surrogates(text: object) -> str:
    """Replace lone surrogates: messages quote what was sent, and JSON is UTF-8."""
    return str(text).encode(errors="replace").decode()


def get_request_id() -> str:
    """Return the id of the current request in the logs; empty outside one."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


class MethodNotAllowed(DomainError):
    code = "method_not_allowed"


class NotAcceptable(DomainError):
    code = "not_acceptable"


errors.OUTCOMES[MethodNotAllowed] = errors.Outcome(405)
errors.OUTCOMES[NotAcceptable] = errors.Outcome(406)


def convert_exception(error: Exception) -> DomainError | None:
    """Return the domain error for a framework's exception; None for an unexpected exception (a bug)."""
    if isinstance(error, DomainError):
        return error
    if isinstance(error, drf.Throttled):
        return errors.TooMany(retry_after=int(getattr(error, "wait", None) or 1))
    if isinstance(error, OperationalError | InterfaceError):
        logger.error("database_unavailable", exc_info=error)
        return errors.Unavailable(retry_after=2)
    return next((make() for kinds, make in _FRAMEWORK if isinstance(error, kinds)), None)


_FRAMEWORK: tuple[tuple[tuple[type[Exception], ...], Any], ...] = (
    ((Http404, drf.NotFound), errors.NotFound),
    ((drf.NotAuthenticated, drf.AuthenticationFailed), errors.SignedOut),
    ((drf.PermissionDenied,), errors.Forbidden),
    ((drf.MethodNotAllowed,), lambda: MethodNotAllowed(detail=_("This address does not take that method."))),
    ((drf.NotAcceptable,), lambda: NotAcceptable(detail=_("Nothing here has a type that you accept."))),
    ((drf.UnsupportedMediaType,), errors.UnsupportedMedia),
    ((RequestDataTooBig,), errors.TooLarge),
    ((drf.ParseError, BadRequest), errors.Malformed),
)


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Convert an exception to a problem response (DRF's exception handler)."""
    known = convert_exception(error)
    if known is None:
        return None
    # As `content_type`, because rendering would overwrite the header.
    response = Response(
        problem_of(known), status=outcome_of(known).status, content_type="application/problem+json"
    )
    if known.retry_after is not None:
        response.headers["Retry-After"] = str(known.retry_after)
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = build_challenge(known)
    if isinstance(error, drf.MethodNotAllowed):
        response.headers["Allow"] = ", ".join(context["view"].allowed_methods)
    return response


def build_challenge(error: DomainError) -> str:
    """Return the WWW-Authenticate challenge of a 401 (RFC 6750 §3).

    Without credentials it names no error.
    """
    realm = 'Bearer realm="viche"'
    return f'{realm}, error="invalid_token"' if error.reason.startswith("token_") else realm


def render_problem(error: DomainError) -> HttpResponse:
    """Return the problem response outside DRF (unknown URLs, refused hosts, crashes)."""
    response = HttpResponse(
        orjson.dumps(problem_of(error)),
        status=outcome_of(error).status,
        content_type="application/problem+json",
    )
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = build_challenge(error)
    return response


def respond_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render_problem(errors.NotFound())


def respond_bad_request(request: HttpRequest | None, exception: Exception | None = None) -> HttpResponse:
    return render_problem(errors.Malformed())


def respond_forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render_problem(errors.Forbidden())


def respond_csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render_problem(errors.Forged())


def respond_server_error(request: HttpRequest) -> HttpResponse:
    """Answer an error raised before a view was reached: the database is unavailable, or a bug."""
    error = sys.exc_info()[1]
    known = convert_exception(error) if isinstance(error, Exception) else None
    return render_problem(known or DomainError("internal", _("The fault is ours. It has been written down.")))
