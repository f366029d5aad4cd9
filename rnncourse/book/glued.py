"""Numbers from a lab in the text: ``{glue:text}`lab.ipynb::name:.2f` ``, with three things mended.

- Without a format the role of myst-nb takes the name for one; here ``{glue:text}`lab.ipynb::name` `` works.
- NumPy 2 writes a scalar as ``np.float64(0.5)``, which myst-nb cannot format; here it is a number.
- A number is set as in print: −0.95 with a minus sign, 1.1e-16 as 1.1 × 10⁻¹⁶.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from myst_nb.core.variables import format_plain_text
from myst_nb.ext.glue import crossref, roles

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_NUMPY = re.compile(r"^np\.\w+\((.*)\)$", re.DOTALL)
_POWER = re.compile(r"^(.*)e([+-]\d+)$")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def format_glued(text: str, form: str) -> str:
    """The text of a glued value, ``text`` being its repr, in the format ``form`` ("s" for as it is).

    >>> format_glued("np.float64(-0.9540)", ".2f"), format_glued("'few'", "s")
    ('−0.95', 'few')
    >>> format_glued("1.11e-16", ".1e").split()
    ['1.1', '×', '10⁻¹⁶']
    """
    shown = format_plain_text(_NUMPY.sub(r"\1", text), form)
    if form[-1:] not in "eEfFgGdn%":
        return shown
    if power := _POWER.match(shown):
        shown = f"{power[1]}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10{str(int(power[2])).translate(_RAISED)}"
    return shown.replace("-", "−", 1) if shown.startswith("-") else shown


class GluedText(roles.PasteTextRole):
    """``document::name`` or ``document::name:format``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Give the name a format where it has none."""
        _, separator, key = self.text.rpartition("::")
        if separator and ":" not in key:
            self.text += ":s"
        return super().run()


def setup(app: Sphinx) -> None:
    """Take the place of myst-nb's role and of its formatting."""
    app.setup_extension("myst_nb")
    crossref.format_plain_text = roles.format_plain_text = format_glued
    app.add_role_to_domain("glue", "text", GluedText(), override=True)
