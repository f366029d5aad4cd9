"""A page loads what it needs, and no script holds it up.

The theme's scripts stand in the head of each page and are run before anything is seen; here they are deferred, in
their order, and those that a page has no use for are left out. Of the style sheets, which know all of Bootstrap and two
thousand icons, what speaks of something that is in the book is kept, in one file. What the theme writes into its own
template is in ``book/_templates/static/webpack-macros.html``.
"""

from __future__ import annotations

import posixpath
import re
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import tinycss2
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LOGGER = logging.getLogger(__name__)
#: The last statement of the theme's script: measure everything that may scroll, when the page has loaded.
MEASURES_ALL = '"complete"===document.readyState?O():window.addEventListener("load",O)'
#: Script or style → what a page holds that has a use for it.
ONLY_WITH = {
    "design-tabs.js": "sd-tab-",
    "clipboard.min.js": "highlight",
    "copybutton.js": "highlight",
}

#: Font of the formulas → what in a page needs it: those that are asked for before the formulas have been seen.
FORMULA_FONTS = {
    "Main-Regular": 'class="katex"',
    "Math-Italic": '"mord mathnormal',
    "Main-Bold": '"mord mathbf',
}
#: Scripts that come to life when the page has been drawn: they add to it. The page of the search needs them at once.
LATE = (
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
    "clipboard.min.js",
    "copybutton.js",
    "sphinx-book-theme.js",
)
#: The style sheets of others, in the order in which they hold; together they are ``frame.css``.
SHEETS = (
    "basic.css",
    "styles/pydata-sphinx-theme.css",
    "pygments.css",
    "copybutton.css",
    "styles/sphinx-book-theme.css",
    "mystnb.*.css",
    "sphinx-design.min.css",
    "katex/katex.min.css",
)
#: What the browser's own scripts call things that are on no page when it is loaded.
SCRIPTS = "scripts/bootstrap.js", "scripts/pydata-sphinx-theme.js", "scripts/sphinx-book-theme.js"


def lighten(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Leave out of the page's files what it does not use, and defer its scripts."""
    body = context.get("body") or ""
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context.get(kind, []) if wanted(file, body)]
    context["formula_fonts"] = [font for font, mark in FORMULA_FONTS.items() if mark in body]
    late = [script for script in context["script_files"] if page != "search" and name_of(script) in LATE]
    context["script_files"] = [script for script in context["script_files"] if script not in late]
    context["late_scripts"] = [str(script.filename) for script in late]
    for script in context["script_files"]:
        if getattr(script, "filename", None) and not {"async", "defer"} & set(script.attributes):
            script.attributes["defer"] = "defer"


def wanted(file: object, body: str) -> bool:
    """Whether the page has a use for a file of its own. The theme's line for a switch of versions is for no page."""
    attributes = getattr(file, "attributes", {})
    if "DOCUMENTATION_OPTIONS.pagename" in attributes.get("body", ""):
        return False
    path, name = str(getattr(file, "filename", file)).removeprefix("_static/"), name_of(file)
    in_frame = any(PurePosixPath(path).match(sheet) for sheet in SHEETS)
    return not in_frame and (name not in ONLY_WITH or ONLY_WITH[name] in body)


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


def name_of(file: object) -> str:
    """The name of a script's or a sheet's file, without its folder."""
    return str(getattr(file, "filename", file)).rpartition("/")[2]


def frame(app: Sphinx, exception: Exception | None) -> None:
    """Write ``frame.css``: of all sheets what can match something, now that every page is written."""
    static = Path(app.outdir) / "_static"
    if exception or not (static / SHEETS[1]).is_file():  # a book with another theme
        return
    used, parts = named(static, Path(app.outdir)), []
    for name in SHEETS:
        found = sorted(static.glob(name))
        if len(found) != 1:
            LOGGER.warning(
                "%d files are called %s, expected one: see SHEETS in lean.py", len(found), name, type="lean"
            )
        for sheet in found:
            rules = tinycss2.parse_stylesheet(sheet.read_text(encoding="utf-8"), skip_comments=True)
            parts.append(moved(kept(rules, used), sheet.parent.relative_to(static).as_posix()))
    text = "\n".join(parts)
    target = static / "frame.css"
    if not target.is_file() or text != target.read_text(encoding="utf-8"):
        target.write_text(text, encoding="utf-8")


def moved(css: str, folder: str) -> str:
    """A sheet's text, for a place above its ``folder``.

    >>> moved("a {cursor: url(fonts/x.svg)} b {cursor: url('../y.svg')} c {cursor: url(data:z)}", "katex")
    "a {cursor: url(katex/fonts/x.svg)} b {cursor: url('y.svg')} c {cursor: url(data:z)}"
    """
    return re.sub(
        r"""url\((["']?)(?!data:|#|https?:|/)([^"')]+)""",
        lambda found: f"url({found[1]}{posixpath.normpath(posixpath.join(folder, found[2]))}",
        css,
    )


def named(static: Path, out: Path) -> set[str]:
    """The classes and ids of all pages, and every word of the scripts, which may make more of them."""
    words: set[str] = set()
    for page in out.rglob("*.html"):
        for value in set(re.findall(r'\b(?:class|id)="([^"]*)"', page.read_text(encoding="utf-8"))):
            words.update(value.split())
    for script in [*(static / name for name in SCRIPTS), *static.glob("*.js")]:
        if script.is_file():
            words.update(re.findall(r"[\w-]+", script.read_text(encoding="utf-8")))
    return words


def kept(rules: list[Any], used: set[str]) -> str:
    """The rules that speak of nothing but ``used`` classes and ids; of a list of selectors, those that do.

    >>> kept(tinycss2.parse_stylesheet("a.b, .c > p {top: 0} .d:not(.e) {left: 0}"), {"b", "d"})
    'a.b{top: 0}.d:not(.e) {left: 0}'
    """
    written = []
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = kept(tinycss2.parse_rule_list(rule.content, skip_comments=True), used)
            if inner:
                written.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}")
        elif rule.type == "qualified-rule":
            selectors = [one for one in selectors_of(rule.prelude) if names_in(one) <= used]
            if selectors:
                text = ",".join(tinycss2.serialize(one) for one in selectors)
                written.append(f"{text}{{{tinycss2.serialize(rule.content)}}}")
        elif rule.type != "whitespace":
            written.append(rule.serialize())
    return "".join(written)


def selectors_of(prelude: list[Any]) -> list[list[Any]]:
    """A rule's selectors, one by one."""
    selectors: list[list[Any]] = [[]]
    for token in prelude:
        if token == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return selectors


def names_in(selector: list[Any]) -> set[str]:
    """The classes and ids that a selector asks for; what stands in ``:not(…)`` and its like is not asked for."""
    names = {token.value for token in selector if token.type == "hash"}
    return names | {name.value for dot, name in pairwise(selector) if dot == "." and name.type == "ident"}


def setup(app: Sphinx) -> None:
    """After all others have added their files."""
    app.connect("html-page-context", lighten, priority=900)
    app.connect("build-finished", measure_nothing, priority=100)
    app.connect("build-finished", frame, priority=900)  # others write pages at the end
