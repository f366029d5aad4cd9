"""Frames and values: what goes in comes out, and nothing that a hostile peer sends does more than be refused."""

from __future__ import annotations

import json
import os
import socket
import struct
import tracemalloc
from collections import namedtuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rnncourse.grading.inside import values as plain
from rnncourse.grading.inside.decoding import Decoder
from rnncourse.grading.inside.encoding import Encoder
from rnncourse.grading.inside.values import DTYPES, TooMuch
from rnncourse.grading.inside.wire import LARGEST_FRAME, Closed, Wire, WireError, parse

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text() | st.binary()
)
ARRAYS = st.sampled_from(sorted(DTYPES)).flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, min_side=0))
)
KEYS = st.integers() | st.text() | st.booleans()
TREES = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text(), inner)
        | st.lists(KEYS, unique_by=lambda key: (type(key), key) if key not in (0, 1) else key).map(frozenset)
        | st.tuples(inner, inner).map(lambda pair: Pair(*pair))
        | st.builds(slice, st.integers(), st.none(), st.integers())
    ),
    max_leaves=20,
)
Pair = namedtuple("Pair", "left right")


def refuse(value):
    raise TooMuch("no handles here")


def no_handle(node):
    raise WireError("no handles here")


def through_a_wire(value, **settings):
    """``value``, sent through a socket."""
    encoder = Encoder(refuse)
    node = encoder.encode(value)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        Wire(ours.fileno()).send({"value": node}, encoder.buffers)
        message, buffers = Wire(theirs.fileno()).receive()
    decoder = Decoder(buffers, no_handle, **settings)
    made = decoder.decode(message["value"])
    decoder.finish()
    return made


def same(one, other):
    if isinstance(one, (np.ndarray, np.generic)):
        return (
            type(one) is type(other) and one.dtype == other.dtype and one.shape == other.shape
            and one.tobytes() == other.tobytes()
        )  # fmt: skip
    if isinstance(one, tuple) and hasattr(one, "_fields"):
        return (type(one).__name__, one._fields) == (type(other).__name__, other._fields) and all(
            map(same, one, other)
        )
    if type(one) is not type(other):
        return False
    if type(one) in (list, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if type(one) is dict:
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if type(one) is float:
        return struct.pack("d", one) == struct.pack("d", other) or (one != one and other != other)
    if type(one) is complex:
        return same(one.real, other.real) and same(one.imag, other.imag)
    return one == other


@settings(max_examples=300, deadline=None)
@given(TREES)
def test_plain_data_comes_out_as_it_went_in(value):
    assert same(value, through_a_wire(value))


@settings(max_examples=200, deadline=None)
@given(TREES, st.randoms(use_true_random=False))
def test_a_frame_that_was_tampered_with_is_refused_or_is_plain_data(value, chance):
    encoder = Encoder(refuse)
    node = json.loads(json.dumps(encoder.encode(value)))
    buffers = [bytearray(buffer) for buffer in encoder.buffers]
    spoil(node if isinstance(node, list) else [node], buffers, chance)
    decoder = Decoder(buffers, no_handle)
    try:
        made = decoder.decode(node)
        decoder.finish()
    except WireError:
        return
    Encoder(refuse).encode(made)


def decoded(node, buffers):
    decoder = Decoder(buffers, no_handle)
    made = decoder.decode(node)
    decoder.finish()
    return made


def exhaust(wire):
    while True:
        wire.receive()


def spoil(node, buffers, chance):
    """Exchange, drop or add something somewhere in the tree."""
    odd = [
        None,
        True,
        -1,
        0,
        1.5,
        "a",
        "<f8",
        2**40,
        2**70,
        float("nan"),
        [],
        ["r", 0],
        ["a", "<f8", [0]],
        {},
    ]
    for _ in range(chance.randint(1, 3)):
        place = node
        while any(isinstance(part, list) and part for part in place) and chance.random() < 0.7:
            place = chance.choice([part for part in place if isinstance(part, list) and part])
        if chance.random() < 0.3 and buffers:
            del buffers[chance.randrange(len(buffers))][:1]
        elif place:
            place[chance.randrange(len(place))] = chance.choice(odd)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_refused_or_wait_for_more(content):
    ours, theirs = socket.socketpair()
    with theirs:
        ours.sendall(content)
        ours.close()
        with pytest.raises((WireError, Closed)):
            exhaust(Wire(theirs.fileno()))


@pytest.mark.parametrize(
    "node",
    [
        ["a", "<f8", [2**40]], ["a", "<f8", [0, 2**39, 2**39]], ["a", "<f8", [-1]], ["a", "<f8", [float("nan")]],
        ["a", "<f8", [True]], ["a", "<f8", ["1"]], ["a", "<f8", [1] * 70], ["a", "<f8", 1], ["a", "|O", [1]],
        ["a", "O", [1]], ["a", "<M8[s]", [1]], ["a", "<f8,<f8", [1]], ["a", ["<f8"], [1]], ["a", "<f8", [1], 2],
        ["a", ">f8", [1]], ["a", "<f8", [2]], ["a"], ["l", ["r", 0]], ["r", -1], ["r", 0], ["r", True], ["r", 0.0],
        ["d", 1], ["d", 1, 2, 1, 3], ["d", ["l"], 1], ["S", 1, 1], ["S", ["d"]], ["i", "z"], ["i", 5],
        ["i", "9" * 5000],
        ["c", 1, 2], ["c", "1", "2"], ["n", "P", ["a"], 1, 2], ["n", "P", ["_a"], 1], ["n", "P", ["a", "a"], 1, 2],
        ["n", "class", ["a"], 1], ["n", "P", ["a b"], 1], ["n", "P", "a", 1], ["n", "P" * 100, ["a"], 1],
        ["R", "PCG64", ["d"]], [":", 1], ["..." , 1], ["?"], [], [None], [[]], {}, {"a": 1}, 2**63, -(2**63) - 1,
        "ü", "\ud800", ["s"], ["b", 1], ["g", "<f8", 1], ["T", "<f8", [1], 1], ["T", "<u8", [1], False], ["h", 1],
    ],
)  # fmt: skip
def test_a_lying_node_is_refused(node):
    buffers = [] if node in (["s"],) else [bytearray(8)]
    with pytest.raises(WireError):
        decoded(node, buffers)


def test_references_cannot_make_a_small_frame_large():
    node = ["l", *[1] * 50]
    nodes = [node]
    for place in range(25):
        nodes.append(["l", ["r", place], ["r", place]])
    with pytest.raises(WireError, match="too many parts"):
        Decoder([], no_handle).decode(["l", *nodes])


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"1", b"null", b"{", b'{"a":1,"a":2}', b'{"a":' * 100_000, b"[" * 900_000, b'"\\', b"\xff\xfe",
        b'{"a":' + b"9" * 5000 + b"}", b"[" + b"[]," * 600_000,
    ],
)  # fmt: skip
def test_json_that_is_no_message_is_refused(content):
    with pytest.raises(WireError):
        parse(content)


