"""A page loads what it needs, and no script holds it up.

The theme's scripts stand in the head of each page and are run before anything is seen; here they are deferred, in
their order, and those that a page has no use for are left out. What the theme writes into its own template is in
``book/_templates/static/webpack-macros.html``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

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


def setup(app: Sphinx) -> None:
    """After all others have added their files."""
    app.connect("html-page-context", lighten, priority=900)
