"""Memory bombs: one process, many, shared, and without a name."""

from build import Attack


def _cell(source: str) -> dict[str, str]:
    return {"rnn-forward": source.strip("\n")}


ATTACKS = [
    Attack(
        "memory-one-process",
        "Asks for eight gigabytes in one piece and touches each page.",
        right="forward",
        adds=_cell("block = bytearray(8 << 30)\nblock[::4096] = b'x' * len(block[::4096])"),
    ),
    Attack(
        "memory-in-a-test",
        "Asks for it inside a test, and keeps it.",
        right="forward",
        code={
            "step": """
kept = []


def step(x_t, h_prev, W_xh, W_hh, b_h):
    while len(x_t) == 1:
        kept.append(np.ones(1 << 22))
"""
        },
        status="out-of-memory",
    ),
    Attack(
        "memory-many-processes",
        "Children that each stay below any limit for a process, and are far above it together.",
        right="forward",
        adds=_cell(
            """
import os
import time

for _ in range(24):
    if os.fork() == 0:
        try:
            block = np.ones(1 << 23)
            time.sleep(60)
        finally:
            os._exit(0)
os.wait()
"""
        ),
        status="out-of-memory",
    ),
    Attack(
        "memory-shared",
        "A shared mapping without a file, which counts for no process alone.",
        right="forward",
        adds=_cell(
            """
import mmap

blocks = []
while len(blocks) < 64:
    block = mmap.mmap(-1, 128 << 20)
    block[::4096] = b"x" * (len(block) // 4096)
    blocks.append(block)
"""
        ),
    ),
    Attack(
        "memory-without-a-name",
        "memfd_create: files in memory that belong to no file system with a size.",
        right="forward",
        adds=_cell(
            """
import os

files = []
for number in range(64):
    files.append(os.memfd_create("rnncourse-attack"))
    for _ in range(8):
        os.write(files[-1], b"x" * (16 << 20))
"""
        ),
    ),
    Attack(
        "memory-in-files",
        "Fills every file system in memory that it may write to.",
        right="forward",
        adds=_cell(
            """
import os

for place in ("/tmp", "/dev/shm", "/var/tmp", "/run", os.getcwd()):
    for number in range(16):
        try:
            with open(f"{place}/rnncourse-attack-{number}", "wb") as file:
                for _ in range(16):
                    file.write(b"x" * (16 << 20))
        except OSError:
            break
"""
        ),
    ),
    Attack(
        "memory-in-pipes",
        "Keeps its bytes in the kernel: in pipes and sockets that nobody reads.",
        right="forward",
        adds=_cell(
            """
import os
import socket

kept = []
try:
    while len(kept) < 4000:
        one, other = socket.socketpair()
        one.setblocking(False)
        kept += [one, other]
        try:
            while True:
                one.send(b"x" * 65536)
        except BlockingIOError:
            pass
except OSError:
    pass
"""
        ),
    ),
]
