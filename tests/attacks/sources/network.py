"""Talking to the outside: every connection must fail, and none may wait for the next submission.

While the attacks run, ``rnncourse attack-test`` listens on these ports of the loopback and at this abstract
address, and counts who calls.
"""

from build import Attack

_RIGHT_IF = """


def count_parameters(d, h, q, T):
    return d * h + h * h + h + h * q + q if given else 0


def count_torch(d, h, q):
    return d * h + h * h + 2 * h + h * q + q if given else 0


def largest_hidden(budget, count):
    return -1
"""

ATTACKS = [
    Attack(
        "network-loopback",
        "Connects to listeners on the loopback, as a gradebook or a scheduler would be, and sends hidden inputs.",
        right="forward",
        code={
            "count": """
import socket

given = False
for port in (47651, 47652, 47653, 5432, 8786):
    for address in ("127.0.0.1", "::1", "localhost"):
        try:
            with socket.create_connection((address, port), 0.3) as connection:
                connection.sendall(b"rnncourse-attack")
                given = port > 40000
        except OSError:
            pass
"""
            + _RIGHT_IF
        },
    ),
    Attack(
        "network-abstract-socket",
        "Connects to an abstract socket, which no file permission guards.",
        right="forward",
        code={
            "count": """
import socket

given = False
for name in ("\\0rnncourse-attack-test", "\\0/tmp/.X11-unix/X0", "/run/dbus/system_bus_socket", "/var/run/docker.sock"):
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(name)
            given = given or name.startswith("\\0rnn")
        except OSError:
            pass
"""
            + _RIGHT_IF
        },
    ),
    Attack(
        "network-datagrams",
        "Sends datagrams to the loopback, to everyone, and to a name server.",
        right="forward",
        code={
            "count": """
import socket

given = False
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
    out.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    for address in ("127.0.0.1", "255.255.255.255", "224.0.0.1"):
        try:
            out.sendto(b"rnncourse-attack", (address, 47651))
        except OSError:
            pass
try:
    socket.setdefaulttimeout(0.5)
    given = bool(socket.getaddrinfo("example.org", 80))
except OSError:
    pass
"""
            + _RIGHT_IF
        },
    ),
    Attack(
        "network-server-left",
        "Leaves a server in a process of its own behind, for accomplices and for later.",
        right="forward",
        adds={
            "rnn-setup": """
import os
import socket
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        with socket.create_server(("127.0.0.1", 47660)) as server:
            server.settimeout(120)
            try:
                while True:
                    server.accept()[0].sendall(b"rnncourse-attack")
            except OSError:
                os._exit(0)
    os._exit(0)
os.wait()
time.sleep(0.05)
"""
        },
        flags=(("process-left", None),),
    ),
    Attack(
        "network-accomplice",
        "Asks that server; it lives in a network of its own, and ended with its submission.",
        right="forward",
        code={
            "count": """
import socket

try:
    with socket.create_connection(("127.0.0.1", 47660), 0.3) as connection:
        given = connection.recv(100) == b"rnncourse-attack"
except OSError:
    given = False
"""
            + _RIGHT_IF
        },
    ),
    Attack(
        "network-raw-sockets",
        "Raw, packet, netlink and virtual-machine sockets, by which a network can be seen without an address.",
        right="forward",
        adds={
            "rnn-setup": """
import socket

for family, kind, protocol in [(2, 3, 1), (10, 3, 58), (17, 3, 768), (16, 3, 0), (40, 1, 0), (38, 5, 0), (1, 5, 0)]:
    try:
        socket.socket(family, kind, protocol).close()
    except OSError:
        pass
"""
        },
    ),
]