@pytest.mark.parametrize(
    ("head", "rest"),
    [
        (struct.pack("<II", 2**32 - 1, 0), b""),
        (struct.pack("<II", 2, 2**31), b""),
        (struct.pack("<II", 2, 1), struct.pack("<Q", 2**63)),
        (struct.pack("<II", 2, 2), struct.pack("<QQ", 2**63, 2**63)),
        (struct.pack("<II", 2, 2), struct.pack("<QQ", LARGEST_FRAME // 2, LARGEST_FRAME // 2 + 1)),
    ],
)
def test_sizes_are_looked_at_before_anything_is_read(head, rest):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(head + rest)
        tracemalloc.start()
        with pytest.raises(WireError):
            Wire(theirs.fileno()).receive()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 2**20


def test_decoding_allocates_little_beyond_the_frame():
    content = json.dumps({"v": ["l", *[["l"]] * 90_000]}).encode()
    tracemalloc.start()
    message = parse(content)
    Decoder([], no_handle).decode(message["v"])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 * 2**20


def test_frozen_arrays_stay_frozen():
    array = through_a_wire(np.ones(3), frozen=True)
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 2
    with pytest.raises(ValueError, match="WRITEABLE"):
        array.flags.writeable = True
    written = through_a_wire(np.ones(3))
    written[0] = 2


def test_one_object_in_two_places_stays_one():
    array, inner = np.ones(2), [1]
    made = through_a_wire([array, (array, inner), {"a": inner}])
    assert made[0] is made[1][0]
    assert made[1][1] is made[2]["a"]


def test_generators_cross_only_where_they_are_welcome():
    for kind in (np.random.PCG64, np.random.MT19937, np.random.Philox, np.random.SFC64):
        draw = np.random.Generator(kind(3))
        copy = through_a_wire(draw, generators=True)
        assert copy.normal() == np.random.Generator(kind(3)).normal()
    with pytest.raises(WireError):
        through_a_wire(np.random.default_rng(0))


@pytest.mark.parametrize(
    "state", [{}, {"state": 1}, {"state": {"state": -1, "inc": 2**200}, "has_uint32": 0, "uinteger": 0}]
)
def test_a_generators_forged_state_is_refused(state):
    encoder = Encoder(refuse)
    node = ["R", "PCG64", encoder.encode(state)]
    with pytest.raises(WireError):
        Decoder([bytearray(b) for b in encoder.buffers], no_handle, generators=True).decode(node)


def test_a_failed_attempt_leaves_no_trace():
    encoder, loop = Encoder(refuse), [np.ones(3)]
    loop.append(loop)
    kept = [1]
    before = encoder.attempt([kept, np.zeros(2)])
    with pytest.raises(TooMuch, match="contains itself"):
        encoder.attempt([kept, loop])
    again = encoder.attempt([kept])
    decoder = Decoder([bytearray(b) for b in encoder.buffers], no_handle)
    one, two = decoder.decode(before), decoder.decode(again)
    decoder.finish()
    assert one[0] is two[0]


def test_tensors_cross_bit_for_bit():
    torch = pytest.importorskip("torch")
    for dtype in (torch.float32, torch.float64, torch.int64, torch.bool, torch.float16):
        tensor = torch.arange(6).reshape(2, 3).T.to(dtype)
        made = through_a_wire(tensor)
        assert made.dtype == dtype
        assert torch.equal(made, tensor)
    weight = through_a_wire(torch.nn.Parameter(torch.ones(2)))
    assert weight.requires_grad
    with pytest.raises(TooMuch):
        Encoder(refuse).encode(torch.ones(2, dtype=torch.bfloat16))


def test_a_peer_that_hangs_up_is_told_as_such():
    ours, theirs = socket.socketpair()
    theirs.close()
    with ours, pytest.raises(Closed):
        Wire(ours.fileno()).send({"op": "x"}, [os.urandom(2**24)])


def test_a_frame_that_is_too_large_is_not_sent():
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(WireError):
        Wire(ours.fileno()).send({"op": "x"}, [bytes(LARGEST_FRAME)])


def test_bounds_are_those_of_the_design():
    assert (LARGEST_FRAME, plain.DEEPEST, plain.MOST_NODES) == (64 * 2**20, 32, 100_000)
