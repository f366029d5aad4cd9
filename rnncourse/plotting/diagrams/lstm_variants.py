"""Drawings of chapter 6, variants of the LSTM: one cell, drawn by one function, and what differs in orange.

Grey and dashed is what a variant does not have. Each variant is one entry of ``VARIANTS`` and one public function.
"""

from __future__ import annotations

from typing import NamedTuple

from rnncourse.plotting.palette import BLUE, GREEN, GREY, INK, ORANGE
from rnncourse.plotting.svg import arrow, box, circle, curve, drawing, math, text

WIDTH, HEIGHT = 510, 250
#: Heights of the cell's line, of the gates and of the line that brings input and output; x of the four blocks.
_CELL, _GATES, _BUS = 48, 154, 208
_F, _I, _G, _O, _SHOWN = 140, 200, 260, 326, 384
_SUM = (_I + _G) / 2


class Variant(NamedTuple):
    """``new``: parts drawn in orange; ``gone``: parts that are missing; both of f, i, g, o, squash, peepholes,
    coupled, projection, norm, single, gates."""

    new: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()


def _variant(new: str = "", gone: str = "") -> Variant:
    return Variant(frozenset(new.split()), frozenset(gone.split()))


VARIANTS = {
    "base": _variant(),
    "lstm_1997": _variant(new="g squash", gone="f"),
    "forget_gate": _variant(new="f"),
    "peephole": _variant(new="peepholes"),
    "coupled": _variant(new="coupled", gone="f"),
    "projection": _variant(new="projection"),
    "layer_norm": _variant(new="norm"),
    "forget_only": _variant(new="single", gone="i o squash"),
    "full_gate": _variant(new="gates"),
}


def cell(name: str) -> str:
    """The cell of one variant.

    Raises KeyError for a name that is not in VARIANTS.
    """
    variant = VARIANTS[name]
    pieces = [*_line(variant), *_blocks(variant), *_way_out(variant), *_additions(variant)]
    return drawing(WIDTH, HEIGHT, *pieces)


def base() -> str:
    """The LSTM with a forget gate and without peepholes."""
    return cell("base")


def lstm_1997() -> str:
    """No forget gate, squashings of its own."""
    return cell("lstm_1997")


def forget_gate() -> str:
    """The forget gate, added in 2000."""
    return cell("forget_gate")


def peephole() -> str:
    """Three weights a unit from the cell to the gates."""
    return cell("peephole")


def coupled() -> str:
    """The input gate decides what is kept."""
    return cell("coupled")


def projection() -> str:
    """A matrix between what the cells show and the output."""
    return cell("projection")


def layer_norm() -> str:
    """Three normalisations."""
    return cell("layer_norm")


def forget_only() -> str:
    """One gate, and no output of its own."""
    return cell("forget_only")


def full_gate() -> str:
    """Gates that see the gates of the step before."""
    return cell("full_gate")


def parts() -> str:
    """The cell with peepholes, and at each part the name of the variant that lacks it."""
    everything = _variant()
    peepholes = _peepholes(GREEN)
    pieces = [*_line(everything), *_blocks(everything), *_way_out(everything), *peepholes]
    for x, y, name in (
        (_F - 36, _GATES + 12, "NFG"), (_I - 32, _GATES + 30, "NIG"), (_G + 36, _GATES + 30, "NIAF"),
        (_O + 30, _GATES + 30, "NOG"), (_SHOWN + 46, 96, "NOAF"), (62, 104, "NP"),
    ):  # fmt: skip
        pieces.append(text(x, y, name, ORANGE, size=13))
    return drawing(WIDTH, HEIGHT, *pieces)


def _colour(variant: Variant, part: str, usual: str = GREEN) -> str:
    return ORANGE if part in variant.new else GREY if part in variant.gone else usual


def _line(variant: Variant) -> list[str]:
    """The cell's own line: kept, added to, carried on."""
    forget = _colour(variant, "f")
    kept = "f" not in variant.gone or "coupled" in variant.new
    pieces = [
        arrow((48, _CELL), (_F - 12, _CELL)) if kept else arrow((48, _CELL), (_F + 12, _CELL), head=False),
        arrow((_F + 12, _CELL), (_SUM - 12, _CELL)),
        arrow((_SUM + 12, _CELL), (WIDTH - 40, _CELL)),
        *_times(_SUM, _CELL, "+", INK),
    ]
    if kept:
        pieces += _times(_F, _CELL, "×", INK if forget in (GREEN, GREY) else forget)
    single = "single" in variant.new
    pieces += [
        math(26, _CELL, "h_{t-1}" if single else "c_{t-1}"),
        math(WIDTH - 20, _CELL, "h_{t}" if single else "c_{t}", ORANGE if single else INK),
    ]
    return pieces


