"""The errors of the domain.

One table maps each to its outcome: the HTTP status, the websocket close code, whether a job retries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class FieldError:
    """One error of one field.

    `pointer` is a JSON pointer (RFC 6901) into the request body. `span`, if only a part of the text is meant,
    is the index of its first character and the index after its last.
    """

    pointer: str
    code: str
    message: str | Promise
    span: tuple[int, int] | None = None


class DomainError(Exception):
    """A refusal with a stable `code` and a sentence in the user's language."""

    code: ClassVar[str] = "error"
    title: ClassVar[str | Promise] = _("Something went wrong")
    detail: ClassVar[str | Promise] = ""

    def __init__(
        self,
        code: str | None = None,
        detail: str | Promise | None = None,
        errors: Sequence[FieldError] = (),
        retry_after: int | None = None,
    ) -> None:
        """`retry_after` is in seconds."""
        self.reason = code or self.code
        self.text = detail if detail is not None else self.detail
        self.errors = tuple(errors)
        self.retry_after = retry_after
        super().__init__(self.reason)

    def __str__(self) -> str:
        fields = "; ".join(f"{error.pointer}: {error.message}" for error in self.errors)
        return f"{self.reason}: {self.text}{f' ({fields})' if fields else ''}"


class Malformed(DomainError):
    code = "malformed"
    title = _("The request cannot be read")
    detail = _("Check the format of what is sent.")


class SignedOut(DomainError):
    code = "signed_out"
    title = _("Sign in first")
    detail = _("You are not signed in, or the sign-in has ended.")


# Key in request.META of the error that explains why the cookie's session has ended, if it has.
SIGN_IN_REFUSAL = "viche.sign_in_refusal"


class SecondFactorRequired(SignedOut):
    """Raised when the person's roles require a second factor that is not set up yet.

    Until then only setting up a second factor is allowed.
    """

    code = "second_factor_required"
    title = _("Set up a second factor first")
    detail = _("Your role needs a second way to prove that it is you. Set it up in your account, then go on.")


class Forbidden(DomainError):
    code = "forbidden"
    title = _("This is not permitted")
    detail = _("You can see this, but your role does not permit this step.")


class NeedsSignIn(Forbidden):
    """A token asked for what only a person who is signed in at a browser may do."""

    code = "needs_sign_in"
    detail = _("A token cannot do this: sign in with your password.")


class Forged(Forbidden):
    """Raised for a change that a foreign page could have sent with the person's cookie (CSRF)."""

    code = "csrf"
    detail = _("The page is out of date. Reload it and repeat.")


class NotFound(DomainError):
    code = "not_found"
    title = _("Not found")
    detail = _("There is nothing here, or it is not shared with you.")


class Conflict(DomainError):
    code = "conflict"
    title = _("This does not fit the present state")
    detail = _("Something has changed in the meantime. Look again and repeat.")


class Stale(DomainError):
    """Raised for a change of another version than the present one.

    `present` is what is stored, as the API shows it, where both have to be compared before one replaces the
    other.
    """

    code = "stale"
    title = _("Someone changed this before you")
    detail = _("Load the present version, then repeat the change.")

    def __init__(self, present: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self.present = present


class PreconditionRequired(DomainError):
    code = "precondition_required"
    title = _("Say which version you change")
    detail = _("Send the header If-Match with the ETag that you read.")


class TooLarge(DomainError):
    code = "too_large"
    title = _("Too large")
    detail = _("What is sent is larger than permitted.")


class HeadersTooLarge(DomainError):
    code = "headers_too_large"
    title = _("Too many or too long headers")
    detail = _("Send fewer headers, or shorter ones: cookies of other programs may be among them.")


class TooSlow(DomainError):
    code = "too_slow"
    title = _("The request did not arrive in time")
    detail = _("Nothing was changed. Send it again, whole.")


class UnsupportedMedia(DomainError):
    code = "unsupported_media_type"
    title = _("This format is not supported")
    detail = _("Send it in one of the supported formats.")


class Invalid(DomainError):
    code = "invalid"
    title = _("Some fields need a correction")
    detail = _("Correct the named fields and send again.")

    def __init__(self, errors: Sequence[FieldError], detail: str | Promise | None = None) -> None:
        super().__init__(detail=detail, errors=errors)

    @classmethod
    def field(cls, pointer: str, code: str, message: str | Promise) -> Invalid:
        return cls([FieldError(pointer, code, message)])


class TooMany(DomainError):
    code = "too_many_requests"
    title = _("Too many requests")
    detail = _("Wait a little and repeat.")


class Unavailable(DomainError):
    code = "unavailable"
    title = _("The service cannot answer now")
    detail = _("Nothing was lost. Repeat in a moment.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of an error: HTTP status, websocket close code (None: stay open), job retry."""

    status: int
    close: int | None = None
    retry: bool = False


OUTCOMES: dict[type[DomainError], Outcome] = {
    Malformed: Outcome(400),
    SignedOut: Outcome(401, close=4401),
    SecondFactorRequired: Outcome(403, close=4423),
    Forbidden: Outcome(403),
    NotFound: Outcome(404),
    TooSlow: Outcome(408),
    Conflict: Outcome(409),
    Stale: Outcome(412),
    TooLarge: Outcome(413),
    UnsupportedMedia: Outcome(415),
    Invalid: Outcome(422),
    PreconditionRequired: Outcome(428),
    TooMany: Outcome(429),
    HeadersTooLarge: Outcome(431),
    Unavailable: Outcome(503, retry=True),
    DomainError: Outcome(500),
}


def outcome_of(error: DomainError) -> Outcome:
    """Return the outcome of the nearest class in the error's MRO."""
    return next(OUTCOMES[kind] for kind in type(error).__mro__ if kind in OUTCOMES)
