"""Mistakes of the exercise on parameters and reach."""

from __future__ import annotations

from rnncourse.checks.suspects import Suspect

#: Sizes at which no two of the mistakes below come to the same count: k, v, d, h, q.
_WINDOW = (4, 11, 3, 7, 5)
#: v, d, h, q.
_RECURRENT = (11, 3, 7, 5)
#: layers, kernel, v, d, h, q.
_CONVOLUTION = (4, 3, 11, 2, 7, 5)
_DILATIONS = (4, [3, 1, 6])

COUNT_WINDOW = (
    Suspect(
        "window-embedding-for-each-place",
        lambda k, v, d, h, q: k * v * d + k * d * h + h + h * q + q,
        "You count an embedding for each place of the window. There is one E, and every token reads its row there.",
        probe=_WINDOW,
    ),
    Suspect(
        "window-one-token-wide",
        lambda k, v, d, h, q: v * d + d * h + h + h * q + q,
        "Your count does not depend on k. The dense layer sees the vectors of all k tokens side by side: "
        "how many inputs has it?",
        probe=_WINDOW,
    ),
    Suspect(
        "window-without-embedding",
        lambda k, v, d, h, q: k * d * h + h + h * q + q,
        "You have {got}, expected {want}. The table of vectors is learnt too: E has parameters.",
        probe=_WINDOW,
    ),
    Suspect(
        "window-one-hot",
        lambda k, v, d, h, q: k * v * h + h + h * q + q,
        "Your dense layer reads one-hot rows, v numbers for each token. It reads vectors of d numbers, rows of E, "
        "which has parameters of its own.",
        also=(lambda k, v, d, h, q: v * d + k * v * h + h + h * q + q,),
        probe=_WINDOW,
    ),
    Suspect(
        "window-without-biases",
        lambda k, v, d, h, q: v * d + k * d * h + h * q,
        "You have {got}, expected {want}: the matrices alone. Both layers add a bias.",
        probe=_WINDOW,
    ),
    Suspect(
        "window-without-output-layer",
        lambda k, v, d, h, q: v * d + k * d * h + h,
        "The layer from the h units to the q outputs is missing.",
        probe=_WINDOW,
    ),
    Suspect(
        "window-bias-for-each-place",
        lambda k, v, d, h, q: v * d + k * (d * h + h) + h * q + q,
        "You count a bias for each place of the window. It is one layer, with one bias for each of its units.",
        probe=_WINDOW,
    ),
)

COUNT_RECURRENT = (
    Suspect(
        "recurrent-matrix-left-out",
        lambda v, d, h, q: v * d + d * h + h + h * q + q,
        "You have {got}, expected {want}. Without the matrix from the state to itself nothing is carried "
        "from step to step.",
        probe=_RECURRENT,
    ),
    Suspect(
        "recurrent-without-embedding",
        lambda v, d, h, q: d * h + h * h + h + h * q + q,
        "This is the cell and the output layer. The table of vectors is learnt too: E has parameters.",
        probe=_RECURRENT,
    ),
    Suspect(
        "recurrent-two-biases",
        lambda v, d, h, q: v * d + d * h + h * h + 2 * h + h * q + q,
        "You have h too many. This cell has one bias; it is PyTorch's that has two, of which only the sum matters.",
        probe=_RECURRENT,
    ),
    Suspect(
        "recurrent-without-biases",
        lambda v, d, h, q: v * d + d * h + h * h + h * q,
        "You have {got}, expected {want}: the matrices alone. The cell and the output layer add a bias each.",
        probe=_RECURRENT,
    ),
    Suspect(
        "recurrent-without-output-layer",
        lambda v, d, h, q: v * d + d * h + h * h + h,
        "The layer from the h units to the q outputs is missing.",
        probe=_RECURRENT,
    ),
    Suspect(
        "recurrent-one-hot",
        lambda v, d, h, q: v * h + h * h + h + h * q + q,
        "Your cell reads one-hot rows, v numbers for each token. It reads vectors of d numbers, rows of E, "
        "which has parameters of its own.",
        also=(lambda v, d, h, q: v * d + v * h + h * h + h + h * q + q,),
        probe=_RECURRENT,
    ),
)


def _conv(layers, kernel, v, d, h, q, first=None, other=None, ends=None):
    first = kernel * d * h + h if first is None else first
    other = kernel * h * h + h if other is None else other
    return (v * d + h * q + q if ends is None else ends) + first + (layers - 1) * other


