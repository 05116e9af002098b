"""What neighbours have for each other: they may not import one another, so the house joins them."""

from viche.notifications.frames import FRAMES
from viche.realtime.registry import frame

# A person's own topic says what they were told.
for kind, (render, shape) in FRAMES.items():
    frame(kind, shape=shape)(render)
