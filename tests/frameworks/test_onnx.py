"""Our layers as ONNX models, run by ONNX Runtime, in the float32 that it has: the same outputs and final states."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
import pytest
from layers import CELLS, Problem, assert_close, problem
from onnx import helper

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
    Stacked,
)
from rnncourse.frameworks.onnx import Operator, from_onnx, to_onnx
from rnncourse.tree import named_arrays, with_arrays

THERE_AND_BACK = {
    "rnn": RNN(),
    "rnn-relu": RNN("relu"),
    "rnn-identity": RNN("identity"),
    "lstm": LSTM(),
    "peephole": PeepholeLSTM(),
    "coupled": CoupledLSTM(),
    "ablated-NIAF": AblatedLSTM("NIAF"),
    "ablated-NOAF": AblatedLSTM("NOAF"),
    "gru-after-keeps": GRU(),
    "gru-before-keeps": GRU(reset="before"),
}
LEAVES_AS_ANOTHER = {
    "forget-only-beta-0": (ForgetOnlyLSTM(beta=0), GRU()),
    "gru-after-takes": (GRU(update="takes"), GRU()),
    "gru-before-takes": (GRU(reset="before", update="takes"), GRU(reset="before")),
    "mgu": (MGU(), GRU(reset="before")),
    "ablated-NP": (AblatedLSTM("NP"), LSTM()),
    "ablated-V": (AblatedLSTM(), PeepholeLSTM()),
    "ablated-CIFG": (AblatedLSTM("CIFG"), PeepholeLSTM()),
}
EVERY = THERE_AND_BACK | {name: layer for name, (layer, _) in LEAVES_AS_ANOTHER.items()}
STATES = ("initial_h", "initial_c")


def model(operators: list[Operator]) -> bytes:
    """A model of the operators, one on the other; between them Y [T, dirs, n, h] becomes [T, n, dirs·h]."""
    nodes, constants, outputs, X = [], [], [], "X"
    for level, operator in enumerate(operators):
        name = "{}" + f"_{level}"
        states = STATES[: 2 if operator.op_type == "LSTM" else 1]
        there = [key for key in ("W", "R", "B") if key in operator.inputs]
        inputs = [X, *map(name.format, there), *[""] * (3 - len(there)), "lengths", *map(name.format, states)]
        if "P" in operator.inputs:
            inputs.append(name.format("P"))
        finals = [name.format(state.replace("initial", "Y")) for state in states]
        nodes.append(
            helper.make_node(operator.op_type, inputs, [name.format("Y"), *finals], **operator.attributes)
        )
        for key, array in operator.inputs.items():
            constants.append(onnx.numpy_helper.from_array(np.ascontiguousarray(array), name.format(key)))
        swapped, X = name.format("swapped"), name.format("H")
        constants.append(onnx.numpy_helper.from_array(np.array([0, 0, -1]), name.format("shape")))
        nodes.append(helper.make_node("Transpose", [name.format("Y")], [swapped], perm=[0, 2, 1, 3]))
        nodes.append(helper.make_node("Reshape", [swapped, name.format("shape")], [X]))
        outputs += finals
    real, whole = onnx.TensorProto.FLOAT, onnx.TensorProto.INT32
    given = [
        f"{state}_{level}"
        for level, one in enumerate(operators)
        for state in STATES[: 1 + (one.op_type == "LSTM")]
    ]
    graph = helper.make_graph(
        nodes,
        "course",
        [
            helper.make_tensor_value_info("X", real, [None, None, None]),
            helper.make_tensor_value_info("lengths", whole, [None]),
            *[helper.make_tensor_value_info(state, real, [None, None, None]) for state in given],
        ],
        [helper.make_tensor_value_info(output, real, [None] * 3) for output in [X, *outputs]],
        constants,
    )
    built = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    onnx.checker.check_model(built)
    return built.SerializeToString()


def run_onnx(operators: list[Operator], given: Problem) -> dict[str, np.ndarray]:
    """Outputs and final states in our form: every level's directions, h before c."""
    session = onnxruntime.InferenceSession(model(operators), providers=["CPUExecutionProvider"])
    n, T, _ = given.X.shape
    lengths = np.full(n, T) if given.lengths is None else given.lengths
    feeds = {"X": given.X.transpose(1, 0, 2), "lengths": lengths.astype(np.int32)}
    arrays = list(named_arrays(given.state).values())
    for level, operator in enumerate(operators):
        kinds, directions = 1 + (operator.op_type == "LSTM"), len(operator.inputs["W"])
        own, arrays = arrays[: kinds * directions], arrays[kinds * directions :]
        feeds |= {f"{STATES[kind]}_{level}": np.stack(own[kind::kinds]) for kind in range(kinds)}
    H, *finals = session.run(None, feeds)
    states = []
    for operator in operators:
        kinds = 1 + (operator.op_type == "LSTM")
        own, finals = finals[:kinds], finals[kinds:]
        states += [array[way] for way in range(len(own[0])) for array in own]
    final = with_arrays(given.state, dict(zip(named_arrays(given.state), states, strict=True)))
    return {"outputs": H.transpose(1, 0, 2), **named_arrays(final, "final")}


