"""What a grade is a function of, as hashes: the attempt, the environment, the seed."""

from __future__ import annotations

import hashlib
import hmac
import platform
import re
import secrets
import sys
from importlib import metadata
from pathlib import Path

from rnncourse.errors import CourseError

#: Parts of the package that decide no grade: they lay out, write down, show, or serve readers and learners.
# fmt: off
_NO_PART_IN_GRADES = (
    "book", "learner", "cli.py", "course.py", "curriculum.py", "doctor.py", "place.py",
    *(f"grading/{name}.py" for name in (
        "attacks", "class_page", "class_report", "cluster", "collect", "colouring", "commit",
        "feedback", "fingerprints", "gradebook", "gradebook_cells", "home", "honest", "journal",
        "lateness", "lint", "one", "outcome", "pages", "parcels", "places", "policy", "pool",
        "practice", "progress", "questions", "release", "report", "roster", "run", "sample",
        "similarity", "similarity_report", "standings", "submissions",
    )),
)
# fmt: on

#: Packages that no submission and no test is run with.
_NO_TOOL_OF_GRADES = {
    *("dask", "distributed", "locket", "msgpack", "partd", "psycopg2-binary", "tblib", "toolz", "zict"),
    *("pip", "setuptools", "wheel", "ruff", "hypothesis", "jupytext", "nbval", "playwright"),
    *("pytest", "pytest-timeout", "pytest-xdist", "execnet", "iniconfig", "pluggy"),
    *("jupyter-book", "myst-nb", "sphinx", "sphinx-book-theme", "pydata-sphinx-theme", "rnncourse"),
}


def attempt(notebooks: dict[str, bytes]) -> str:
    """sha256 of what was handed in: of the notebook's bytes, or of names and bytes where there are several."""
    if len(notebooks) == 1:
        return hashlib.sha256(next(iter(notebooks.values()))).hexdigest()
    digest = hashlib.sha256()
    for name, content in sorted(notebooks.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def environment(package: Path | None = None) -> str:
    """sha256 of all that a grade depends on besides the submission, the bundle and the seed.

    These are Python's version, the installed packages' and the course's own code, without those that decide no
    grade: a new pytest or another way to print the table grades nobody again.
    """
    package = package or Path(__file__).parents[1]
    digest = hashlib.sha256(f"{platform.python_implementation()} {platform.python_version()}\n".encode())
    digest.update("".join(f"{name}=={version}\n" for name, version in sorted(_packages().items())).encode())
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if not any(name == part or name.startswith(f"{part}/") for part in _NO_PART_IN_GRADES):
            digest.update(f"{name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _packages() -> dict[str, str]:
    """The versions of the environment's packages; not those that a package brings for itself alone.

    (``setuptools`` puts such a folder on ``sys.path`` when it is imported: what is found must not depend on that.)
    """
    places = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    versions: dict[str, str] = {}
    for found in metadata.distributions(path=places):
        versions.setdefault(_normal(found.metadata["Name"]), found.version)
    return {name: version for name, version in versions.items() if name not in _NO_TOOL_OF_GRADES}


def course_key(out: Path, given: str | None, *, keep: bool = True) -> bytes:
    """The secret that seeds are made with: ``given`` in hexadecimal, or the one kept in ``out/.course-key``.

    It is made at the first run (unless ``keep`` is false) and readable by its owner only. No worker sees it.
    """
    if given is not None:
        try:
            return bytes.fromhex(given)
        except ValueError:
            raise CourseError(f"--seed takes a hexadecimal number such as 5eed, not {given!r}.") from None
    path = out / ".course-key"
    if path.is_file():
        return bytes.fromhex(path.read_text("ascii"))
    key = secrets.token_bytes(32)
    if keep:
        out.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(key.hex(), "ascii")
    return key


def seed(key: bytes, attempt: str | None) -> str:
    """HMAC-SHA256(key, attempt)[:16] in hexadecimal: the same bytes, the same seed; another attempt, another."""
    return hmac.new(key, (attempt or "").encode(), hashlib.sha256).digest()[:16].hex()


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
