"""Our layers and those of the real Keras 3, with the same weights: the same outputs, states and gradients."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
import torch
from keras.src.backend.torch import numpy as backend
from layers import CELLS, Problem, assert_close, problem, relative, run

from rnncourse.cells import (
    GRU,
    LSTM,
    MGU,
    RNN,
    AblatedLSTM,
    Bidirectional,
    CoupledLSTM,
    ForgetOnlyLSTM,
    ProjectedLSTM,
    Stacked,
)
from rnncourse.frameworks.keras import from_keras, to_keras
from rnncourse.tree import map_arrays, named_arrays

# Keras asks NumPy for arrays in a way that NumPy 2 finds old.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword")

#: Ours, and the constructor of Keras's, without size and dtype.
THERE_AND_BACK = {
    "rnn": (RNN(), lambda **more: keras.layers.SimpleRNN(**more)),
    "rnn-relu": (RNN("relu"), lambda **more: keras.layers.SimpleRNN(activation="relu", **more)),
    "rnn-identity": (RNN("identity"), lambda **more: keras.layers.SimpleRNN(activation="linear", **more)),
    "lstm": (LSTM(), lambda **more: keras.layers.LSTM(**more)),
    "gru-after-keeps": (GRU(), lambda **more: keras.layers.GRU(**more)),
    "gru-after-takes": (GRU(update="takes"), lambda **more: keras.layers.GRU(**more)),
    "gru-before-keeps": (GRU(reset="before"), lambda **more: keras.layers.GRU(reset_after=False, **more)),
    "gru-before-takes": (
        GRU(reset="before", update="takes"),
        lambda **more: keras.layers.GRU(reset_after=False, **more),
    ),
}
#: Special cases, which leave as a general cell.
LEAVES_AS_ANOTHER = {
    "forget-only-beta-0": (ForgetOnlyLSTM(beta=0), GRU()),
    "coupled": (CoupledLSTM(), LSTM()),
    "ablated-NP": (AblatedLSTM("NP"), LSTM()),
    "mgu": (MGU(), GRU(reset="before")),
}
MERGES = {"concat": "concat", "sum": "sum", "mean": "ave"}
TOLERANCES = {np.float64: 1e-12, np.float32: 1e-5}
both_types = pytest.mark.parametrize("dtype", TOLERANCES, ids=lambda dtype: dtype.__name__)
every_map = pytest.mark.parametrize(("layer", "make"), THERE_AND_BACK.values(), ids=THERE_AND_BACK)


@pytest.fixture(autouse=True)
def products_in_float64(monkeypatch):
    """Keras's matrix product on PyTorch rounds float64 to float32 (keras-team/keras, issue 23704); not here.

    Only SimpleRNN and GRU(reset_after=False) go through it. All else is Keras as it is installed, and so is all
    of it in ``test_keras_as_installed_rounds_float64``.
    """
    rounding = backend.matmul

    def matmul(one: Any, other: Any) -> torch.Tensor:
        one, other = keras.ops.convert_to_tensor(one), keras.ops.convert_to_tensor(other)
        return torch.matmul(one, other) if one.dtype == other.dtype == torch.float64 else rounding(one, other)

    monkeypatch.setattr(backend, "matmul", matmul)
    return rounding


def made(make: Any, weights: list[np.ndarray], d: int, h: int, merge: str | None = None, **more: Any) -> Any:
    """A Keras layer with these weights, in one direction or two."""
    dtype = str(weights[0].dtype)
    theirs = make(units=h, return_sequences=True, return_state=True, dtype=dtype, **more)
    if merge:
        theirs = keras.layers.Bidirectional(theirs, merge_mode=MERGES[merge], dtype=dtype)
    theirs.build((None, None, d))
    theirs.set_weights(weights)
    return theirs


def run_keras(theirs: Any, layer: Any, given: Problem) -> dict[str, np.ndarray]:
    """Outputs, final state and every gradient, by the names that ``layers.run`` uses.

    Where padded, Keras repeats the last output in one direction; we compare what is real.
    """
    X = torch.tensor(given.X, requires_grad=True)
    state = [torch.tensor(array, requires_grad=True) for array in named_arrays(given.state).values()]
    valid = torch.ones(X.shape[:2], dtype=torch.bool)
    if given.lengths is not None:
        valid = torch.arange(X.shape[1]) < torch.tensor(given.lengths)[:, None]
    mask = None if given.lengths is None else valid
    outputs, *final = theirs(X, mask=mask, initial_state=state)
    outputs = outputs * valid[..., None]
    weighted = [(outputs, given.d_outputs), *zip(final, named_arrays(given.d_final).values(), strict=True)]
    loss = sum((array * torch.tensor(weights)).sum() for array, weights in weighted)
    weights = [variable.value for variable in theirs.trainable_variables]
    gradients = [gradient.numpy() for gradient in torch.autograd.grad(loss, [X, *state, *weights])]
    named = dict(
        zip(named_arrays(given.state, "final"), (array.detach().numpy() for array in final), strict=True)
    )
    d_state = dict(zip(named_arrays(given.state, "d_state"), gradients[1 : 1 + len(state)], strict=True))
    d_params = from_keras(layer, [_in_one_bias(gradient) for gradient in gradients[1 + len(state) :]])
    return {
        "outputs": outputs.detach().numpy(),
        "dX": gradients[0],
        **named,
        **d_state,
        **named_arrays(d_params, "d_params"),
    }


def _in_one_bias(gradient: np.ndarray) -> np.ndarray:
    """The gradient of a GRU's two biases, z, r, h, read as biases are: added, though both have that of their sum."""
    if len(gradient) != 2 or gradient.shape[1] % 3:
        return gradient
    shared = gradient.shape[1] // 3 * 2
    assert relative(gradient[1, :shared], gradient[0, :shared]) < 1e-5
    gradient[1, :shared] = 0
    return gradient


