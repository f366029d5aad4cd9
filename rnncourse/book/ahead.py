"""The labs that must run do so side by side, before Sphinx reads the pages one by one.

MyST-NB runs a notebook when it comes to it, and the other cores wait. Here all that are to be read and are not in
jupyter-cache run first, each in a kernel of its own; Sphinx then finds them in the cache. One that fails is left to
it, so that there is one place that says what went wrong.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution
from sphinx.util import logging

from rnncourse.book.stale import executed_notebooks

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LOGGER = logging.getLogger(__name__)


def run_ahead(app: Sphinx, env: BuildEnvironment, documents: list[str]) -> None:
    """Run the notebooks among ``documents`` that the cache does not hold, as many at once as there are cores."""
    settings = env.mystnb_config
    if settings.execution_mode != "cache":
        return
    cache = get_cache(settings.execution_cache_path)
    wanted = {}
    for document, path in executed_notebooks(app).items():
        if document not in documents:
            continue
        try:
            notebook = nbformat.read(path, as_version=4)
            cache.match_cache_notebook(notebook)
        except KeyError:
            wanted[path] = notebook
        except (nbformat.reader.NotJSONError, nbformat.ValidationError):
            continue  # what is wrong with the notebook is for its execution to say
    if len(wanted) < 2:
        return
    with ThreadPoolExecutor(os.cpu_count() or 1) as kernels:
        started = {
            path: kernels.submit(run, notebook, path.parent, settings.execution_timeout)
            for path, notebook in wanted.items()
        }
        for path, running in started.items():
            result = running.result()
            if result.err is None:
                LOGGER.info("%s: Executed notebook in %.2f seconds", path, result.time)
                staged = cache.add_nb_to_project(str(path))
                cache.cache_notebook_bundle(
                    CacheBundleIn(result.nb, staged.uri, data={"execution_seconds": result.time}),
                    check_validity=False,
                    overwrite=True,
                )


def run(notebook: NotebookNode, folder: Path, timeout: int | None) -> ExecutionResult:
    """Run one notebook in place, as MyST-NB does; its result says which error ended it."""
    return single_nb_execution(notebook, cwd=str(folder), allow_errors=False, timeout=timeout)


def setup(app: Sphinx) -> None:
    """Run after it is known which pages are read, and before they are."""
    app.connect("env-before-read-docs", run_ahead)
