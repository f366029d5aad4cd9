"""What a box may see: of the installed packages what an assignment allows, with all that it requires; of rnncourse
the parts that a learner may use, as a copy.

A learner's box has no reference implementation to look into because none is there.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from functools import lru_cache
from pathlib import Path

from packaging.requirements import Requirement

#: The distributions that every learner's box has besides what its assignment allows.
_ALWAYS = ("ipython", "numpy")
#: The distributions that parts of rnncourse need when they are imported.
_NEEDED_BY = {
    "rnncourse.plotting": ("matplotlib",),
    "rnncourse.tasks": ("scikit-learn",),
    "rnncourse.training": ("torch", "tqdm"),
}
#: The parts of rnncourse that every learner's box has: what its own side of the wire is made of.
_PARTS = (
    "__init__.py",
    "errors.py",
    "tree.py",
    "grading/__init__.py",
    "grading/inside",
    "grading/sandbox/__init__.py",
    "grading/sandbox/isolation.py",
    "grading/sandbox/kernel.py",
    "grading/sandbox/limits.py",
    "grading/sandbox/probe.py",
    "grading/sandbox/zygote.py",
)


def site_folders() -> list[Path]:
    """The folders of installed packages that this interpreter uses, in its order."""
    found = [Path(entry) for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")]
    return [folder for folder in dict.fromkeys(found) if folder.is_dir()]


def learner_packages(allowed: tuple[str, ...]) -> list[Path]:
    """Files and folders of the packages that a learner's box may import, with everything that they require."""
    waiting = [*_ALWAYS]
    for module in allowed:
        top = module.partition(".")[0]
        if top == "rnncourse":
            waiting += [need for part, needs in _NEEDED_BY.items() if _within(module, part) for need in needs]
        else:
            waiting += _distributions_with(top)
    known, entries = set(), {}
    while waiting:
        name = _canonical(waiting.pop())
        if name in known:
            continue
        known.add(name)
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # a requirement that this installation does without
        entries |= dict.fromkeys(_entries(distribution))
        for line in distribution.requires or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    return sorted(entries)


def learner_course(package: Path, allowed: tuple[str, ...]) -> dict[str, bytes]:
    """The learner's part of rnncourse: the content of each file by its path below the folder of the package.

    ``package`` is the folder that holds rnncourse/. ``rnncourse.checks`` is always there, since the learner's end of
    the wire uses it, but for the folders of the single assignments, which hold their common mistakes.
    """
    root = package / "rnncourse"
    staged: dict[str, bytes] = {}
    for part in _PARTS:
        _take(root, root / part, staged)
    for file in sorted((root / "checks").glob("*.py")):
        _take(root, file, staged)
    for module in allowed:
        head, *inner = module.split(".")
        if head != "rnncourse" or not inner:
            continue
        place = root.joinpath(*inner)
        for depth in range(1, len(inner)):
            _take(root, root.joinpath(*inner[:depth], "__init__.py"), staged)
        if not _within(module, "rnncourse.checks"):
            _take(root, place if place.is_dir() else place.with_suffix(".py"), staged)
    return {f"rnncourse/{path}": content for path, content in staged.items()}


def _take(root: Path, place: Path, staged: dict[str, bytes]) -> None:
    """Add a file, or all files below a folder that are no compiled code, if they are there."""
    files = [place] if place.is_file() else sorted(place.rglob("*")) if place.is_dir() else []
    for file in files:
        if file.is_file() and "__pycache__" not in file.parts:
            staged[file.relative_to(root).as_posix()] = file.read_bytes()


def _within(module: str, part: str) -> bool:
    return module == part or module.startswith(part + ".") or part.startswith(module + ".")


def _distributions_with(module: str) -> list[str]:
    """The distributions that a top-level module comes from; most have its name, and to read all takes a while."""
    if module in sys.stdlib_module_names:
        return []
    try:
        if module in {entry.stem for entry in _entries(importlib.metadata.distribution(module))}:
            return [module]
    except importlib.metadata.PackageNotFoundError:
        pass
    return _distributions().get(module, [])


@lru_cache(maxsize=1)
def _distributions() -> dict[str, list[str]]:
    return dict(importlib.metadata.packages_distributions())


def _entries(distribution: importlib.metadata.Distribution) -> list[Path]:
    """What a distribution put into its folder of packages: the topmost files and folders."""
    tops = {file.parts[0] for file in distribution.files or () if file.parts[0] not in ("..", "__pycache__")}
    found = [Path(distribution.locate_file(top)) for top in tops if not top.endswith(".pth")]
    return [entry for entry in found if entry.exists()]


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
