"""Nothing is reachable without a declared rule: addresses, services, socket commands, jobs are enumerated."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from celery import current_app
from django.urls import URLPattern, URLResolver, get_resolver

from viche.kernel.api import PUBLIC, SIGNED_IN, Endpoint
from viche.kernel.jobs import JOBS
from viche.kernel.services import is_service
from viche.realtime.registry import COMMANDS
from viche.rooms import ROOMS

# Addresses that no policy guards, each with its reason.
OPEN_ADDRESSES = {
    "healthz": "says that the process is alive",
    "readyz": "says which parts are ready, and nothing of the content",
    "unsubscribe/letters/<str:token>": "the signature in the address names the letter to which it answers",
    "mute/<str:token>": "the signature in the address names who mutes which thread",
    "unsubscribe/<str:token>": "the signature in the address names whose mail of what it switches off",
    "feeds/<str:secret>.ics": "the secret in the address says whose calendar it is, and nothing is changed",
    "a/<str:token>": "the secret in the address opens one item to its owner without an account",
    "metrics": "numbers of the machine, 404 without a token of their own",
    "api/v1/schema/": "the description of the API is public",
    "api/docs/": "the same, to read",
    "^public/groups/(?P<group_id>[^/]+)/?$": "what anybody may read of a group, as the API tells it",
    "^public/threads/(?P<thread_id>[^/]+)/?$": "the same of a published thread",
    "^(?:api|_allauth|static|assets|ws)(?:/|$)": "answers 404",
    "^": "the page of the front end, without data",
}
PUBLIC_ENDPOINTS = {
    "DemoSignIns": "the demo people, none outside development",
    "DemoSignIn": "signs in a demo person, 404 outside development",
    **dict.fromkeys(
        ("IdentityConfirmation", "IdentityUnlinking", "StoppedErasure"),
        "the link of a letter to the person, who may not be able to sign in",
    ),
    "LinkedFile": "the signed address names its reader, whose access is looked at again",
    "PublicGroupPage": "a group that chose to show itself; 404 for any other",
    "PublicPromises": "the same: what it chose to publish of its action items",
    **dict.fromkeys(
        (
            *("PublicThreads", "PublicThread", "PublicMessages"),
            *("PublicDecisions", "GroupPublicMinutes", "PublicMinutesPdf"),
            "PublicMinutesCorrectionsPdf",
        ),
        "what such a group chose to let everybody read of what it talks about; 404 for anything else",
    ),
    **dict.fromkeys(
        ("PublicEdition", "PublicEditionPdf"), "a frozen report while it is published; 404 for any other"
    ),
    "Offer": "the secret in the body is what opens it",
    "ArrivalLetters": "the same; answers alike whoever the address is of",
    "SignUps": "the secret in the body is what came to the address by a letter",
    "PersonalOffer": "the same",
    "PersonalSignUps": "the same",
    "PasswordResets": "for who cannot sign in; answers alike whoever the address is of",
    "PasswordLink": "the secret in the body names who it was sent to",
    "UsedPasswordLink": "the same",
    "IdentityProviders": "through whom one may sign in: names on the sign-in page",
    "ProviderSignIn": "for who is not signed in yet; says where the browser goes",
    "PublicControlReplies": "numbers of controls that have a published edition",
    "RealtimeSchema": "the description of the websocket is public",
}
ROOT = Path(__file__).resolve().parents[2]
METHODS = ("head", "get", "post", "put", "patch", "delete")
SERVICE_PACKAGES = (
    *ROOMS,
    "viche.accounts.services",
    "viche.files.services",
    "viche.search.services",
    "viche.notifications.services",
    "viche.privacy.services",
)
# Called by services of other slices, in their transaction and after their check.
PARTS_OF_SERVICES = {
    "dialogue.rounds.services.end_active_round",
    "dialogue.rounds.services.set_round",
    "groups.initiative_groups.services.create_default_milestones",
    "groups.organisations.administrators.end_administrations",
    "groups.organisations.administrators.lock_administrations_of",
    "groups.organisations.administrators.record_administrator_change",
    "programmes.kit.transitions.services.apply_transition",
}


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern.callback


def ours() -> list[tuple[str, Any]]:
    # allauth's own endpoints sign people in and out; it guards and limits them itself. The maintenance hatch
    # guards each view of its own, which tests/architecture/test_maintenance.py names.
    foreign = ("_allauth/", "maintenance/")
    return [(address, view) for address, view in patterns(get_resolver()) if not address.startswith(foreign)]


def endpoints() -> list[tuple[str, type[Endpoint]]]:
    classes = [
        (address, getattr(view, "view_class", None) or getattr(view, "cls", None)) for address, view in ours()
    ]
    return [(address, cls) for address, cls in classes if cls is not None and issubclass(cls, Endpoint)]


def test_every_address_is_an_endpoint_or_has_a_reason() -> None:
    known = {address for address, _cls in endpoints()}
    assert {address for address, _view in ours()} - known == set(OPEN_ADDRESSES)


@pytest.mark.parametrize(("address", "cls"), endpoints(), ids=lambda one: getattr(one, "__name__", one))
def test_every_method_declares_its_action(address: str, cls: type[Endpoint]) -> None:
    methods = {name.upper() for name in METHODS if hasattr(cls, name)}
    assert methods
    assert set(cls.actions) == methods
    own = cls.__dict__["__doc__"]
    assert [name for name in methods if not (own or getattr(cls, name.lower()).__doc__)] == [], (
        "tell the reader"
    )
    for action in cls.actions.values():
        if action is PUBLIC:
            assert cls.__name__ in PUBLIC_ENDPOINTS
        elif action is not SIGNED_IN:
            assert "." in action, "an action of a policy is called object.verb"


def functions_beside_services(package: str) -> Iterator[Any]:
    """Public functions of the modules of a package that hold a service."""
    for module in walk_packages(import_module(package).__path__, f"{package}."):
        if ".migrations." in module.name:
            continue
        loaded = import_module(module.name)
        functions = [
            function
            for name, function in inspect.getmembers(loaded, inspect.isfunction)
            if not name.startswith("_") and function.__module__ == loaded.__name__
        ]
        if any(is_service(one) for one in functions):
            yield from functions


def name_of(function: Any) -> str:
    return f"{function.__module__}.{function.__name__}"


@pytest.mark.parametrize("package", SERVICE_PACKAGES)
def test_every_public_function_beside_a_service_is_a_service(package: str) -> None:
    functions = [one for one in functions_beside_services(package) if name_of(one) not in PARTS_OF_SERVICES]
    assert functions
    assert [name_of(one) for one in functions if not is_service(one)] == []
    for one in functions:
        parameters = inspect.signature(one).parameters
        # A new message names its own actor.
        assert parameters.keys() & {"actor", "post", "posts"}, f"{one.__name__} does not ask who acts"
        assert all(p.kind in (p.KEYWORD_ONLY, p.VAR_KEYWORD) for p in parameters.values()), (
            f"{one.__name__} takes keywords only"
        )


def test_the_imports_of_every_module_with_services_are_checked() -> None:
    """The contracts of `pyproject.toml` on what services import name them by pattern, or one by one."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    for contract in contracts:
        if contract["id"] in ("effects", "hands"):
            named = set(contract["source_modules"])
            holders = {one.__module__ for room in ROOMS for one in functions_beside_services(room)}
            plain = {one for one in holders if ".services" not in one}
            assert plain - named == set()


def test_every_socket_command_declares_its_action() -> None:
    assert COMMANDS
    assert [name for name, command in COMMANDS.items() if not command.action] == []


def test_every_job_says_as_whom_it_acts() -> None:
    current_app.loader.import_default_modules()
    names = {name for name in current_app.tasks if not name.startswith("celery.")}
    assert names == set(JOBS)
    assert all(JOBS.values())
