"""Our layers against TensorFlow 1's own cells: the golden numbers that tensorflow1/make.py stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from layers import Problem, assert_close, problem, run

from rnncourse.cells import (
    GRU,
    LSTM,
    MGU,
    RNN,
    AblatedLSTM,
    Bidirectional,
    CoupledLSTM,
    ForgetOnlyLSTM,
    PeepholeLSTM,
    ProjectedLSTM,
    Stacked,
)
from rnncourse.frameworks.tensorflow1 import from_tf1, short_name, to_tf1
from rnncourse.tree import Tree, named_arrays, with_arrays

GOLDENS = json.loads((Path(__file__).parent / "tensorflow1" / "goldens.json").read_text(encoding="utf-8"))[
    "cases"
]

#: What TensorFlow ran, and what it is here.
LAYERS = {
    "BasicRNNCell": RNN(),
    "BasicRNNCell relu": RNN("relu"),
    "BasicLSTMCell": LSTM(),
    "BasicLSTMCell forget_bias 0.3": LSTM(),
    "LSTMCell": LSTM(),
    "LSTMCell use_peepholes": PeepholeLSTM(),
    "LSTMCell num_proj 2": ProjectedLSTM(p=2),
    "GRUCell": GRU(reset="before"),
    "MultiRNNCell of LSTMCell 3 and GRUCell 2": Stacked([LSTM(), GRU(reset="before")]),
    "DropoutWrapper keep 1.0": LSTM(),
    "bidirectional BasicLSTMCell": Bidirectional(LSTM()),
}
#: Our cells that TensorFlow 1 has as well.
THERE_AND_BACK = {
    "rnn": RNN(),
    "rnn-relu": RNN("relu"),
    "rnn-identity": RNN("identity"),
    "lstm": LSTM(),
    "peephole": PeepholeLSTM(),
    "projected": ProjectedLSTM(p=3),
    "gru-before-keeps": GRU(reset="before"),
    "gru-before-takes": GRU(reset="before", update="takes"),
}
LEAVES_AS_ANOTHER = {
    "forget-only-beta-0": (ForgetOnlyLSTM(beta=0), GRU(reset="before")),
    "coupled": (CoupledLSTM(), LSTM()),
    "mgu": (MGU(), GRU(reset="before")),
    "ablated-NP": (AblatedLSTM("NP"), LSTM()),
    "ablated-V": (AblatedLSTM(), PeepholeLSTM()),
    "ablated-CIFG": (AblatedLSTM("CIFG"), PeepholeLSTM()),
}


def golden(name: str) -> tuple[Any, Problem, dict[str, Any]]:
    """The layer, the problem that TensorFlow was given, and all that was stored."""
    layer, stored = LAYERS[name], GOLDENS[name]
    forget_bias = 0.3 if "0.3" in name else 1.0
    params = from_tf1(layer, arrays(stored["variables"]), forget_bias)
    X, d_outputs = np.array(stored["X"]), np.array(stored["d_outputs"])
    like = layer.zero_state(params, len(X))
    state, d_final = (as_ours(like, stored[key]) for key in ("state", "d_final"))
    return layer, Problem(params, X, state, np.array(stored["lengths"]), d_outputs, d_final), stored


def arrays(variables: dict[str, list]) -> dict[str, np.ndarray]:
    return {name: np.array(values) for name, values in variables.items()}


def as_ours(like: Tree, states: list) -> Tree:
    """TensorFlow's states, (c, h) for an LSTM, in our form (h, c)."""
    swap = {"h": "c", "c": "h"}
    order = [name[:-1] + swap.get(name[-1:], name[-1:]) for name in named_arrays(like)]
    return with_arrays(like, dict(zip(order, map(np.array, states), strict=True)))


@pytest.mark.parametrize("name", GOLDENS)
def test_outputs_final_states_and_every_gradient(name):
    layer, task, stored = golden(name)
    d_params = from_tf1(layer, arrays(stored["d_variables"]), forget_bias=0)
    want = {
        "outputs": np.array(stored["outputs"]),
        "dX": np.array(stored["d_X"]),
        **named_arrays(as_ours(task.state, stored["final"]), "final"),
        **named_arrays(as_ours(task.state, stored["d_state"]), "d_state"),
        **named_arrays(d_params, "d_params"),
    }
    assert_close(run(layer, task), want, 1e-12)


