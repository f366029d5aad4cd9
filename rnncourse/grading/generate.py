"""nbgrader's generate_assignment in a folder of its own: releases, gradebook and all, touching nothing else."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from functools import cache
from pathlib import Path

from alembic.script import ScriptDirectory
from nbgrader import api, dbutil
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from rnncourse.errors import FAULT, CourseError
from rnncourse.grading.preprocessors import DropExplanations

SOURCE, RELEASE, GRADEBOOK = "solutions", "exercises", "gradebook.db"


def generate(source: Path, course: Path) -> Path:
    """Release the assignment in ``source`` inside the empty folder ``course``; return the released folder.

    Afterwards ``course`` is a course of nbgrader's: ``solutions/<name>``, ``exercises/<name>`` and a
    ``gradebook.db`` that knows the assignment's cells.

    Raises
    ------
    CourseError : (4) nbgrader refused; the sentence holds its reason
    """
    name = source.name
    shutil.copytree(source, course / SOURCE / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    config = course_config(course)
    config.GenerateAssignment.preprocessors = [DropExplanations, *GenerateAssignment.preprocessors.default()]
    config.CourseDirectory.assignment_id = name
    log, lines = quiet_log()
    try:
        GenerateAssignment(coursedir=CourseDirectory(config=config, log=log), config=config, log=log).start()
    except Exception as error:
        raise CourseError(
            f"nbgrader cannot release {name!r}: {(lines or [str(error)])[-1]}", FAULT
        ) from error
    return course / RELEASE / name


def course_config(course: Path) -> Config:
    """nbgrader's settings for a course in a folder of its own."""
    put_environment_first()
    config = Config()
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.source_directory = SOURCE
    config.CourseDirectory.release_directory = RELEASE
    config.CourseDirectory.db_url = f"sqlite:///{course / GRADEBOOK}"
    return config


def put_environment_first() -> None:
    """Make nbgrader find this environment's ``alembic``, which it starts from PATH, or do without.

    For a new gradebook it asks a process, for a second, which revision of its tables is the newest. Its own files
    say the same at once.
    """
    api.get_alembic_version = _newest_revision
    bin_folder, path = str(Path(sys.executable).parent), os.environ.get("PATH", "")
    if path.split(os.pathsep)[0] != bin_folder:
        os.environ["PATH"] = os.pathsep.join([bin_folder, path])


@cache
def _newest_revision() -> str:
    return ScriptDirectory(dbutil.ALEMBIC_DIR).get_current_head()


def quiet_log() -> tuple[logging.Logger, list[str]]:
    """A log that goes into a list, errors and warnings only."""
    lines: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, entry: logging.LogRecord) -> None:
            lines.append(entry.getMessage())

    log = logging.Logger("nbgrader", logging.WARNING)
    log.addHandler(Keeping())
    return log, lines
