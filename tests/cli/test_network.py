"""Addresses and ports that the web server could or could not have."""

import socket

import pytest

from viche.cli import network
from viche.cli.failures import Failure


def test_a_taken_port_comes_with_a_free_one() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(Failure, match=rf"Port {port} is taken") as caught:
            network.check_port("127.0.0.1", port)

    free = int(caught.value.sentence.rstrip(".").rsplit(" ", 1)[1])
    assert free > port
    network.check_port("127.0.0.1", free)


def test_free_ports_are_below_those_of_outgoing_connections() -> None:
    assert network.find_free_port() in network.FREE_PORTS
    assert network.find_free_port(skip=1) > network.find_free_port()


def test_origins_start_with_the_name_that_passkeys_accept() -> None:
    assert network.list_origins("127.0.0.1", 8000) == ["http://localhost:8000", "http://127.0.0.1:8000"]
    assert "http://[fd00::1]:80" in network.list_origins("fd00::1", 80)
    assert f"http://{socket.gethostname()}:80" in network.list_origins("0.0.0.0", 80)
