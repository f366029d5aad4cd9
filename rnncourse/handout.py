"""``rnncourse handout``: the course as learners may have it who are graded, without solutions and tests."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from rnncourse.book.contents import toc
from rnncourse.errors import CourseError
from rnncourse.place import shown

#: What holds answers: the solutions, and the right and wrong ones that prove the graders.
WITHHELD = ("solutions", "tests")
#: What stands in the place of README.md, which speaks of grading and of solutions.
README = Path(__file__).parent / "learner" / "readme.md"
#: The sentence of a chapter's page that leads to the worked solutions, and that of the guide on the table of hints.
LEADS_THERE = re.compile(
    r" ?(When you are done, or stuck: \{doc\}`the worked solutions <solutions>`\."
    r"|\{doc\}`All hints <hints>` lists each with the mistake that earns it\.)"
)


def handout(root: Path, target: Path) -> list[str]:
    """Copy the course's files into ``target`` without solutions, tests and history; return what was copied.

    The book of the copy builds, its labs and exercises are whole; it cannot grade. README.md is one for
    learners. The finished layers stay in ``rnncourse/cells``: the labs and the checks need them.

    Raises
    ------
    CourseError : (2) target is there and not empty, or lies inside the course; a page still leads to the solutions
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CourseError(f"{shown(target)} is there already and not empty; name a folder that is new.")
    if target.resolve().is_relative_to(root.resolve()):
        raise CourseError(
            f"{shown(target)} lies inside the course, and would be copied into itself; go outside."
        )
    copied = [name for name in _files(root) if Path(name).parts[0] not in WITHHELD]
    for name in copied:
        destination = target / name
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / name, destination)
    for page in sorted((target / "book").rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        left = LEADS_THERE.sub("", text)
        if "<solutions>" in left or "<hints>" in left:
            raise CourseError(
                f"{shown(page)} leads to the worked solutions, or to the table of hints, in words of its own; "
                "say it as the other pages do."
            )
        if left != text:
            page.write_text(left, encoding="utf-8")
    shutil.copy2(README, target / "README.md")
    (target / "_toc.yml").write_text(toc(target), encoding="utf-8")
    return copied


def _files(root: Path) -> list[str]:
    """The files under version control, and new ones that are not ignored, as they lie there now."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        raise CourseError(
            "git is needed to tell the course's own files from what was built here; run this in a clone."
        ) from None
    return sorted(name for name in set(listed.split("\0")) if name and (root / name).is_file())
