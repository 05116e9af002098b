"""Progress on the terminal: one line per step, with its duration."""

import contextlib
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from typing import TextIO

from viche.cli.messages import say

MIN_SHOWN = 0.5  # seconds


class Console:
    """Writes steps. Several may run at once; on a terminal a status line shows their running times."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._lock = threading.Lock()
        self._began = time.monotonic()
        self._running: dict[str, float] = {}
        self._done: list[tuple[float, float, str]] = []
        self._ticking: threading.Thread | None = None
        self._live = self._stream.isatty()

    def line(self, text: str = "") -> None:
        """Write a line of its own."""
        with self._lock:
            self._erase()
            print(text, file=self._stream, flush=True)

    @contextlib.contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Show `text` while the block runs, and its duration after it."""
        started = time.monotonic()
        self._begin(text, started)
        mark = "✗"
        try:
            yield
            mark = "✓"
        finally:
            self._running.pop(text, None)
            ended = time.monotonic()
            self._done.append((started - self._began, ended - self._began, text))
            self.line(f"  {mark} {text} · {format_seconds(ended - started)}")

    def summary(self) -> None:
        """Write the total duration, and start and end of each longer step."""
        self.line()
        self.line(say("summary", total=format_seconds(time.monotonic() - self._began)))
        for began, ended, text in sorted(self._done):
            if ended - began >= MIN_SHOWN:
                self.line(f"  {began:5.1f} – {ended:5.1f}  {text}")

    def _begin(self, text: str, started: float) -> None:
        self._running[text] = started
        if not self._live:
            self.line(f"  … {text}")
        elif self._ticking is None or not self._ticking.is_alive():
            self._ticking = threading.Thread(target=self._tick, daemon=True)
            self._ticking.start()

    def _tick(self) -> None:
        while running := list(self._running.items()):
            now = time.monotonic()
            shown = " │ ".join(f"{text} {format_seconds(now - started)}" for text, started in running)
            with self._lock:
                self._erase()
                print(
                    f"  … {shown}"[: shutil.get_terminal_size().columns - 1],
                    end="",
                    file=self._stream,
                    flush=True,
                )
            time.sleep(0.5)

    def _erase(self) -> None:
        if self._live:
            print("\r\033[K", end="", file=self._stream)


def format_seconds(number: float) -> str:
    """Return a human-readable duration."""
    return say("seconds", number=number)