def test_every_golden_case_is_a_layer_of_ours():
    assert GOLDENS.keys() == LAYERS.keys()


@pytest.mark.parametrize("name", GOLDENS)
def test_back_to_tensorflow_gives_the_variables_that_it_had(name):
    layer, task, stored = golden(name)
    variables = to_tf1(layer, task.params, forget_bias=0.3 if "0.3" in name else 1.0)
    had = {short_name(full): array for full, array in arrays(stored["variables"]).items()}
    assert_close(variables, had, 1e-15)


def test_the_forget_bias_is_not_stored_there_and_is_stored_here():
    layer, task, stored = golden("BasicLSTMCell")
    there = np.array(stored["variables"]["rnn/basic_lstm_cell/bias:0"])
    i, f, g, o = np.split(task.params.b_h, 4)
    assert np.allclose(np.split(there, 4), [i, g, f - 1, o], rtol=0, atol=1e-15)
    forgotten = from_tf1(layer, arrays(stored["variables"]), forget_bias=0)
    H, _, _ = layer.forward(forgotten, task.X, task.state, task.lengths)
    assert np.abs(H - stored["outputs"]).max() > 0.01


@pytest.mark.parametrize("layer", THERE_AND_BACK.values(), ids=THERE_AND_BACK)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    "compose",
    [lambda cell: Stacked([cell, Bidirectional(cell)]), lambda cell: Bidirectional(Stacked([cell] * 2))],
)
def test_there_and_back_gives_the_same_weights(rng, layer, dtype, compose):
    whole = compose(layer)
    params = whole.init(rng, 4, 5, dtype)
    back = from_tf1(whole, to_tf1(whole, params, forget_bias=0.7), forget_bias=0.7)
    assert {array.dtype for array in named_arrays(back).values()} == {np.dtype(dtype)}
    assert_close(named_arrays(back), named_arrays(params), 4 * np.finfo(dtype).eps)


@pytest.mark.parametrize(("layer", "into"), LEAVES_AS_ANOTHER.values(), ids=LEAVES_AS_ANOTHER)
def test_a_special_case_leaves_as_the_cell_that_it_is_one_of(rng, layer, into):
    task = problem(layer, rng, padded=True)
    variables = to_tf1(layer, task.params)
    ours, same = run(layer, task), run(into, task._replace(params=from_tf1(into, variables)))
    in_common = [name for name in ours if not name.startswith("d_params")]
    assert_close({name: same[name] for name in in_common}, {name: ours[name] for name in in_common}, 1e-13)
    with pytest.raises(ValueError, match="its tied gates are trained apart; read it as"):
        from_tf1(layer, variables)


@pytest.mark.parametrize("update", ["keeps", "takes"])
def test_a_reset_after_the_product_is_refused_with_the_reason(rng, update):
    layer = GRU(update=update)
    reason = r"GRUCell resets before the product, \(r ⊙ h\) W, and has no bias b_hg inside a reset"
    with pytest.raises(ValueError, match=reason):
        to_tf1(layer, layer.init(rng, 3, 5))
    with pytest.raises(ValueError, match=reason):
        from_tf1(layer, {})


def test_variables_that_do_not_fit_are_named(rng):
    variables = to_tf1(LSTM(), LSTM().init(rng, 3, 5))
    with pytest.raises(ValueError, match=r"should hold w_i_diag for PeepholeLSTM\(.*\), got kernel, bias"):
        from_tf1(PeepholeLSTM(), variables)
    with pytest.raises(ValueError, match="got w_f_diag besides"):
        from_tf1(LSTM(), variables | {"rnn/lstm_cell/w_f_diag:0": np.zeros(5)})
    with pytest.raises(ValueError, match="got two of one kind: encoder/kernel, decoder/kernel"):
        from_tf1(LSTM(), {"encoder/kernel": variables["kernel"], "decoder/kernel": variables["kernel"]})
    with pytest.raises(ValueError, match=r"W_xh should have shape \[3, 5\], got \[3, 20\]"):
        from_tf1(RNN(), {"kernel": variables["kernel"], "bias": variables["bias"][:5]})
