"""The ASGI application: HTTP by Django, /ws/v1 by the realtime consumer, start and stop of the hub."""

from __future__ import annotations

import gc
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viche.config.settings")
django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402 - needs the apps that the line above loads
from django.conf import settings  # noqa: E402
from django.urls import get_resolver, path  # noqa: E402

from viche.config.bodies import LimitedBodies  # noqa: E402
from viche.config.handler import Handler  # noqa: E402
from viche.files.api.views import ENVELOPE  # noqa: E402
from viche.files.inspection.inspect import LARGEST  # noqa: E402
from viche.realtime.consumer import Consumer  # noqa: E402
from viche.realtime.lifespan import lifespan  # noqa: E402

GARBAGE_AFTER = 20_000  # new objects

application = ProtocolTypeRouter(
    {
        "http": LimitedBodies(
            Handler(settings.HTTP_THREADS),
            most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
            most_uploaded=LARGEST + ENVELOPE,
        ),
        "websocket": URLRouter([path("ws/v1", Consumer.as_asgi())]),
        "lifespan": lifespan,
    }
)

# What is loaded now stays until the end: the garbage collector need not look through it time and again.
get_resolver().url_patterns  # noqa: B018 - loads every room's addresses
gc.collect()
gc.freeze()
# What lives as long as a socket or a request is no garbage: to look for some after every seven hundred new
# objects, as Python does by itself, takes a tenth of the time in which thousands of clients come back.
gc.set_threshold(GARBAGE_AFTER, 10, 10)