def _blocks(variant: Variant) -> list[str]:
    """The four blocks, the line that feeds them, and the product of input gate and candidate."""
    pieces = [math(26, _BUS - 18, "x_{t}", BLUE), math(26, _BUS + 6, "h_{t-1}", BLUE)]
    last = max(x for x, name in ((_G, "g"), (_O, "o")) if name not in variant.gone)
    pieces.append(arrow((108 if "norm" in variant.new else 50, _BUS), (last, _BUS), colour=BLUE, head=False))
    product = _colour(variant, "i", INK)
    for x, name in ((_F, "f"), (_I, "i"), (_G, "g"), (_O, "o")):
        gone = name in variant.gone
        colour = _colour(variant, name)
        pieces += [
            box(x, _GATES, 34, 32, colour, dashed=gone),
            math(x, _GATES, name, colour),
        ]
        if not gone:
            pieces.append(arrow((x, _BUS), (x, _GATES + 18), colour=BLUE))
    if "f" not in variant.gone:
        pieces.append(arrow((_F, _GATES - 18), (_F, _CELL + 14), colour=_colour(variant, "f")))
    if "i" not in variant.gone:
        pieces.append(arrow((_I + 4, _GATES - 18), (_SUM - 8, 112), colour=_colour(variant, "i")))
    pieces += [
        arrow((_G - 4, _GATES - 18), (_SUM + 8, 112), colour=_colour(variant, "g")),
        *_times(_SUM, 102, "×", INK if product == GREY else product),
        arrow((_SUM, 90), (_SUM, _CELL + 14)),
    ]
    return pieces


def _way_out(variant: Variant) -> list[str]:
    """From the cell to what it shows."""
    if "single" in variant.new:
        return [
            box(_SHOWN, 96, 42, 28, GREY, dashed=True),
            math(_SHOWN, 96, r"\tanh", GREY, size=15),
        ]
    squash = _colour(variant, "squash")
    opened = _colour(variant, "o")
    label = "h" if "squash" in variant.new else r"\tanh"
    return [
        arrow((_SHOWN, _CELL), (_SHOWN, 57 if "norm" in variant.new else 81), head="norm" not in variant.new),
        box(_SHOWN, 96, 42, 28, squash),
        math(_SHOWN, 96, label, squash, size=15),
        arrow((_SHOWN, 111), (_SHOWN, _GATES - 14)),
        arrow((_O + 18, _GATES), (_SHOWN - 14, _GATES), colour=opened),
        *_times(_SHOWN, _GATES, "×", INK),
        arrow((_SHOWN + 12, _GATES), (_SHOWN + 24 if "projection" in variant.new else WIDTH - 40, _GATES)),
        *([arrow((_SHOWN + 68, _GATES), (WIDTH - 40, _GATES))] if "projection" in variant.new else []),
        math(WIDTH - 20, _GATES, "h_{t}"),
    ]


def _additions(variant: Variant) -> list[str]:
    """What a variant adds to the base."""
    pieces: list[str] = []
    if "peepholes" in variant.new:
        pieces += _peepholes(ORANGE)
    if "coupled" in variant.new:
        pieces.append(
            curve(f"M{_I - 4},{_GATES - 18} C{_I - 10},100 {_F + 6},110 {_F + 2},{_CELL + 15}", ORANGE)
        )
        pieces.append(math(_F + 2, 108, "1-i", ORANGE, size=15))
    if "projection" in variant.new:
        x = _SHOWN + 46
        pieces += [box(x, _GATES, 44, 28, ORANGE), math(x, _GATES, "W_{hp}", ORANGE, size=15)]
    if "norm" in variant.new:
        for y in (_BUS - 16, _BUS + 8):
            pieces += [
                arrow((48, y), (57, y), colour=BLUE, head=False),
                *_norm(72, y),
                arrow((87, y), (92, y), (108, _BUS), colour=BLUE, head=False),
            ]
        pieces += _norm(_SHOWN, 66)
    if "single" in variant.new:
        pieces.append(curve(f"M{_F + 4},{_GATES - 18} C{_F + 16},112 {_F + 44},104 {_SUM - 14},102", ORANGE))
        pieces.append(text(_F + 10, 76, "1 − σ(s − β)", ORANGE, size=12, anchor="start"))
    if "gates" in variant.new:
        pieces.append(arrow((98, 238), (_O + 8, 238), colour=ORANGE, head=False))
        pieces += [arrow((x + 8, 238), (x + 8, _GATES + 18), colour=ORANGE) for x in (_F, _I, _O)]
        pieces.append(text(94, 238, "i, f, o of t − 1", ORANGE, size=12, anchor="end"))
    return pieces


def _peepholes(colour: str) -> list[str]:
    """From c_{t−1} to f and i, from c_t to o."""
    return [
        curve(f"M66,{_CELL} C70,110 96,128 {_F - 20},{_GATES - 8}", colour),
        curve(f"M86,{_CELL} C96,108 150,118 {_I - 12},{_GATES - 18}", colour),
        curve(f"M316,{_CELL} C318,86 {_O},100 {_O},{_GATES - 18}", colour),
    ]


def _norm(x: float, y: float) -> list[str]:
    return [box(x, y, 30, 18, ORANGE, round=3), text(x, y, "LN", ORANGE, size=11)]


def _times(x: float, y: float, sign: str, colour: str) -> list[str]:
    """A small circle with a sign in it."""
    return [circle(x, y, 11, colour), text(x, y, sign, colour, size=16)]
