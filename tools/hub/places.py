"""The folders and settings that a hub's class shares, with the permissions that they need; used by setup and trial."""

from __future__ import annotations

import os
import stat
from pathlib import Path

#: Everybody may put something there, and nobody may remove or rename what is another's. nbgrader itself asks for
#: 0777, without the sticky bit, by which any learner could take the whole course away.
EXCHANGE_MODE = 0o1777
#: Where the learners' copy of the course lies; jupyterhub_config.py names the same.
SHARED = Path("/srv/rnn-course")
#: Nobody but its owner looks into a home or into the instructor's course.
PRIVATE_MODE = 0o700

LEARNER = """\
c = get_config()
c.Exchange.root = {exchange!r}
c.CourseDirectory.course_id = {course!r}
# A lab that lies beside the assignment is not handed in with it.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "lab.ipynb"]
"""
INSTRUCTOR = (
    LEARNER
    + """\

from pathlib import Path

# A server begins in the home: formgrader works on the grades. Commands in the course's folder or in the class's stay.
if not Path("nbgrader_config.py").is_file() and Path.cwd() != Path({grades!r}).parent:
    c.CourseDirectory.root = {grades!r}
"""
)
#: nbgrader's extensions that a learner's server does not load; it would offer to grade.
NOT_FOR_LEARNERS = ("formgrader", "course_list")


def make_exchange(folder: Path) -> None:
    """Make the exchange, or put its permissions right."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(EXCHANGE_MODE)


def share(folder: Path) -> None:
    """Let everybody read the learners' copy of the course, and nobody but its owner write there."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = stat.S_IMODE(path.stat().st_mode)
            path.chmod((mode | (0o755 if path.is_dir() else 0o644)) & ~0o022)


def faults_of_shared(shared: Path) -> list[str]:
    """What is wrong with the learners' copy of the course, a sentence each."""
    if not (shared / "exercises").is_dir() or not (shared / "nbgrader_config.py").is_file():
        return [f"{shared} is no copy of the course: learners' commands will not find it."]
    found = []
    if (shared / "solutions").exists():
        found.append(f"{shared} holds the solutions: make it by `rnncourse handout`.")
    if not _reachable(shared / "exercises"):
        found.append(f"{shared / 'exercises'} cannot be read by everyone: chmod 755 the folders above it.")
    if shared.stat().st_mode & 0o022:
        found.append(f"{shared} can be written to by others: chmod go-w.")
    return found


def faults_of_homes(homes: list[Path]) -> list[str]:
    """Which of the class's homes somebody else may look into, a sentence each."""
    return [f"{home} can be looked into: chmod 700 {home}" for home in homes if home.stat().st_mode & 0o077]


def faults(exchange: Path, course: str, solutions: Path) -> list[str]:
    """What is wrong with the permissions of an exchange and of the instructor's course, a sentence each."""
    found = []

    def mode(path: Path) -> int | None:
        return stat.S_IMODE(path.stat().st_mode) if path.exists() else None

    if (there := mode(exchange)) != EXCHANGE_MODE:
        found.append(f"{exchange} has mode {_octal(there)}, not {_octal(EXCHANGE_MODE)}.")
    inbound = mode(exchange / course / "inbound")
    if inbound is not None and inbound & 0o004:
        found.append(
            f"{exchange / course / 'inbound'} can be listed by everyone: submissions can be found and read."
        )
    if (feedback := mode(exchange / course / "feedback")) is not None and feedback & 0o004:
        found.append(f"{exchange / course / 'feedback'} can be listed by everyone: so can feedback.")
    outbound = exchange / course / "outbound"
    for notebook in outbound.glob("*/*.ipynb"):
        text = notebook.read_text("utf-8")
        if "### BEGIN SOLUTION" in text or "### BEGIN HIDDEN TESTS" in text:
            found.append(f"{notebook} was released with solutions or hidden tests in it.")
    if _reachable(solutions):
        found.append(f"{solutions} can be read by everyone: chmod 700 a folder above it.")
    return found


def _reachable(path: Path) -> bool:
    """Whether anybody may go down to ``path`` and look into it."""
    if not path.exists():
        return False
    ways = [path.stat().st_mode & 0o005 == 0o005]
    ways += [parent.stat().st_mode & 0o001 == 0o001 for parent in path.resolve().parents]
    return all(ways)


def put_settings(home: Path, course: str, exchange: Path, grades: Path | None = None) -> list[Path]:
    """Write nbgrader's settings into a home, for the instructor with the folder of the grades; what was written."""
    folder = home / ".jupyter"
    folder.mkdir(exist_ok=True)
    text = INSTRUCTOR if grades else LEARNER
    settings = folder / "nbgrader_config.py"
    settings.write_text(text.format(exchange=str(exchange), course=course, grades=str(grades)), "utf-8")
    written = [folder, settings]
    if grades:
        grades.parent.mkdir(mode=PRIVATE_MODE, exist_ok=True)
        written.append(grades.parent)
    else:
        off = folder / "jupyter_server_config.py"
        lines = [f'    "nbgrader.server_extensions.{name}": False,' for name in NOT_FOR_LEARNERS]
        body = "\n".join(lines)
        off.write_text(f"c = get_config()\nc.ServerApp.jpserver_extensions = {{\n{body}\n}}\n", "utf-8")
        written.append(off)
    return written


def give(path: Path, uid: int, gid: int) -> None:
    """Make all below ``path`` a user's own."""
    os.chown(path, uid, gid)
    for folder, names, files in os.walk(path):
        for name in (*names, *files):
            os.chown(Path(folder) / name, uid, gid, follow_symlinks=False)


def _octal(mode: int | None) -> str:
    return "none (it is not there)" if mode is None else f"{mode:04o}"
