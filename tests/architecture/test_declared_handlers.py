"""What mypy cannot see: that declared handlers know by name whatever their functions take."""

from __future__ import annotations

from inspect import signature
from typing import Any

import pytest

from tests.architecture.test_default_deny import METHODS, endpoints
from tests.architecture.test_routes import PARAMETER
from viche.kernel.api.handlers import Declared, Listing, NamedCall, Show, Write
from viche.kernel.api.strict import Confirmed, StrictSerializer

DECLARED = [
    (address, cls, method, declared)
    for address, cls in endpoints()
    for method in METHODS
    if isinstance(declared := getattr(getattr(cls, method, None), "declared", None), Declared)
]


def list_url_parameters(address: str) -> set[str]:
    return {name for _kind, name in PARAMETER.findall(address)}


def fields_of(body: type[StrictSerializer]) -> set[str]:
    """Return what the service gets: the kinds that a body confirms go to the actor."""
    return {str(field.source) for field in body().fields.values() if not isinstance(field, Confirmed)}


def unknown(call: NamedCall | None, known: set[str]) -> set[str]:
    """Return the parameters of a function that take the object at hand."""
    names = () if call is None else call.names
    return {name for name, is_required in names if is_required and name not in known}


def test_much_is_declared() -> None:
    assert len(DECLARED) > 150


def check_service(write: Write, known: set[str]) -> None:
    facts = known | ({"expected_version"} if write.versioned else set())
    if write.body is not None and not write.body_as:
        if write.body.validate is not StrictSerializer.validate:
            return  # it may return other names
        assert fields_of(write.body) & facts == set()
        facts |= fields_of(write.body)
    signature(write.service).bind(**dict.fromkeys(facts | ({write.body_as} - {""})))


@pytest.mark.parametrize(
    ("address", "cls", "method", "declared"), DECLARED, ids=[f"{one[2]} {one[0]}" for one in DECLARED]
)
def test_functions_know_their_parameters(address: str, cls: Any, method: str, declared: Declared) -> None:
    known = {"actor", *list_url_parameters(address)}
    if isinstance(declared, Write):
        check_service(declared, known)
        shows = declared.presenter.call if declared.presenter is not None else None
        assert len(unknown(shows, known)) <= 1
        return
    known |= {"action"} | (fields_of(cls.asks) if cls.asks is not None else set())
    if isinstance(declared, Listing):
        assert unknown(declared.loads, known) == set()
        assert len(unknown(declared.rows, known)) <= (declared.loads is not None)
        assert len(unknown(declared.presenter.call, known)) == 1
    elif isinstance(declared, Show):
        assert unknown(declared.presenter.call, known) == set()
