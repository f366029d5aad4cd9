"""The names that a cell binds and reads."""

from __future__ import annotations

import symtable
from collections.abc import Collection


def defined(source: str) -> set[str]:
    """The names that a cell binds at its top level.

    >>> sorted(defined("import numpy as np\\ndef step(x): y = x"))
    ['np', 'step']
    """
    table = symtable.symtable(source, "cell", "exec")
    return {
        s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported() or s.is_namespace()
    }


def used(source: str) -> set[str]:
    """The global names that a cell reads, in its functions too.

    >>> sorted(used("def step(x): return np.tanh(x)\\nstep(h)"))
    ['h', 'np', 'step']
    """
    names, pending = set(), [symtable.symtable(source, "cell", "exec")]
    while pending:
        table = pending.pop()
        top = table.get_type() == "module"
        names |= {s.get_name() for s in table.get_symbols() if s.is_referenced() and (top or s.is_global())}
        pending += table.get_children()
    return names


def taken(source: str, solution_names: Collection[str]) -> tuple[str, ...]:
    """The names that a test cell takes from the learner: what it reads of these and does not bind itself.

    >>> taken("checks.returns(step, (h_0,), 1)", {"step", "forward"})
    ('step',)
    """
    return tuple(sorted((used(source) - defined(source)) & set(solution_names)))