def agree(layer, operators: list[Operator], task: Problem) -> None:
    outputs, final, _ = layer.forward(task.params, task.X, task.state, task.lengths)
    assert_close({"outputs": outputs, **named_arrays(final, "final")}, run_onnx(operators, task), 1e-5)


@pytest.mark.parametrize("layer", EVERY.values(), ids=EVERY)
@pytest.mark.parametrize("padded", [False, True], ids=["full", "padded"])
@pytest.mark.parametrize("directions", [1, 2], ids="directions{}".format)
def test_outputs_and_final_states(rng, layer, directions, padded):
    layer = layer if directions == 1 else Bidirectional(layer)
    task = problem(layer, rng, n=4, T=5, d=3, h=6, dtype=np.float32, padded=padded)
    agree(layer, to_onnx(layer, task.params), task)


def test_a_stack_of_different_layers(rng):
    layer = Stacked([Bidirectional(PeepholeLSTM()), GRU(), Bidirectional(RNN("relu"))])
    task = problem(layer, rng, n=4, T=5, d=3, h=6, dtype=np.float32, padded=True)
    agree(layer, to_onnx(layer, task.params), task)


@pytest.mark.parametrize("merge", ["sum", "mean"])
def test_directions_that_are_not_concatenated_leave_alike_for_onnx_does_not_merge(rng, merge):
    layer = Bidirectional(GRU(), merge=merge)
    task = problem(layer, rng, n=4, T=5, d=3, h=6, dtype=np.float32)
    (operator,) = to_onnx(layer, task.params)
    H = run_onnx([operator], task)["outputs"]
    merged = (H[..., :6] + H[..., 6:]) * (0.5 if merge == "mean" else 1)
    outputs, _, _ = layer.forward(task.params, task.X, task.state)
    assert_close({"outputs": outputs}, {"outputs": merged}, 1e-5)


@pytest.mark.parametrize("layer", THERE_AND_BACK.values(), ids=THERE_AND_BACK)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("compose", ["cell", "two directions", "stack"])
def test_there_and_back_gives_the_same_layer_and_the_same_bits(rng, layer, dtype, compose):
    whole = {
        "cell": layer,
        "two directions": Bidirectional(layer),
        "stack": Stacked([layer, Bidirectional(layer)]),
    }[compose]
    params = whole.init(rng, 4, 5, dtype)
    came_back, same = from_onnx(to_onnx(whole, params))
    assert came_back == whole
    assert named_arrays(same).keys() == named_arrays(params).keys()
    for name, array in named_arrays(params).items():
        assert named_arrays(same)[name].dtype == dtype
        assert np.array_equal(named_arrays(same)[name], array), name


@pytest.mark.parametrize(("layer", "into"), LEAVES_AS_ANOTHER.values(), ids=LEAVES_AS_ANOTHER)
def test_a_special_case_comes_back_as_the_cell_that_it_is_one_of(rng, layer, into):
    task = problem(layer, rng, padded=True)
    came_back, params = from_onnx(to_onnx(layer, task.params))
    assert came_back == into
    H, _, _ = layer.forward(task.params, task.X, task.state, task.lengths)
    same, _, _ = into.forward(params, task.X, task.state, task.lengths)
    assert_close({"outputs": same}, {"outputs": H}, 1e-13)


@pytest.mark.parametrize("layer", [RNN(), LSTM(), CoupledLSTM(), GRU(), GRU(reset="before")], ids=repr)
def test_both_biases_count(rng, layer):
    """Read from operators, not written into some: no bias is zero there."""
    task = problem(layer, rng, n=4, T=5, d=3, h=6, dtype=np.float32)
    (operator,) = to_onnx(layer, task.params)
    B = rng.normal(size=operator.inputs["B"].shape).astype(np.float32)
    operator = operator._replace(inputs=operator.inputs | {"B": B})
    came_back, params = from_onnx([operator])
    agree(came_back, [operator], task._replace(params=params))


def test_an_operator_without_biases_comes_with_biases_of_zero(rng):
    task = problem(GRU(), rng, n=4, T=5, d=3, h=6, dtype=np.float32)
    (operator,) = to_onnx(GRU(), task.params)
    operator = operator._replace(inputs={name: operator.inputs[name] for name in "WR"})
    came_back, params = from_onnx([operator])
    assert not params.b_h.any()
    agree(came_back, [operator], task._replace(params=params))


