"""What a grade is a function of, as hashes: the attempt, the environment, the seed."""

from __future__ import annotations

import hashlib
import hmac
import platform
import re
import secrets
from importlib import metadata
from pathlib import Path

from rnncourse.errors import CourseError

#: Parts of the package that no test cell and no grader reads.
_NO_PART_IN_GRADES = {"book", "cli.py", "doctor.py", "course.py"}


def attempt(notebooks: dict[str, bytes]) -> str:
    """sha256 of what was handed in: of the notebook's bytes, or of names and bytes where there are several."""
    if len(notebooks) == 1:
        return hashlib.sha256(next(iter(notebooks.values()))).hexdigest()
    digest = hashlib.sha256()
    for name, content in sorted(notebooks.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def environment(package: Path | None = None) -> str:
    """sha256 of the Python version, the versions of all installed packages, and the course's own code."""
    package = package or Path(__file__).parents[1]
    digest = hashlib.sha256(f"{platform.python_implementation()} {platform.python_version()}\n".encode())
    versions = {_normal(found.metadata["Name"]): found.version for found in metadata.distributions()}
    versions.pop("rnncourse", None)
    digest.update("".join(f"{name}=={version}\n" for name, version in sorted(versions.items())).encode())
    for path in sorted(package.rglob("*.py")):
        if path.relative_to(package).parts[0] not in _NO_PART_IN_GRADES:
            digest.update(f"{path.relative_to(package).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


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
