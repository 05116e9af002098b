"""OpenAPI: what each operation says of itself, made from what its endpoint declares."""

from __future__ import annotations

import re
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from viche.kernel.api.endpoint import PUBLIC
from viche.kernel.api.parts import PartNames
from viche.kernel.api.strict import StrictSerializer

# The first sentence of a docstring: what it ends with is followed by white space and a capital.
FIRST_SENTENCE = re.compile(r"(.+?)[.:](?=\s+[`A-ZА-ЯҐЄІЇ/]|\s*$)(.*)", re.DOTALL)
LONGEST_SUMMARY = 110

# Status: the name of the response among the components, and when it is answered.
REFUSALS = {
    "400": ("BadRequest", "The body is not JSON, or a parameter of the address is wrong or not known."),
    "401": ("Unauthorized", "Nobody is signed in, or the session or token has ended; `code` says which."),
    "403": (
        "Forbidden",
        "Visible, but not permitted: the role, the scope of the token or a proof is missing.",
    ),
    "404": ("NotFound", "It does not exist, or the caller may not see it: both answer in the same words."),
    "406": ("NotAcceptable", "`Accept` permits none of the media types that there are."),
    "409": ("Conflict", "The present state does not permit this step; `code` says why."),
    "412": ("PreconditionFailed", "Somebody was quicker: `If-Match` does not name the present version."),
    "413": ("ContentTooLarge", "The body is larger than permitted."),
    "415": ("UnsupportedMediaType", "The body has a media type that is not read here."),
    "422": ("Invalid", "Fields are wrong; `errors` names each by its JSON pointer."),
    "428": ("PreconditionRequired", "`If-Match` is missing, or names no version."),
    "429": ("TooManyRequests", "The rate limit is used up, or a quota."),
}
HEADERS = {
    "ETag": "The version of the resource, to be sent back in `If-Match`.",
    "Location": "The address of what was made.",
    "Retry-After": "In how many seconds to try again.",
    "Idempotency-Replayed": "`true` where this is the stored answer of a request with the same key.",
}