COUNT_CONVOLUTION = (
    Suspect(
        "all-layers-read-vectors",
        lambda layers, kernel, v, d, h, q: _conv(layers, kernel, v, d, h, q, other=kernel * d * h + h),
        "Every layer of yours reads d numbers at each place. That is the first one; what do the others read?",
        probe=_CONVOLUTION,
    ),
    Suspect(
        "all-layers-read-units",
        lambda layers, kernel, v, d, h, q: _conv(layers, kernel, v, d, h, q, first=kernel * h * h + h),
        "Every layer of yours reads h numbers at each place. What does the first one read?",
        probe=_CONVOLUTION,
    ),
    Suspect(
        "one-layer-only",
        lambda layers, kernel, v, d, h, q: _conv(1, kernel, v, d, h, q),
        "Your count does not depend on `layers`. Layers share nothing; it is places that share a layer.",
        probe=_CONVOLUTION,
    ),
    Suspect(
        "one-layer-too-many",
        lambda layers, kernel, v, d, h, q: _conv(layers + 1, kernel, v, d, h, q),
        "You count a first layer, and then `layers` more. The first one is one of them.",
        probe=_CONVOLUTION,
    ),
    Suspect(
        "kernel-left-out",
        lambda layers, kernel, v, d, h, q: _conv(layers, 1, v, d, h, q),
        "Your count does not depend on `kernel`. Each of a layer's places has weights of its own.",
        probe=_CONVOLUTION,
    ),
    Suspect(
        "bias-for-each-tap",
        lambda layers, kernel, v, d, h, q: _conv(
            layers, kernel, v, d, h, q, kernel * (d * h + h), kernel * (h * h + h)
        ),
        "You count a bias for each of the `kernel` places. A layer has one bias for each of its units.",
        probe=_CONVOLUTION,
    ),
    Suspect(
        "convolution-without-biases",
        lambda layers, kernel, v, d, h, q: _conv(
            layers, kernel, v, d, h, q, kernel * d * h, kernel * h * h, v * d + h * q
        ),
        "You have {got}, expected {want}: the matrices alone. Every layer adds a bias, the output layer too.",
        also=(
            lambda layers, kernel, v, d, h, q: _conv(
                layers, kernel, v, d, h, q, kernel * d * h, kernel * h * h
            ),
        ),
        probe=_CONVOLUTION,
    ),
    Suspect(
        "convolution-without-embedding",
        lambda layers, kernel, v, d, h, q: _conv(layers, kernel, v, d, h, q, ends=h * q + q),
        "These are the layers. The table of vectors is learnt too: E has parameters.",
        probe=_CONVOLUTION,
    ),
    Suspect(
        "convolution-without-output-layer",
        lambda layers, kernel, v, d, h, q: _conv(layers, kernel, v, d, h, q, ends=v * d),
        "The layer from the h units to the q outputs is missing.",
        probe=_CONVOLUTION,
    ),
)


def _product(kernel, dilations):
    total = 1
    for dilation in dilations:
        total *= kernel * dilation
    return total


def _powers(kernel, dilations):
    return kernel ** len(dilations)


REACH = (
    Suspect(
        "kernel-for-each-dilation",
        lambda kernel, dilations: kernel * sum(dilations),
        "Your layers overlap: the newest of a layer's `kernel` places is the present one, which has been counted "
        "already. A kernel of 1 reaches 1, whatever the dilation.",
        probe=_DILATIONS,
    ),
    Suspect(
        "present-left-out",
        lambda kernel, dilations: (kernel - 1) * sum(dilations),
        "You have {got}, expected {want}: the present input is missing. The docstring includes it.",
        probe=_DILATIONS,
    ),
    Suspect(
        "dilations-left-out",
        lambda kernel, dilations: 1 + (kernel - 1) * len(dilations),
        "Your reach does not depend on the dilations: it is that of neighbouring places. With dilation 4 "
        "the next place lies four steps back.",
        probe=_DILATIONS,
    ),
    Suspect(
        "last-layer-only",
        lambda kernel, dilations: 1 + (kernel - 1) * max(dilations),
        "This is the reach of one layer alone. Each of its places reads a layer that reaches back itself.",
        also=(lambda kernel, dilations: 1 + (kernel - 1) * dilations[-1],),
        probe=_DILATIONS,
    ),
    Suspect(
        "layers-multiplied",
        _product,
        "You multiply from layer to layer. Each layer *adds* to the reach of the one below: the doubling in the text "
        "comes from dilations that double.",
        also=(_powers,),
        probe=_DILATIONS,
    ),
    Suspect(
        "kernel-left-out-of-reach",
        lambda kernel, dilations: 1 + sum(dilations),
        "Your reach is that of a kernel of 2. With a wider one a layer has more than one step back.",
        probe=_DILATIONS,
    ),
    Suspect(
        "inputs-counted-not-span",
        lambda kernel, dilations: len(_seen(kernel, dilations)),
        "You count inputs without the holes between them. Reach says how far back the oldest of them lies.",
        probe=_DILATIONS,
    ),
)


def _seen(kernel, dilations):
    places = {0}
    for dilation in dilations:
        places = {place + dilation * tap for place in places for tap in range(kernel)}
    return places
