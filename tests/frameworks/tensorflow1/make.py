"""Golden numbers from TensorFlow 1's own cells, run once, in an environment of its own.

    python3.11 -m venv tensorflow1 && tensorflow1/bin/pip install -r requirements.txt
    tensorflow1/bin/python make.py goldens.json

Every case is a cell of ``tf.compat.v1.nn.rnn_cell`` under ``dynamic_rnn``, or two under
``bidirectional_dynamic_rnn``, on three sequences of 4, 2 and 3 steps from an initial state that is not zero.
Stored are the settings, the variables under the names that TensorFlow gives them, the loss's weights, and what
came out: outputs, final state, and by ``tf.gradients`` the gradient of the loss, Σ of outputs and final state
times their weights, for every variable, the input and the initial state. float64 throughout; what goes in has
two digits, what comes out all of them.
"""

from __future__ import annotations

import json
import sys

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
cells = v1.nn.rnn_cell
N, T, D, H = 3, 4, 2, 3
LENGTHS = [4, 2, 3]

CASES = {
    "BasicRNNCell": lambda: cells.BasicRNNCell(H, dtype=tf.float64),
    "BasicRNNCell relu": lambda: cells.BasicRNNCell(H, activation=tf.nn.relu, dtype=tf.float64),
    "BasicLSTMCell": lambda: cells.BasicLSTMCell(H, dtype=tf.float64),
    "BasicLSTMCell forget_bias 0.3": lambda: cells.BasicLSTMCell(H, forget_bias=0.3, dtype=tf.float64),
    "LSTMCell": lambda: cells.LSTMCell(H, dtype=tf.float64),
    "LSTMCell use_peepholes": lambda: cells.LSTMCell(H, use_peepholes=True, dtype=tf.float64),
    "LSTMCell num_proj 2": lambda: cells.LSTMCell(H, num_proj=2, dtype=tf.float64),
    "GRUCell": lambda: cells.GRUCell(H, dtype=tf.float64),
    "MultiRNNCell of LSTMCell 3 and GRUCell 2": lambda: cells.MultiRNNCell(
        [cells.LSTMCell(3, dtype=tf.float64), cells.GRUCell(2, dtype=tf.float64)]
    ),
    "DropoutWrapper keep 1.0": lambda: cells.DropoutWrapper(
        cells.BasicLSTMCell(H, dtype=tf.float64),
        output_keep_prob=1.0,
        input_keep_prob=1.0,
        state_keep_prob=1.0,
    ),
    "bidirectional BasicLSTMCell": lambda: [cells.BasicLSTMCell(H, dtype=tf.float64) for _ in range(2)],
}


def short(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Normal numbers of two digits, so that the stored file is small and says them exactly."""
    return rng.normal(size=shape).round(2)


def run(make, rng: np.random.Generator) -> dict:
    X = tf.constant(short(rng, (N, T, D)))
    made = make()
    both = isinstance(made, list)
    zeros = [cell.zero_state(N, tf.float64) for cell in (made if both else [made])]
    state = tf.nest.map_structure(lambda array: tf.constant(short(rng, tuple(array.shape))), zeros)
    if both:
        outputs, final = v1.nn.bidirectional_dynamic_rnn(*made, X, LENGTHS, *state)
        outputs, final = tf.concat(outputs, 2), list(final)
    else:
        outputs, last = v1.nn.dynamic_rnn(made, X, LENGTHS, state[0])
        final = [last]
    d_outputs = tf.constant(short(rng, tuple(outputs.shape)))
    flat, states = tf.nest.flatten(final), tf.nest.flatten(state)
    d_final = [tf.constant(short(rng, tuple(array.shape))) for array in flat]
    pairs = zip([outputs, *flat], [d_outputs, *d_final], strict=True)
    loss = tf.add_n([tf.reduce_sum(array * weights) for array, weights in pairs])
    variables = {variable.name: variable for variable in v1.trainable_variables()}
    with v1.Session() as session:
        for variable in variables.values():
            variable.load(short(rng, tuple(variable.shape)), session)
        fetches = {
            "X": X,
            "state": states,
            "variables": variables,
            "d_outputs": d_outputs,
            "d_final": d_final,
            "outputs": outputs,
            "final": flat,
            "d_variables": dict(zip(variables, tf.gradients(loss, list(variables.values())), strict=True)),
            "d_X": tf.gradients(loss, X)[0],
            "d_state": tf.gradients(loss, states),
        }
        return {"lengths": LENGTHS, **session.run(fetches)}


def main(path: str) -> None:
    v1.disable_v2_behavior()
    stored = {"tensorflow": tf.__version__, "cases": {}}
    for seed, (name, make) in enumerate(CASES.items()):
        with tf.Graph().as_default():
            stored["cases"][name] = run(make, np.random.default_rng(seed))
    text = json.dumps(stored, default=lambda array: array.tolist(), separators=(",", ":"))
    # One line an array, so that a difference can be read.
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(',"', ',\n"') + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
