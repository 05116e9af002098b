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

from viche.config.environment import build_broker_url
from viche.kernel.ids import uuid7

ROOT = Path(__file__).resolve().parents[1]


def database_url() -> str:
    """The address of the database that this test uses."""
    known = connection.settings_dict
    return f"postgresql://{known['USER']}@/{known['NAME']}?host={quote(str(known['HOST']))}"


class Worker:
    """`celery worker` as the embedded stack runs it, on the test's database and a Redis of its own."""

    def __init__(self, redis_url: str) -> None:
        self._sender = Celery(broker=build_broker_url(redis_url, 1))
        self._name = f"worker-{uuid7()}"
        known = {"DATABASE_URL": database_url(), "REDIS_URL": redis_url, "PGAPPNAME": self._name}
        self._environment = {**os.environ, **known}
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

    def tick(self, job: str, condition: Callable[[], bool], patience: float = 120.0) -> None:
        """Ask for a job again and again, as beat does, until something has come of it.

        One tick is not enough: Redis may still hand it to the connection of a worker that was just killed.
        """
        end, again = time.monotonic() + patience, 0.0
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(job)
            if time.monotonic() > again:
                self._sender.send_task(job)
                again = time.monotonic() + 2
            time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL to the whole group: nothing of it can tidy up."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def settle(self, patience: float = 60.0) -> None:
        """Wait until PostgreSQL has ended the sessions of who was killed: what it was sent it carries out."""
        end = time.monotonic() + patience
        while self._sessions():
            if time.monotonic() > end:
                raise TimeoutError(self._name)
            time.sleep(0.02)

    def is_busy(self) -> bool:
        """Whether it is in the middle of a transaction."""
        return self._sessions("AND state <> 'idle' AND xact_start IS NOT NULL") > 0

    def is_blocked(self) -> bool:
        """Whether it waits for a lock that somebody else holds."""
        return self._sessions("AND wait_event_type = 'Lock'") > 0

    def _sessions(self, busy: str = "") -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM pg_stat_activity WHERE application_name = %s {busy}", [self._name]
            )
            return int(cursor.fetchone()[0])

    def close(self) -> None:
        self.kill()
        self._sender.close()
