"""A real Celery worker in a process of its own, to be killed in the middle of its work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from celery import Celery
from django.db import connection

from viche.config.environment import broker

ROOT = Path(__file__).resolve().parents[1]


def database_url() -> str:
    """The address of the database that this test uses."""
    known = connection.settings_dict
    return f"postgresql://{known['USER']}@/{known['NAME']}?host={quote(str(known['HOST']))}"


class Worker:
    """`celery worker` as the embedded stack runs it, on the test's database and a Redis of its own."""

    def __init__(self, redis_url: str) -> None:
        self._sender = Celery(broker=broker(redis_url, 1))
        self._environment = {**os.environ, "DATABASE_URL": database_url(), "REDIS_URL": redis_url}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ["--pool", "threads", "--concurrency", "2", "--without-gossip", "--without-mingle"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "viche.config", "worker", *options, "--loglevel", "ERROR"],
            cwd=ROOT,
            env=self._environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, job: str) -> None:
        """Send one tick, as beat does."""
        self._sender.send_task(job)

    def kill(self) -> None:
        """SIGKILL to the whole group: nothing of it can tidy up."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def close(self) -> None:
        self.kill()
        self._sender.close()


def until(condition: Callable[[], bool], patience: float = 60.0) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.005)
