"""Time that passes at once: for whoever asks the clock of this process, and for what the server waits for."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from tests.realtime.server import Server
from viche.kernel.clock import now

KYIV = ZoneInfo("Europe/Kyiv")
# Whole hours from here on never end at midnight, nor where something ends that was given for whole hours.
MORNING = time(9, 30)


class Hours:
    """It never goes back: what earlier histories left in the database has had its time as well."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._began, self._since = now(), monotonic()
        self._ahead = timedelta()

    def now(self) -> datetime:
        return self._began + timedelta(seconds=monotonic() - self._since) + self._ahead

    def go_by(self, time: timedelta) -> None:
        self._ahead += time  # first: whoever is woken by the loop asks what time it is
        self._server.put_forward(time)

    def until_morning(self) -> None:
        present = self.now().astimezone(KYIV)
        morning = datetime.combine(present.date() + timedelta(days=1), MORNING, tzinfo=KYIV)
        self.go_by(morning - present)