class EndpointSchema(AutoSchema):
    """Names operations after method and class, and documents what the base endpoint does for each."""

    view: Any

    def get_operation_id(self) -> str:
        words = re.sub(r"(?<!^)(?=[A-Z])", "_", type(self.view).__name__).lower()
        return f"{self.method.lower()}_{words}"

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is not None:
            operation["security"] = self.get_auth()
            operation["x-scopes"] = self._scopes()
            operation["responses"] |= self._refusals(operation)
            self._add_headers(operation["responses"])
        return operation

    def get_summary(self) -> str:
        return self._texts()[0]

    def get_description(self) -> str:  # type: ignore[override]  # spectacular knows path and method
        return "\n\n".join(text for text in (self._texts()[1], self._access()) if text)

    def get_auth(self) -> list[dict[str, Any]]:
        super().get_auth()  # registers the schemes
        if self._is_public():
            return []
        session: dict[str, Any] = {"session": []}
        if self.view.refuses_tokens(self.method):
            return [session]
        return [{"token": []}, session]

    def get_request_serializer(self) -> Any:
        return None if self.method == "DELETE" else super().get_request_serializer()

    def _get_request_body(self, direction: Any = "request") -> Any:
        """DELETE may carry a reason: drf-spectacular itself describes bodies of POST, PUT and PATCH alone."""
        base: Any = super()
        if self.method != "DELETE" or self.get_request_serializer() is None:
            return base._get_request_body(direction)
        self.method = "POST"
        body = base._get_request_body(direction)
        self.method = "DELETE"
        body.pop("required", None)
        return body

    def get_tags(self) -> list[str]:
        return [type(self.view).__module__.removeprefix("viche.").split(".")[0]]

    def get_override_parameters(self) -> list[Any]:
        asks = getattr(self.view, "asks", None)
        asked = self.method == "GET" and asks is not None and asks().fields
        parameters: list[Any] = [asks] if asked else []
        if self._keeps_answer():
            parameters.append(
                _header("Idempotency-Key", "A repeat with the same key gets the same answer.", False)
            )
        if self._is_conditional():
            parameters.append(_header("If-Match", "The ETag that was read, or several of them.", True))
        deletes_with = getattr(self.view, "deletes_with", None)
        if self.method == "DELETE" and deletes_with is not None:
            parameters += _instead_of_body(deletes_with)
        return parameters

    def _texts(self) -> tuple[str, str]:
        """Return the summary and the rest of what the docstring says."""
        text = super().get_description() or ""
        paragraph, _gap, rest = text.partition("\n\n")
        found = FIRST_SENTENCE.fullmatch(" ".join(paragraph.split()))
        first, more = found.groups() if found else (paragraph, "")
        if len(first) > LONGEST_SUMMARY:
            first, more = first.partition(",")[0], paragraph
        return first.strip(), "\n\n".join(part.strip() for part in (more, rest) if part.strip())

    def _access(self) -> str:
        if self._is_public():
            return "Needs no sign-in."
        if self.view.refuses_tokens(self.method):
            return "For people who are signed in at a browser: a token gets 403 `needs_sign_in`."
        scopes = ", ".join(f"`{scope}`" for scope in self._scopes())
        return f"Scopes: {scopes}." if scopes else "A token needs no scope of its own for this."

    def _scopes(self) -> list[str]:
        refuses = self._is_public() or self.view.refuses_tokens(self.method)
        return [] if refuses else list(self.view.needed_scopes(self.method))

    def _is_public(self) -> bool:
        return self.view.actions.get(self.method) is PUBLIC

    def _is_conditional(self) -> bool:
        return self.method in getattr(self.view, "conditional", ())

    def _keeps_answer(self) -> bool:
        return self.method == "POST" and bool(getattr(self.view, "keeps_answers", False))

    def _names_parts(self) -> bool:
        asks = getattr(self.view, "asks", None)
        fields = asks().fields.values() if self.method == "GET" and asks is not None else ()
        return any(isinstance(field, PartNames) for field in fields)

    def _refusals(self, operation: dict[str, Any]) -> dict[str, Any]:
        has_body, has_query = (
            "requestBody" in operation,
            any(one["in"] == "query" for one in operation.get("parameters", ())),
        )
        answered = {
            "400": has_body or has_query,
            "401": not self._is_public(),
            "403": not self._is_public(),
            "404": "{" in self.path,
            "406": True,
            "409": self.method != "GET",
            "412": self._is_conditional(),
            "413": has_body,
            "415": has_body,
            "422": has_body or self._names_parts(),
            "428": self._is_conditional(),
            "429": True,
        }
        return {
            status: {"$ref": f"#/components/responses/{REFUSALS[status][0]}"}
            for status, is_answered in answered.items()
            if is_answered and status not in operation["responses"]
        }

    def _add_headers(self, responses: dict[str, Any]) -> None:
        for status, response in responses.items():
            names = [
                *(["Location"] if status == "201" else []),
                *(["Idempotency-Replayed"] if status.startswith("2") and self._keeps_answer() else []),
            ]
            if names:
                response.setdefault("headers", {}).update(refer_to_headers(*names))


def refer_to_headers(*names: str) -> dict[str, Any]:
    """Return references to headers among the components."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _instead_of_body(serializer: type[StrictSerializer]) -> list[OpenApiParameter]:
    """Return the input of DELETE as query parameters, for clients that cannot send a body."""
    kinds = {serializers.IntegerField: OpenApiTypes.INT, serializers.BooleanField: OpenApiTypes.BOOL}
    return [
        OpenApiParameter(
            name,
            next((found for kind, found in kinds.items() if isinstance(field, kind)), OpenApiTypes.STR),
            description="Where no body can be sent.",
        )
        for name, field in serializer().fields.items()
    ]


def _header(name: str, description: str, required: bool) -> OpenApiParameter:
    return OpenApiParameter(
        name, OpenApiTypes.STR, OpenApiParameter.HEADER, required=required, description=description
    )
