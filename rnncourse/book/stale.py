"""Which notebooks must run again: those whose own package changed, and no others.

Executed notebooks are kept by jupyter-cache, whose key is the text of their cells: after an edit of
``rnncourse`` it would go on showing the old numbers. So each notebook has a fingerprint, the hash of all
modules of the package that it imports, directly or through others, and of the pinned requirements. When the
fingerprint is not the one of the last success, the notebook is dropped from the cache and read again, with
the pages that show its numbers.

Pages are written again, not read, when the code of this package changed, or a style sheet, script or picture of
``html_static_path``: each page names the sum of those that it loads, and Sphinx would not even copy them as long as
all pages are as they were.

A build that ended with a warning is forgotten as a whole: the next one must show the warning again.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import nbformat
from jupyter_cache import get_cache
from myst_nb.ext.glue.utils import PendingGlueReference
from sphinx.util import logging

from rnncourse.book.imports import closure, imported_modules

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

LOGGER = logging.getLogger(__name__)
REQUIREMENTS = ("requirements.txt", "constraints.txt")


def fingerprint(notebook: Path, root: Path) -> str:
    """A hash of everything outside the notebook that its outputs depend on."""
    cells = nbformat.read(notebook, as_version=4).cells
    modules: set[str] = set()
    for cell in cells:
        if cell.cell_type == "code":
            modules |= imported_modules(without_magics(cell.source), root=root)
    digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    files = closure(modules, root)
    if root / "rnncourse" / "stored.py" in files:
        files += stored_results("\n".join(cell.source for cell in cells), root)
    for path in [*files, *(root / name for name in REQUIREMENTS)]:
        if path.is_file():
            digest.update(f"\n{path.relative_to(root).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def stored_results(source: str, root: Path) -> list[Path]:
    """The results that a notebook loads by name, ``stored.load("echo")``; all where it names none."""
    named = set(re.findall(r"""stored\.load\(["'](\w+)["']""", source))
    results = sorted((root / "benchmarks" / "results").glob("*.json"))
    return [path for path in results if path.stem in named or not named]


def without_magics(source: str) -> str:
    """Cell source that Python can parse: lines of IPython's own (``%time``, ``!ls``) become ``pass``."""
    lines = source.splitlines()
    if lines and lines[0].startswith("%%"):
        lines[0] = ""
    keep = (
        line if line.lstrip()[:1] not in {"%", "!"} else line[: len(line) - len(line.lstrip())] + "pass"
        for line in lines
    )
    return "\n".join(keep)


def executed_notebooks(app: Sphinx) -> dict[str, Path]:
    """Document → path of the notebooks that the build runs."""
    found = {}
    for document in app.env.found_docs:
        path = Path(app.env.doc2path(document))
        excluded = any(
            PurePosixPath(path.as_posix()).match(p) for p in app.config.nb_execution_excludepatterns
        )
        if path.suffix == ".ipynb" and not excluded:
            found[document] = path
    return found


def outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Documents that Sphinx should read again although their own files did not change."""
    root = Path(app.srcdir)
    notebooks = executed_notebooks(app)
    app.course_fingerprints = now = {
        name: _fingerprint_or_none(path, root) for name, path in notebooks.items()
    }
    before = _read(app)
    again = {name for name in notebooks if now[name] != before.get(name)}
    for name in again & set(before):
        LOGGER.info("%s: the package it uses changed, it runs again", name)
    for name in again:
        drop_from_cache(app, notebooks[name])
    moved = {name for name in notebooks if name in again | added | changed}
    return sorted(again | {page for name in moved for page in pages_showing(env, name, notebooks[name])})


def _fingerprint_or_none(path: Path, root: Path) -> str | None:
    try:
        return fingerprint(path, root)
    except (SyntaxError, nbformat.reader.NotJSONError, nbformat.ValidationError):
        return None  # what is wrong with the notebook is for its execution to say


def pages_showing(env: BuildEnvironment, notebook: str, path: Path) -> set[str]:
    """The pages of the notebook's folder, and pages anywhere that show what it glued."""
    relative = path.relative_to(env.srcdir).as_posix()
    gluing = {page for page, files in env.dependencies.items() if relative in {str(file) for file in files}}
    folder = {page for page in env.found_docs if PurePosixPath(page).parent == PurePosixPath(notebook).parent}
    return (gluing | folder) - {notebook}


def drop_from_cache(app: Sphinx, notebook: Path) -> None:
    """Forget every execution of this file."""
    cache = get_cache(app.env.mystnb_config.execution_cache_path)
    for record in cache.list_cache_records():
        if Path(record.uri) == notebook:
            cache.remove_cache(record.pk)


def note_glue(app: Sphinx, doctree: nodes.document) -> None:
    """A page that shows what another glued is read again when the other is edited."""
    for reference in doctree.findall(PendingGlueReference):
        app.env.note_dependency(app.env.doc2path(reference.refdoc))


def remember(app: Sphinx, exception: Exception | None) -> None:
    """Keep the fingerprints of what ran well; forget a build that warned."""
    if not hasattr(app.env, "nb_metadata"):
        return
    stored = _read(app)
    for name, value in getattr(app, "course_fingerprints", {}).items():
        ran = app.env.nb_metadata.get(name, {}).get("exec_data") or {}
        if value and ran.get("succeeded"):
            stored[name] = value
        else:
            stored.pop(name, None)
    _store(app).parent.mkdir(parents=True, exist_ok=True)
    _store(app).write_text(json.dumps(stored, indent=1, sort_keys=True), encoding="utf-8")
    if app._warncount or exception:
        (Path(app.doctreedir) / "environment.pickle").unlink(missing_ok=True)


def _store(app: Sphinx) -> Path:
    return Path(app.env.mystnb_config.execution_cache_path) / "fingerprints.json"


def _read(app: Sphinx) -> dict[str, str]:
    try:
        return json.loads(_store(app).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def note_static(app: Sphinx, config: Config) -> None:
    """Make the sum of all static files, and of the code that writes pages, a setting of the HTML: a change of it
    writes all pages."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    for folder in config.html_static_path:
        top = Path(app.confdir or app.srcdir, folder)
        for path in sorted(path for path in top.rglob("*") if path.is_file()):
            digest.update(f"\n{path.relative_to(top).as_posix()}\n".encode() + path.read_bytes())
    config.course_static = digest.hexdigest()


def setup(app: Sphinx) -> None:
    """Watch the settings, the reading of pages and the end of the build."""
    app.add_config_value("course_static", "", "html", [str])
    app.connect("config-inited", note_static)
    app.connect("env-get-outdated", outdated)
    app.connect("doctree-read", note_glue)
    app.connect("build-finished", remember)
