"""What the checks of chapter 5 expect and lend is what the course's own layer does."""

from __future__ import annotations

import numpy as np
import pytest

from rnncourse.cells import LSTM
from rnncourse.checks import lstm as lent
from rnncourse.frameworks import onnx, pytorch, tensorflow1


def through_pytorch(arrays, h):
    module = pytorch.to_torch(LSTM(), LSTM().init(np.random.default_rng(1), arrays[0].shape[1], h))
    names = [f"{name}_l0" for name in lent.NAMES["pytorch"]]
    module.load_state_dict(
        {name: pytorch.torch.from_numpy(array) for name, array in zip(names, arrays, strict=True)}
    )
    return pytorch.from_torch(module)[1]


def through_onnx(arrays, h):
    attributes = {"direction": "forward", "hidden_size": h}
    return onnx.from_onnx([onnx.Operator("LSTM", attributes, dict(zip("WRB", arrays, strict=True)))])[1]


def through_tensorflow1(arrays, h):
    variables = dict(zip(lent.NAMES["tensorflow1"], arrays, strict=True))
    return tensorflow1.from_tf1(LSTM(), variables, forget_bias=1.0)


@pytest.mark.parametrize(
    ("layout", "back"),
    [("pytorch", through_pytorch), ("onnx", through_onnx), ("tensorflow1", through_tensorflow1)],
)
def test_weights_in_a_librarys_layout_come_back_as_ours(layout, back):
    ours, theirs = lent.foreign(np.random.default_rng(0), layout, d=2, h=3)
    for wanted, got in zip(ours, back(theirs, 3), strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-12, atol=1e-12)


def test_a_cell_with_the_expected_bias_halves_in_the_stated_time():
    steps = np.array([1.0, 3.0, 12.0])
    np.testing.assert_allclose(lent.left_after(steps)(lent.biases_of(steps)), 0.5, rtol=1e-12)
    np.testing.assert_allclose(lent.rates_of(steps) ** steps, 0.5, rtol=1e-12)


def test_chrono_biases_keep_between_two_and_the_longest_time():
    (u, T_max), b_h = lent.chrono_case(np.random.default_rng(0), h=500, T_max=40)
    b_i, b_f, b_g, b_o = np.split(b_h, 4)
    times = 1 + np.exp(b_f)  # a gate at log(τ − 1) keeps (τ − 1)/τ
    assert 2 <= times.min() < 3
    assert 39 < times.max() <= T_max
    np.testing.assert_array_equal(b_i, -b_f)
    assert not b_g.any()
    assert not b_o.any()
    np.testing.assert_allclose(times, 2 + u * (T_max - 2), rtol=1e-12)


@pytest.mark.parametrize("padding", [None, np.nan])
def test_final_states_of_a_padded_run_do_not_depend_on_what_it_shows_behind_the_ends(padding):
    lengths = np.array([3, 0, 5, 1])
    (H, C, _, h_0, c_0), (h, c) = lent.padded_run(
        np.random.default_rng(0), lengths, T=5, d=2, h=3, padding=padding
    )
    for row, length in enumerate(lengths):
        np.testing.assert_allclose(h[row], H[row, length - 1] if length else h_0[row], rtol=1e-12)
        np.testing.assert_allclose(c[row], C[row, length - 1] if length else c_0[row], rtol=1e-12)


@pytest.mark.parametrize("biases", [1, 2])
def test_expected_counts_are_those_of_the_arrays(biases):
    params = LSTM().init(np.random.default_rng(0), d=3, h=5)
    kept = [*params, params.b_h][: 2 + biases]
    assert lent.parameters(3, 5, biases) == sum(array.size for array in kept)


def test_lent_steps_back_put_together_are_the_layers_backward_pass():
    (dH, dh, dc, step_back), expected = lent.way_back(np.random.default_rng(0), n=2, T=3, d=4, h=5)
    dX, sums = [], []
    for t in (2, 1, 0):
        dx_t, dh, dc, *grads = step_back(t, dH[:, t] + dh, dc)
        dX.insert(0, dx_t), sums.append(grads)
    got = np.stack(dX, axis=1), dh, dc, *(sum(part) for part in zip(*sums, strict=True))
    for wanted, found in zip(expected, got, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-12)
    with pytest.raises(ValueError, match="the steps are 0 to 2, got t = 3"):
        step_back(3, dh, dc)
