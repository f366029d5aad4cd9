"""Which characters the two fonts of the book must draw: the Chinese ones of its texts, and the icons of its theme.

``tools/vendor-fonts`` cuts the fonts to them; tests hold the fonts to what the built pages show.
"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

#: What course.css gives to the Chinese font: punctuation, ideographs, full-width forms.
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
#: The end of a range in a pattern of chapter 10's lab; no font draws it.
UNDRAWN = {"\u9fff"}
#: Where such characters are written; pages, labs, exercises, and drawings made by code.
_SOURCES = ("book/**/*.md", "book/**/*.ipynb", "solutions/**/*.ipynb", "rnncourse/**/*.py", "book/*.bib")
#: Classes of icons in the theme's templates and in links that the course adds.
_ICONS = (
    "angle-left", "angle-right", "arrow-up", "bars", "chevron-down", "circle-half-stroke", "download", "expand",
    "file", "file-lines", "list", "magnifying-glass", "moon", "outdent", "pencil", "play", "rocket", "sun",
)  # fmt: skip


def chinese(text: str) -> set[str]:
    """The Chinese characters of a text.

    >>> sorted(chinese("循环 network"))
    ['循', '环']
    """
    return set(CHINESE.findall(text))


def chinese_of_sources(root: Path) -> set[str]:
    """All that the sources of the book write."""
    paths = {path for pattern in _SOURCES for path in root.glob(pattern)}
    return set().union(*(chinese(path.read_text(encoding="utf-8")) for path in paths)) - UNDRAWN


def _theme() -> Path:
    return Path(str(resources.files("pydata_sphinx_theme"))) / "theme" / "pydata_sphinx_theme" / "static"


def theme_font() -> Path:
    """The theme's own font of icons."""
    return _theme() / "vendor" / "fontawesome" / "webfonts" / "fa-solid-900.woff2"


def theme_style() -> str:
    """The theme's style sheet, which says what character an icon's name stands for."""
    return (_theme() / "styles" / "pydata-sphinx-theme.css").read_text(encoding="utf-8")


def icon(name: str, style: str) -> str:
    """The character of an icon by its name; LookupError where the theme has none of that name."""
    rule = re.search(rf'\.fa-{name}:before[^{{}}]*{{content:"(\\[0-9a-f]+|.)"}}', style)
    if not rule:
        raise LookupError(f"the theme has no icon of the name {name}")
    return chr(int(rule[1][1:], 16)) if rule[1].startswith("\\") else rule[1]


def icons_of_theme() -> set[str]:
    """The icons that pages of the course can show: named ones, and those of notes and links (``--pst-icon-…``)."""
    style = theme_style()
    return set(re.findall(r'--pst-icon-(?!git)[a-z-]+:"(.)"', style)) | {icon(name, style) for name in _ICONS}
