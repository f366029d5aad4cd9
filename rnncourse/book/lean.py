"""A page loads what it needs, and no script holds it up.

The theme's scripts stand in the head of each page and are run before anything is seen; here they are deferred, in
their order, and those that a page has no use for are left out. What the theme writes into its own template is in
``book/_templates/static/webpack-macros.html``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LOGGER = logging.getLogger(__name__)
#: The last statement of the theme's script: measure everything that may scroll, when the page has loaded.
MEASURES_ALL = '"complete"===document.readyState?O():window.addEventListener("load",O)'
#: Script or style → what a page holds that has a use for it.
ONLY_WITH = {
    "design-tabs.js": "sd-tab-",
    "sphinx-design.min.css": 'class="sd-',
    "clipboard.min.js": "highlight",
    "copybutton.js": "highlight",
    "copybutton.css": "highlight",
}


def lighten(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Leave out of the page's files what it does not use, and defer its scripts."""
    body = context.get("body") or ""
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context.get(kind, []) if wanted(file, body)]
    for script in context["script_files"]:
        if getattr(script, "filename", None) and not {"async", "defer"} & set(script.attributes):
            script.attributes["defer"] = "defer"


def wanted(file: object, body: str) -> bool:
    """Whether the page has a use for this file. The theme's line for a switch of versions is for no page of ours."""
    attributes = getattr(file, "attributes", {})
    if "DOCUMENTATION_OPTIONS.pagename" in attributes.get("body", ""):
        return False
    name = str(getattr(file, "filename", file)).rpartition("/")[2]
    return name not in ONLY_WITH or ONLY_WITH[name] in body


def measure_nothing(app: Sphinx, exception: Exception | None) -> None:
    """Take out of the theme's script what measures the whole page; warn where it is not found."""
    script = Path(app.outdir) / "_static" / "scripts" / "pydata-sphinx-theme.js"
    if exception or not script.is_file():
        return
    text = script.read_text(encoding="utf-8")
    if MEASURES_ALL in text:
        script.write_text(text.replace(MEASURES_ALL, "0"), encoding="utf-8")
    elif (
        not text.rstrip()
        .removesuffix("//# sourceMappingURL=pydata-sphinx-theme.js.map")
        .rstrip()
        .endswith("0})();")
    ):
        LOGGER.warning(
            "the theme's script is another: look what MEASURES_ALL in lean.py is there now", type="lean"
        )


def setup(app: Sphinx) -> None:
    """After all others have added their files."""
    app.connect("html-page-context", lighten, priority=900)
    app.connect("build-finished", measure_nothing, priority=100)
