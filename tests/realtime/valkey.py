"""A Valkey of one's own, to be killed and started again."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from tests.patience import PATIENCE
from viche.cli.services import find_valkey_binary


class Valkey:
    """On a unix socket in a short folder (the path of a socket has at most 107 bytes)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "v.sock"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{self._path}?db=0"

    def start(self) -> None:
        self._path.unlink(missing_ok=True)
        keep = ["--save", "", "--appendonly", "no", "--dir", str(self._folder)]
        self._process = subprocess.Popen(
            [str(find_valkey_binary()), "--port", "0", "--unixsocket", str(self._path), *keep],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > until:
                raise TimeoutError
            time.sleep(0.02)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self, frozen: bool) -> None:
        """Half-open: it takes connections and bytes, and answers nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP if frozen else signal.SIGCONT)

    def wait_subscribed(self, name: object) -> None:
        """Wait until somebody listens to a channel with this name in its own."""
        until = time.monotonic() + PATIENCE
        while str(name).encode() not in self._ask(b"PUBSUB CHANNELS"):
            if time.monotonic() > until:
                raise TimeoutError(name)
            time.sleep(0.02)

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _answers(self) -> bool:
        return self._ask(b"PING").startswith(b"+PONG")

    def _ask(self, command: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as client:
            if client.connect_ex(str(self._path)):
                return b""
            client.sendall(command + b"\r\n")
            return client.recv(4096)