@every_map
@both_types
@pytest.mark.parametrize("padded", [False, True], ids=["full", "padded"])
def test_outputs_final_states_and_every_gradient(rng, layer, make, dtype, padded):
    task = problem(layer, rng, n=4, T=5, d=3, h=6, dtype=dtype, padded=padded)
    theirs = made(make, to_keras(layer, task.params), d=3, h=6)
    assert_close(run(layer, task), run_keras(theirs, layer, task), TOLERANCES[dtype])


@every_map
@both_types
@pytest.mark.parametrize("merge", MERGES)
def test_two_directions_padded(rng, layer, make, dtype, merge):
    both = Bidirectional(layer, merge=merge)
    task = problem(both, rng, n=4, T=5, d=3, h=6, dtype=dtype, padded=True)
    theirs = made(make, to_keras(both, task.params), d=3, h=6, merge=merge)
    assert_close(run(both, task), run_keras(theirs, both, task), TOLERANCES[dtype])


@pytest.mark.parametrize("name", ["rnn", "gru-before-keeps"])
def test_keras_as_installed_rounds_float64(rng, monkeypatch, products_in_float64, name):
    """Where this fails, Keras has been mended and the fixture above can go."""
    layer, make = THERE_AND_BACK[name]
    task = problem(layer, rng, n=4, T=5, d=3, h=6)
    theirs = made(make, to_keras(layer, task.params), d=3, h=6)
    monkeypatch.setattr(backend, "matmul", products_in_float64)
    ours, want = run(layer, task), run_keras(theirs, layer, task)
    assert_close(ours, want, 1e-6)
    assert relative(ours["outputs"], want["outputs"]) > 1e-12


@both_types
def test_a_sequential_of_different_layers_is_a_stack(rng, dtype):
    layer = Stacked([LSTM(), Bidirectional(GRU()), GRU(reset="before"), RNN("relu")])
    task = problem(layer, rng, n=4, T=5, d=3, h=6, dtype=dtype)
    task = task._replace(state=None, d_final=map_arrays(np.zeros_like, task.d_final))
    options = {"units": 6, "return_sequences": True, "dtype": np.dtype(dtype).name}
    theirs = keras.Sequential(
        [
            keras.layers.LSTM(**options),
            keras.layers.Bidirectional(keras.layers.GRU(**options), dtype=options["dtype"]),
            keras.layers.GRU(reset_after=False, **options),
            keras.layers.SimpleRNN(activation="relu", **options),
        ]
    )
    theirs.build((None, None, 3))
    theirs.set_weights(to_keras(layer, task.params))
    X = torch.tensor(task.X, requires_grad=True)
    outputs = theirs(X)
    weights = [variable.value for variable in theirs.trainable_variables]
    dX, *gradients = torch.autograd.grad((outputs * torch.tensor(task.d_outputs)).sum(), [X, *weights])
    d_params = from_keras(layer, [_in_one_bias(gradient.numpy()) for gradient in gradients])
    ours = {name: array for name, array in run(layer, task).items() if name[:5] not in ("final", "d_sta")}
    want = {"outputs": outputs.detach().numpy(), "dX": dX.numpy(), **named_arrays(d_params, "d_params")}
    assert_close(ours, want, TOLERANCES[dtype])


