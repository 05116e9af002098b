"""Progress on the terminal: one line per step, with the seconds that it took."""

import contextlib
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from typing import TextIO

from viche.cli.messages import say

WORTH_A_LINE = 0.5  # seconds


class Console:
    """Writes steps. Several may run at once; on a terminal a line of the running ones counts the seconds."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._lock = threading.Lock()
        self._began = time.monotonic()
        self._running: dict[str, float] = {}
        self._done: list[tuple[float, float, str]] = []
        self._ticking: threading.Thread | None = None
        self._live = self._stream.isatty()

    def line(self, text: str = "") -> None:
        """Writes a line of its own."""
        with self._lock:
            self._erase()
            print(text, file=self._stream, flush=True)

    @contextlib.contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Shows `text` while the block runs and how long it took after it."""
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
            self.line(f"  {mark} {text} · {seconds(ended - started)}")

    def summary(self) -> None:
        """Write how long everything took, and when each of the longer steps began and ended."""
        self.line()
        self.line(say("summary", total=seconds(time.monotonic() - self._began)))
        for began, ended, text in sorted(self._done):
            if ended - began >= WORTH_A_LINE:
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
            shown = " │ ".join(f"{text} {seconds(now - started)}" for text, started in running)
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


def seconds(number: float) -> str:
    """A duration for people."""
    return say("seconds", number=number)