@pytest.mark.parametrize(
    ("layer", "usual"), [(LSTM(), ["Sigmoid", "Tanh", "Tanh"]), (GRU(), ["Sigmoid", "Tanh"])]
)
def test_the_usual_activations_may_be_named(rng, layer, usual):
    both = Bidirectional(layer)
    (operator,) = to_onnx(both, both.init(rng, 3, 5))
    assert (
        from_onnx([operator._replace(attributes=operator.attributes | {"activations": usual * 2})])[0] == both
    )


def test_an_ablated_operator_without_peepholes_comes_with_peepholes_of_zero(rng):
    layer = AblatedLSTM("NIAF")
    task = problem(layer, rng, n=4, T=5, d=3, h=6, dtype=np.float32)
    (operator,) = to_onnx(layer, task.params)
    operator = operator._replace(inputs={name: operator.inputs[name] for name in "WRB"})
    came_back, params = from_onnx([operator])
    assert came_back == layer
    assert not np.any([params.p_i, params.p_f, params.p_o])
    agree(layer, [operator], task._replace(params=params))


def test_coupled_gates_are_one_minus_the_input_gate_and_the_forget_rows_are_not_read(rng):
    task = problem(CoupledLSTM(), rng, n=4, T=5, d=3, h=6, dtype=np.float32)
    (operator,) = to_onnx(CoupledLSTM(), task.params)
    inputs = {name: array.copy() for name, array in operator.inputs.items()}
    for array in inputs.values():
        assert not np.split(array, 8 if array.ndim == 2 else 4, axis=1)[2].any()
    for array in (inputs["W"], inputs["R"]):
        array[:, 12:18] = 100
    agree(CoupledLSTM(), [operator._replace(inputs=inputs)], task)


def test_what_onnx_does_not_have_is_refused_with_the_reason(rng):
    projected = CELLS["projected"]
    with pytest.raises(ValueError, match="LSTM has no projection: its state is as wide as its cell"):
        to_onnx(projected, projected.init(rng, 3, 5))
    both = Bidirectional(Stacked([GRU()] * 2))
    with pytest.raises(ValueError, match="not one stack whose every level reads both"):
        to_onnx(both, both.init(rng, 3, 5))
    mixed = Bidirectional(GRU(), backward_cell=GRU(reset="before"))
    with pytest.raises(ValueError, match="have one cell and one size; convert them one by one"):
        to_onnx(mixed, mixed.init(rng, 3, 5))


@pytest.mark.parametrize(
    ("layer", "change", "words"),
    [
        (LSTM(), {"clip": 3.0}, r"the operator has clip = 3\.0, which no layer of ours has"),
        (
            LSTM(),
            {"activations": ["Sigmoid", "Tanh", "Relu"]},
            "the activations Sigmoid, Tanh, Relu .* no layer of ours",
        ),
        (
            GRU(),
            {"activations": ["HardSigmoid", "Tanh"]},
            "the activations HardSigmoid, Tanh .* no layer of ours",
        ),
        (GRU(), {"direction": "reverse"}, "no cell of ours reads backwards; set direction to 'forward'"),
        (RNN(), {"activations": ["Elu"]}, "the operator has the activations Elu"),
        (RNN("identity"), {"activation_alpha": [0.5]}, "the operator has the activations Affine"),
        (PeepholeLSTM(), {"input_forget": 1}, "input_forget = 1 and peepholes or Affine"),
    ],
)
def test_an_operator_that_no_layer_of_ours_computes_is_refused(rng, layer, change, words):
    (operator,) = to_onnx(layer, layer.init(rng, 3, 5))
    with pytest.raises(ValueError, match=words):
        from_onnx([operator._replace(attributes=operator.attributes | change)])


def test_bad_arguments_are_named(rng):
    (operator,) = to_onnx(GRU(), GRU().init(rng, 3, 5))
    with pytest.raises(
        TypeError, match="operators should be a sequence, one a level; put the one into a list"
    ):
        from_onnx(operator)
    with pytest.raises(ValueError, match="op_type should be one of RNN, LSTM, GRU, got 'Conv'"):
        from_onnx([operator._replace(op_type="Conv")])
    with pytest.raises(ValueError, match="inputs should hold R, got W"):
        from_onnx([operator._replace(inputs={"W": operator.inputs["W"]})])
    with pytest.raises(ValueError, match=r"W should have shape \[1, 20, d\], got \[1, 15, 3\]"):
        from_onnx([operator._replace(op_type="LSTM", attributes={"hidden_size": 5})])
    with pytest.raises(ValueError, match=r"W should have shape \[2, 15, d\], got \[1, 15, 3\]"):
        from_onnx([operator._replace(attributes={"direction": "bidirectional"})])
