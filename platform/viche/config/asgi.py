"""The ASGI application: HTTP by Django, /ws/v1 by the realtime consumer, start and stop of the hub."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viche.config.settings")
django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402 - needs the apps that the line above loads
from django.conf import settings  # noqa: E402
from django.urls import get_resolver, path  # noqa: E402

from viche.config.bodies import LimitedBodies  # noqa: E402
from viche.config.garbage import spare_garbage  # noqa: E402
from viche.config.handler import Handler  # noqa: E402
from viche.files.api.views import ENVELOPE  # noqa: E402
from viche.files.inspection.inspect import LARGEST  # noqa: E402
from viche.realtime.consumer import Consumer  # noqa: E402
from viche.realtime.lifespan import lifespan  # noqa: E402

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

get_resolver().url_patterns  # noqa: B018 - loads every room's addresses
spare_garbage()