@pytest.mark.parametrize(("layer", "into"), LEAVES_AS_ANOTHER.values(), ids=LEAVES_AS_ANOTHER)
def test_a_special_case_leaves_as_the_cell_that_it_is_one_of(rng, layer, into):
    task = problem(layer, rng, n=4, T=5, d=3, h=6, padded=True)
    name = {LSTM(): "lstm", GRU(): "gru-after-keeps", GRU(reset="before"): "gru-before-keeps"}[into]
    theirs = made(THERE_AND_BACK[name][1], to_keras(layer, task.params), d=3, h=6)
    ours, want = run(layer, task), run_keras(theirs, into, task)
    in_common = [key for key in ours if not key.startswith("d_params")]
    assert_close({key: ours[key] for key in in_common}, {key: want[key] for key in in_common}, 1e-12)
    read = run(into, task._replace(params=from_keras(into, theirs.get_weights())))
    assert_close(read, want, 1e-12)
    with pytest.raises(ValueError, match="its tied gates are trained apart; read it as"):
        from_keras(layer, theirs.get_weights())


@every_map
@both_types
def test_there_and_back_gives_the_same_bits(rng, layer, make, dtype):
    stack = Stacked([layer, Bidirectional(layer)])
    params = stack.init(rng, 3, 5, dtype)
    back = from_keras(stack, to_keras(stack, params))
    assert named_arrays(back).keys() == named_arrays(params).keys()
    for name, array in named_arrays(params).items():
        assert named_arrays(back)[name].dtype == dtype
        assert np.array_equal(named_arrays(back)[name], array), name


@every_map
def test_the_weights_that_keras_draws_are_ours_too(rng, layer, make):
    """Read from a layer, not written into one, biases drawn as well: where there are two, both count."""
    task = problem(layer, rng, n=4, T=5, d=3, h=6)
    keras.utils.set_random_seed(0)
    theirs = made(make, to_keras(layer, task.params), d=3, h=6, bias_initializer="uniform")
    theirs.set_weights([rng.normal(size=array.shape) for array in theirs.get_weights()])
    params = from_keras(layer, theirs.get_weights())
    assert_close(run(layer, task._replace(params=params)), run_keras(theirs, layer, task), 1e-12)


@every_map
def test_a_layer_without_biases_comes_with_biases_of_zero(rng, layer, make):
    task = problem(layer, rng, n=4, T=5, d=3, h=6)
    theirs = make(units=6, return_sequences=True, use_bias=False, dtype="float64")
    theirs.build((None, None, 3))
    theirs.set_weights(to_keras(layer, task.params)[:2])
    params = from_keras(layer, theirs.get_weights())
    assert not params.b_h.any()
    with torch.no_grad():
        outputs = theirs(torch.tensor(task.X)).numpy()
    assert relative(layer.forward(params, task.X)[0], outputs) < 1e-12


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("peephole", "keras.layers.LSTM has no weights from c to the gates"),
        ("projected", "keras.layers.LSTM has no projection: its state is as wide as its cell"),
        ("lstm-1997", "a forget gate that is always 1 would need an infinite bias"),
        ("layer-norm", "its pre-activations are normalised"),
    ],
)
def test_what_keras_does_not_have_is_refused_with_the_reason(rng, name, reason):
    with pytest.raises(ValueError, match=reason):
        to_keras(CELLS[name], CELLS[name].init(rng, 3, 5))
    with pytest.raises(ValueError, match=reason):
        from_keras(CELLS[name], [np.zeros((3, 20)), np.zeros((5, 20)), np.zeros(20)])


def test_weights_that_do_not_fit_are_named(rng):
    weights = to_keras(GRU(), GRU().init(rng, 3, 5))
    with pytest.raises(
        ValueError, match=r"shape \[15\] for GRU.* got \[2, 15\]; reset_after=True is reset='after'"
    ):
        from_keras(GRU(reset="before"), weights)
    with pytest.raises(
        ValueError, match=r"3 arrays for each of the 2 cells of .* or 2 where it has no biases, got 3"
    ):
        from_keras(Bidirectional(GRU()), weights)
    with pytest.raises(ValueError, match=r"W_xh should have shape \[3, 20\], got \[3, 15\]"):
        from_keras(LSTM(), [weights[0], weights[1], weights[2][0]])
    with pytest.raises(
        ValueError, match="the gates z, r, g should have 3 blocks of one size, got 20 columns"
    ):
        from_keras(GRU(reset="before"), to_keras(LSTM(), LSTM().init(rng, 3, 5)))
    with pytest.raises(TypeError, match="params should be the projection"):
        to_keras(ProjectedLSTM(p=2), LSTM().init(rng, 3, 5))
