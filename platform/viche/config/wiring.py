"""Connections between apps that may not import one another."""

from viche.notifications.frames import FRAMES
from viche.realtime.registry import register_frame

# Notifications are published on the person's own topic.
for kind, (render, shape) in FRAMES.items():
    register_frame(kind, shape=shape)(render)
