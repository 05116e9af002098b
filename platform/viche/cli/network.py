"""Network addresses and ports."""

import errno
import socket
from collections.abc import Iterator

from viche.cli.failures import Failure
from viche.cli.messages import say

LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Below the ephemeral ports of outgoing connections, which would collide occasionally.
FREE_PORTS = range(20_000, 32_000)


def check_port(host: str, port: int) -> None:
    """Raise Failure if the web server cannot listen there."""
    if not 1 <= port <= 65_535:
        raise Failure(say("bad_port", port=port))
    number = get_listen_error(host, port)
    if number == 0:
        return
    if number == errno.EADDRINUSE:
        raise Failure(say("port_taken", port=port, free=find_free_port(host, range(port + 1, 65_536))))
    if number == errno.EACCES:
        raise Failure(say("port_forbidden", port=port, free=find_free_port(host, range(8_000, 65_536))))
    raise Failure(say("bad_host", host=host))


def get_listen_error(host: str, port: int) -> int:
    """Return 0 if a server could listen there now, else the system's error number."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind((host, port))
    except socket.gaierror:
        return errno.EADDRNOTAVAIL
    except OSError as error:
        return error.errno or errno.EADDRNOTAVAIL
    return 0


def find_free_port(host: str = "127.0.0.1", ports: range = FREE_PORTS, skip: int = 0) -> int:
    """Return the first free port of the range, after skipping `skip` others."""
    free = (port for port in ports if get_listen_error(host, port) == 0)
    for _number in range(skip):
        next(free, None)
    return next(free, 0)


def list_origins(host: str, port: int) -> list[str]:
    """Return every origin under which a browser can reach this address, `localhost` first."""
    names = ["localhost", "127.0.0.1"]
    if host not in LOOPBACK:
        names += [host] if host not in ("0.0.0.0", "::") else list_own_names()  # noqa: S104 - asked for by --host
    return [f"http://{f'[{name}]' if ':' in name else name}:{port}" for name in dict.fromkeys(names)]


def list_own_names() -> list[str]:
    """Return the host name and addresses of this machine."""
    return [socket.gethostname(), *_own_addresses()]


def _own_addresses() -> Iterator[str]:
    # Nothing is sent: connecting a datagram socket only selects the local address.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        if probe.connect_ex(("192.0.2.1", 9)) == 0:
            yield probe.getsockname()[0]
