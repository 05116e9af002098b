"""The ASGI application: HTTP by Django, /ws/v1 by the realtime consumer, lifespan by the hub."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viche.config.settings")
django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402 - needs the apps that the line above loads
from django.conf import settings  # noqa: E402
from django.urls import get_resolver, path  # noqa: E402

from viche.config.body_limits import LimitedBodies  # noqa: E402
from viche.config.gc_tuning import configure_garbage_collector  # noqa: E402
from viche.config.handler import Handler  # noqa: E402
from viche.files.api.views import MULTIPART_OVERHEAD  # noqa: E402
from viche.files.inspection.inspect import MAX_FILE_SIZE  # noqa: E402
from viche.realtime.consumer import Consumer  # noqa: E402
from viche.realtime.lifespan import handle_lifespan  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": LimitedBodies(
            Handler(settings.HTTP_THREADS),
            most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
            most_uploaded=MAX_FILE_SIZE + MULTIPART_OVERHEAD,
        ),
        "websocket": URLRouter([path("ws/v1", Consumer.as_asgi())]),
        "lifespan": handle_lifespan,
    }
)

get_resolver().url_patterns  # noqa: B018 - loads every room's addresses
configure_garbage_collector()
