"""Frames between two processes: a JSON object and raw buffers, read as from an enemy.

A frame is ``<II`` (bytes of JSON, number of buffers), ``<Q`` for each buffer's size, the JSON, the buffers. All sizes
are looked at before anything is read, so that no peer can make the other allocate more than a frame.
"""

from __future__ import annotations

import json
import os
import struct
from typing import Any

#: Bytes of all buffers and the JSON of a frame together.
LARGEST_FRAME = 64 * 2**20
#: Bytes of the JSON alone; longer texts and all arrays travel as buffers.
LARGEST_JSON = 8 * 2**20
#: Buffers in a frame.
MOST_BUFFERS = 20_000
#: Commas and brackets in the JSON: what bounds the objects that parsing makes.
MOST_MARKS = 1_000_000

_HEAD = struct.Struct("<II")
#: Bytes read at once: most frames are smaller, and every read is a call of the system's.
_PIECE = 2**16


class WireError(Exception):
    """The peer broke the protocol."""


class Closed(Exception):
    """The peer has hung up."""


class Wire:
    """One end of a connection. Whoever uses it takes turns with the other end: nothing is sent unasked."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._ahead, self._taken = b"", 0

    def send(self, message: dict, buffers: list[bytes] | tuple = ()) -> None:
        """Send one frame.

        Raises
        ------
        Closed : the peer has hung up
        WireError : the frame would be larger than a frame may be
        """
        content = _TO_JSON.encode(message).encode()
        sizes = [len(buffer) for buffer in buffers]
        fault = _fault(len(content), sizes)
        if fault:
            raise WireError(fault)
        head = _HEAD.pack(len(content), len(sizes)) + struct.pack(f"<{len(sizes)}Q", *sizes) + content
        if sum(sizes) <= 2**20:
            self._write(b"".join([head, *buffers]))
        else:
            self._write(head)
            for buffer in buffers:
                self._write(buffer)

    def receive(self) -> tuple[dict, list[bytearray]]:
        """The next frame: its message, and its buffers.

        Raises
        ------
        Closed : the peer has hung up
        WireError : what came is no frame
        """
        length, count = _HEAD.unpack(self._read(_HEAD.size))
        if count > MOST_BUFFERS:
            raise WireError(f"{count} buffers in a frame, at most {MOST_BUFFERS}")
        sizes = struct.unpack(f"<{count}Q", self._read(8 * count)) if count else ()
        fault = _fault(length, sizes)
        if fault:
            raise WireError(fault)
        return parse(self._read(length)), [self._read(size) for size in sizes]

    def _write(self, content: bytes) -> None:
        rest = memoryview(content).cast("B") if len(content) else memoryview(b"")
        while rest:
            try:
                rest = rest[os.write(self._descriptor, rest) :]
            except (BrokenPipeError, ConnectionResetError) as error:
                raise Closed from error

    def _read(self, size: int) -> bytearray:
        content = bytearray(size)
        rest = memoryview(content)
        while rest:
            if self._taken == len(self._ahead):
                self._ahead, self._taken = self._more(), 0
            part = memoryview(self._ahead)[self._taken :][: len(rest)]
            rest[: len(part)] = part
            self._taken += len(part)
            rest = rest[len(part) :]
        return content

    def _more(self) -> bytes:
        try:
            content = os.read(self._descriptor, _PIECE)
        except ConnectionResetError as error:
            raise Closed from error
        if not content:
            raise Closed
        return content


def parse(content: bytes | bytearray) -> dict:
    """A message out of its JSON.

    Raises
    ------
    WireError : it is no JSON object, is too deep or has too many parts, or a key comes twice
    """
    if sum(content.count(mark) for mark in (b"[", b"{", b",")) > MOST_MARKS:
        raise WireError(f"more than {MOST_MARKS} parts in a message")
    try:
        message = _FROM_JSON.decode(str(content, "utf-8"))
    except (ValueError, RecursionError) as error:
        raise WireError(f"no JSON: {type(error).__name__}") from None
    if type(message) is not dict:
        raise WireError("a message that is no object")
    return message


def _without_twins(pairs: list[tuple[str, Any]]) -> dict:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise WireError("a key that comes twice")
    return found


#: Made once: ``json.dumps`` and ``json.loads`` make new ones whenever anything is not as usual.
_TO_JSON = json.JSONEncoder(separators=(",", ":"))
_FROM_JSON = json.JSONDecoder(object_pairs_hook=_without_twins)


def _fault(length: int, sizes: tuple | list) -> str | None:
    """Why a frame of these sizes is refused; None where it is not."""
    if length > LARGEST_JSON:
        return f"a message of {length} bytes, at most {LARGEST_JSON}"
    if len(sizes) > MOST_BUFFERS:
        return f"{len(sizes)} buffers in a frame, at most {MOST_BUFFERS}"
    if length + sum(sizes) > LARGEST_FRAME:
        return f"a frame of {length + sum(sizes)} bytes, at most {LARGEST_FRAME}"
    return None
