"""What every recurrent cell shares: its interface, the checks, the loop over time and the loop back.

A cell says how **one** step goes forward and backward; ``Cell`` repeats it over a sequence. So a new cell is one
small file: a frozen dataclass of its options with

    Params                                          a NamedTuple of its arrays, W_xh and W_hh among them
    State                                           a NamedTuple of the state's arrays, if there are several
    shapes(d, h)                                    the shape of every parameter, by name
    step_forward(params, x_t, state)                -> state, cache        the equations
    step_backward(params, cache, d_state)           -> d_params, dx_t, d_state      the same, by the chain rule

and everything else comes with it; ``rnn.py`` is the shortest example. A cell without W_xh and W_hh also says its
``sizes``. n sequences, T steps, d inputs, h hidden units; row vectors, batch first.
The state is one array [n, h], or a NamedTuple of arrays whose first, ``h``, is also the cell's output.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from rnncourse.cells import admission, initializers, loop, validation
from rnncourse.tree import Tree, named_arrays

Array = np.ndarray


class Cell:
    """Base of all cells. See the module's docstring for what a cell adds.

    Any layer of the course, a cell, two of them in opposite directions or a stack, has the same interface:
    ``init``, ``forward`` and ``backward`` as here. Layers hold options and no numbers: parameters go in,
    gradients come out, nothing is kept between calls.
    """

    #: NamedTuple of the parameters' arrays; every cell sets its own.
    Params: ClassVar[type]
    #: NamedTuple of the state's arrays, or None where the state is a single array.
    State: ClassVar[type | None] = None

    # ---- what a cell says about itself

    def shapes(self, d: int, h: int) -> dict[str, tuple[int, ...]]:
        """The shape of every parameter, by name."""
        raise NotImplementedError

    def step_forward(self, params: Any, x_t: Array, state: Tree) -> tuple[Tree, Any]:
        """One step, arguments unchecked: the new state, and the cache that ``step_backward`` needs."""
        raise NotImplementedError

    def step_backward(self, params: Any, cache: Any, d_state: Tree) -> tuple[Any, Array, Tree]:
        """From ∂L/∂(state after the step): ∂L/∂params by this step alone, ∂L/∂x_t, ∂L/∂(state before)."""
        raise NotImplementedError

    def noise(self, rng: np.random.Generator, params: Any, n: int, T: int) -> list[Any] | None:
        """For cells with dropout inside: what to hand to each of T steps as a fourth argument. None: nothing.

        All of a run's random numbers are drawn here, before its first step, so that a run may be repeated.
        """
        return None

    @property
    def carries_h(self) -> bool:
        """Whether h_{t-1} reaches h_t by another path than the matrix products, as in the GRU.

        The LSTM's state goes on by c instead; cells like it say so.
        """
        return True

    def sizes(self, params: Any) -> tuple[int, int]:
        """(d, h), read off the parameters."""
        return params.W_xh.shape[0], params.W_hh.shape[0]

    def state_sizes(self, params: Any) -> tuple[int, ...]:
        """The width of each array of the state."""
        return (self.sizes(params)[1],) * (1 if self.State is None else len(self.State._fields))

    # ---- what every cell can do

    def output_size(self, params: Any) -> int:
        """The width of the outputs."""
        return self.state_sizes(params)[0]

    def init(
        self,
        rng: np.random.Generator,
        d: int,
        h: int,
        dtype: type = np.float64,
        scheme: str = "pytorch",
    ) -> Any:
        """Draw parameters.

        Parameters
        ----------
        rng : the generator that all randomness comes from
        d, h : input and hidden size
        dtype : np.float32 or np.float64
        scheme : "pytorch", "glorot", "orthogonal" or "identity"; see ``initializers.draw``. A cell's forget bias
            comes on top of each.

        Raises
        ------
        ValueError : an unknown scheme, or a size below 1
        """
        validation.require_generator(rng)
        validation.require_sizes(d=d, h=h)
        validation.require_type(dtype)
        return self.Params(
            **{
                name: initializers.draw(rng, scheme, name, shape, h).astype(dtype)
                for name, shape in self.shapes(d, h).items()
            }
        )

    def zero_state(self, params: Any, n: int) -> Tree:
        """The state before the first step where none is given: zeros, in the parameters' dtype."""
        arrays = [np.zeros((n, size), params[0].dtype) for size in self.state_sizes(params)]
        return arrays[0] if self.State is None else self.State(*arrays)

    def step(self, params: Any, x_t: Array, state: Tree = None) -> Tree:
        """One step of the cell, arguments checked.

        Parameters
        ----------
        params : as from ``init``
        x_t : [n, d], the input of this step
        state : the state after the step before; zeros if None

        Returns
        -------
        the state after this step, same form and dtype

        Raises
        ------
        ValueError : a size that does not fit, naming the argument, what was expected and what came
        TypeError : arrays of different dtypes, or of one that is no floating type
        """
        admission.require_params(self, params)
        validation.require_shape("x_t", x_t, ("n", self.sizes(params)[0]))
        state = admission.state_or_zeros(self, "state", params, state, len(x_t))
        admission.require_one_dtype(params, x_t=x_t, state=state)
        return self.step_forward(params, x_t, state)[0]

    def forward(
        self,
        params: Any,
        X: Array,
        state: Tree = None,
        lengths: Array | None = None,
        rng: np.random.Generator | None = None,
    ) -> tuple[Array, Tree, Any]:
        """Run the cell over whole sequences: one step T times, with the same parameters.

        Parameters
        ----------
        params : as from ``init``
        X : [n, T, d]
        state : before the first step; zeros if None
        lengths : [n] integers in 1..T, how many steps of each sequence are real; all T if None. After its
            length a sequence's state stands still and its outputs are zero; what X holds there is not read.
        rng : where dropout inside the cell draws from, in training; None, in evaluation, drops nothing

        Returns
        -------
        H : [n, T, h], the output of every step, zero where padded
        final : the state after each sequence's last real step
        tape : what ``backward`` needs

        Raises
        ------
        ValueError, TypeError : as ``step``; a number in params, X or state that is not finite; lengths out of range
        """
        admission.require_params(self, params)
        validation.require_shape("X", X, ("n", "T", self.sizes(params)[0]))
        n, T, _ = X.shape
        if n == 0 or T == 0:
            raise ValueError(
                f"X should hold at least one sequence and at least one step, got n = {n}, T = {T}"
            )
        for name, array in (params._asdict() | named_arrays(state, "state")).items():
            validation.require_finite(name, array)
        state = admission.state_or_zeros(self, "state", params, state, n)
        admission.require_one_dtype(params, X=X, state=state)
        if lengths is not None:
            lengths = validation.require_lengths(lengths, n, T)
            # Zero times NaN would be NaN in a gradient: what the padding holds goes before anything is computed.
            X = np.where(validation.up_to(lengths, T)[..., None], X, 0)
        validation.require_finite("X", X)
        if rng is not None:
            validation.require_generator(rng)
        noise = None if rng is None else self.noise(rng, params, n, T)
        H, final, tape = self._run(params, X, state, lengths, noise)
        return H, final, tape._replace(made_by=admission.signature(self, params))

    def backward(
        self,
        params: Any,
        tape: Any,
        d_outputs: Array | None = None,
        d_final: Tree = None,
        need_dX: bool = True,
    ) -> tuple[Any, Array | None, Tree]:
        """Gradients of a loss through every step, last step first.

        Parameters
        ----------
        params : as given to ``forward``
        tape : as returned by ``forward``
        d_outputs : [n, T, h], ∂L/∂H through the outputs; zeros if None. Entries at padded steps are ignored.
        d_final : ∂L/∂(final state), in the form of the state; zeros if None
        need_dX : False where nothing below the input wants its gradient: then None stands for it, and the fast
            cells do not compute it

        Returns
        -------
        d_params : ∂L/∂params, in the form of the parameters
        dX : [n, T, d], or None where it is not needed
        d_state : ∂L/∂(initial state)

        Raises
        ------
        ValueError, TypeError : a size or dtype that does not fit, a number that is not finite, another layer's tape
        """
        admission.require_params(self, params)
        admission.require_tape(self, params, tape)
        n, T = tape.valid.shape
        if d_outputs is not None:
            validation.require_shape("d_outputs", d_outputs, (n, T, self.output_size(params)))
            if not np.isfinite(d_outputs).all():  # where nothing is real, anything may stand
                validation.require_finite("d_outputs", np.where(tape.valid[..., None], d_outputs, 0))
        for name, array in named_arrays(d_final, "d_final").items():
            validation.require_finite(name, array)
        d_final = admission.state_or_zeros(self, "d_final", params, d_final, n)
        given = {"d_final": d_final} if d_outputs is None else {"d_outputs": d_outputs, "d_final": d_final}
        admission.require_one_dtype(params, **given)
        return self._run_back(params, tape, d_outputs, d_final, need_dX)

    # ---- the loops; the fast cells have their own

    def _run(
        self, params: Any, X: Array, state: Tree, lengths: Array | None, noise: list[Any] | None
    ) -> tuple[Array, Tree, Any]:
        """``forward`` with checked arguments. A length may be 0 here: that sequence's state stands still."""
        return loop.run(self, params, X, state, lengths, noise)

    def _run_back(
        self, params: Any, tape: Any, d_outputs: Array | None, d_state: Tree, need_dX: bool
    ) -> tuple[Any, Array | None, Tree]:
        """``backward`` with checked arguments."""
        return loop.run_back(self, params, tape, d_outputs, d_state, need_dX)
