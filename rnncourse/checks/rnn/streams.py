"""Mistakes of the exercise on streams."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def _streamed(chunks, h, forward, carry=lambda H, h_T: h_T, keep=False):
    outputs = []
    for chunk in chunks:
        H, h_T = forward(chunk, h)
        h = h if keep else carry(H, h_T)
        outputs.append(H)
    return outputs, h_T


def _zero_at_chunks(chunks, h_0, forward):
    results = [forward(chunk, h_0 if i == 0 else np.zeros_like(h_0)) for i, chunk in enumerate(chunks)]
    return np.concatenate([H for H, _ in results], axis=1), results[-1][1]


def _one_state_a_chunk(chunks, h_0, forward, join=np.stack, axis=1):
    h, states = h_0, []
    for chunk in chunks:
        _, h = forward(chunk, h)
        states.append(h)
    return join(states, axis=axis), h


#: Two chunks of one length, so that they can be joined along any axis.
_EQUAL_CHUNKS = (
    [np.array([[[1.0], [2.0]]]), np.array([[[3.0], [5.0]]])],
    np.ones((1, 1)),
    lambda X, h_0: (h_0[:, None] + X.cumsum(1), h_0 + X.sum(1)),
)

STREAM = (
    Suspect(
        "state-reset-at-chunks",
        lambda chunks, h_0, forward: (
            np.concatenate(_streamed(chunks, h_0, forward, keep=True)[0], axis=1),
            _streamed(chunks, h_0, forward, keep=True)[1],
        ),
        "The first chunk is right and every later one starts from h_0 again. What does a chunk hand to the next?",
    ),
    Suspect(
        "stream-initial-state-ignored",
        lambda chunks, h_0, forward: (
            np.concatenate(_streamed(chunks, np.zeros_like(h_0), forward)[0], axis=1),
            _streamed(chunks, np.zeros_like(h_0), forward)[1],
        ),
        "This is the stream begun from a zero state. It begins from h_0: someone may have read the part before.",
    ),
    Suspect(
        "zero-state-at-chunks",
        _zero_at_chunks,
        "Your chunks start from zeros, at least all those after the first. What does a chunk hand to the "
        "next?",
        also=(
            lambda chunks, h_0, forward: (
                np.concatenate(_streamed(chunks, np.zeros_like(h_0), forward, keep=True)[0], axis=1),
                _streamed(chunks, np.zeros_like(h_0), forward, keep=True)[1],
            ),
        ),
    ),
    Suspect(
        "carries-first-state",
        lambda chunks, h_0, forward: (
            np.concatenate(_streamed(chunks, h_0, forward, lambda H, h_T: H[:, 0])[0], axis=1),
            _streamed(chunks, h_0, forward, lambda H, h_T: H[:, 0])[1],
        ),
        "From the second chunk on you start with the state after a chunk's *first* step, H[:, 0].",
    ),
    Suspect(
        "all-at-once",
        lambda chunks, h_0, forward: forward(np.concatenate(chunks, axis=1), h_0),
        "Joining the chunks first needs them all at once, and a stream has no end. Feed them one at a time.",
    ),
    Suspect(
        "last-chunk-only",
        lambda chunks, h_0, forward: (
            _streamed(chunks, h_0, forward)[0][-1],
            _streamed(chunks, h_0, forward)[1],
        ),
        "H holds the states of the last chunk alone; wanted are those of the whole stream.",
    ),
    Suspect(
        "joined-along-the-batch",
        lambda chunks, h_0, forward: (
            np.concatenate(_streamed(chunks, h_0, forward)[0], axis=0),
            _streamed(chunks, h_0, forward)[1],
        ),
        "The chunks are joined along the batch axis. They follow one another in time: which axis is that?",
        probe=_EQUAL_CHUNKS,
    ),
    Suspect(
        "joined-along-the-units",
        lambda chunks, h_0, forward: (
            np.concatenate(_streamed(chunks, h_0, forward)[0], axis=2),
            _streamed(chunks, h_0, forward)[1],
        ),
        "The chunks are joined along the axis of the units. They follow one another in time: which axis is that?",
        probe=_EQUAL_CHUNKS,
    ),
    Suspect(
        "only-joined-states",
        lambda chunks, h_0, forward: np.concatenate(_streamed(chunks, h_0, forward)[0], axis=1),
        "H is right, and it is all you return. Two results are wanted: H, and h_T for whoever reads on.",
    ),
    Suspect(
        "stream-results-exchanged",
        lambda chunks, h_0, forward: (
            _streamed(chunks, h_0, forward)[1],
            np.concatenate(_streamed(chunks, h_0, forward)[0], axis=1),
        ),
        "Both results are right and in the other order: first all states, then the last one.",
    ),
    Suspect(
        "stream-leaves-after-one-chunk",
        lambda chunks, h_0, forward: forward(chunks[0], h_0),
        "Your function is done after the first chunk. Where does its `return` stand: in the loop or after it?",
    ),
    Suspect(
        "chunks-stacked",
        lambda chunks, h_0, forward: (
            np.stack(_streamed(chunks, h_0, forward)[0], axis=1),
            _streamed(chunks, h_0, forward)[1],
        ),
        "A stack gives the chunks an axis of their own, and they would all need one length. "
        "They continue an axis that is there, time.",
        also=(
            lambda chunks, h_0, forward: (
                np.stack(_streamed(chunks, h_0, forward)[0]),
                _streamed(chunks, h_0, forward)[1],
            ),
        ),
    ),
    Suspect(
        "outputs-in-a-list",
        lambda chunks, h_0, forward: _streamed(chunks, h_0, forward),
        "Your list holds the right states, chunk by chunk. One array [n, T_1 + T_2 + ..., h] is wanted.",
    ),
    Suspect(
        "only-final-states",
        lambda chunks, h_0, forward: _one_state_a_chunk(chunks, h_0, forward),
        "Your H holds one state for each chunk, its last. Wanted is the state after every step.",
        also=(
            lambda chunks, h_0, forward: _one_state_a_chunk(chunks, h_0, forward, np.concatenate),
            lambda chunks, h_0, forward: _one_state_a_chunk(chunks, h_0, forward, np.stack, axis=0),
        ),
    ),
    Suspect(
        "hands-on-all-states",
        lambda chunks, h_0, forward: (
            np.concatenate(_streamed(chunks, h_0, forward, lambda H, h_T: H)[0], axis=1),
            _streamed(chunks, h_0, forward, lambda H, h_T: H)[1],
        ),
        "The second chunk is started with all states of the first, [n, T_1, h]. A state is [n, h]: which one goes on?",
    ),
    Suspect(
        "results-not-unpacked",
        lambda chunks, h_0, forward: forward(chunks[0], h_0)[:, -1],
        "What `forward` gives back is a tuple of two, H and h_T, and here it is treated as one array.",
        also=(
            lambda chunks, h_0, forward: np.concatenate([forward(chunk, h_0) for chunk in chunks], axis=1),
            lambda chunks, h_0, forward: forward(chunks[1], forward(chunks[0], h_0)),
        ),
    ),
    Suspect(
        "hands-on-last-sequence",
        lambda chunks, h_0, forward: (
            np.concatenate(_streamed(chunks, h_0, forward, lambda H, h_T: H[-1])[0], axis=1),
            _streamed(chunks, h_0, forward, lambda H, h_T: H[-1])[1],
        ),
        "The second chunk is started with H[-1], the last *sequence* of the batch and all its steps. "
        "A state is one step of every sequence.",
    ),
)
