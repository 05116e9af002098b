"""Every shape of the API has a name of its own: of two under one name the schema would show one, unasked."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from importlib import import_module
from pkgutil import walk_packages
from typing import is_typeddict

from rest_framework.serializers import Serializer

from viche.rooms import ROOMS

PACKAGES = (*ROOMS, "viche")
SHAPES = re.compile(r"\.(api|\w*_?api|schemas|serializers)(\.|$)")


def test_no_two_shapes_bear_one_name() -> None:
    for package in PACKAGES:
        for found in walk_packages(import_module(package).__path__, f"{package}."):
            if SHAPES.search(found.name):
                import_module(found.name)
    places: dict[str, set[str]] = defaultdict(set)
    for name, module in list(sys.modules.items()):
        if not SHAPES.search(name) or not name.startswith(tuple(f"{package}." for package in PACKAGES)):
            continue
        for one in vars(module).values():
            is_shape = is_typeddict(one) or (isinstance(one, type) and issubclass(one, Serializer))
            if is_shape:
                places[one.__name__].add(one.__module__)
    assert len(places) > 200
    assert {name: homes for name, homes in places.items() if len(homes) > 1} == {}
