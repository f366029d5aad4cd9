"""Licences, citation, changelog and release checklist say the same, and what is true."""

from __future__ import annotations

import argparse
import re
import shlex
import tomllib
from pathlib import Path

import yaml

import rnncourse
from rnncourse.cli import parser

ROOT = Path(__file__).resolve().parent.parent
#: The keys of the Citation File Format 1.2.0 that stand at the top; the first four are demanded.
CFF_KEYS = [
    *("cff-version", "message", "title", "authors"),
    *("abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords", "license", "license-url"),
    *("preferred-citation", "references", "repository", "repository-artifact", "repository-code", "type", "url"),
    "version",
]  # fmt: skip


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_citation_file_has_the_form_of_its_format():
    given = yaml.safe_load(read("CITATION.cff"))
    assert set(CFF_KEYS[:4]) <= set(given) <= set(CFF_KEYS)
    assert given["cff-version"] == "1.2.0"
    assert given["type"] in ("software", "dataset")
    assert all(isinstance(one.get("name") or one.get("family-names"), str) for one in given["authors"])
    assert all(isinstance(word, str) for word in given["keywords"])
    if "date-released" in given:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(given["date-released"]))


def test_the_version_stands_in_one_place_and_the_others_follow():
    project = tomllib.loads(read("pyproject.toml"))
    assert "version" in project["project"]["dynamic"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "rnncourse.__version__"}
    assert str(yaml.safe_load(read("CITATION.cff"))["version"]) == rnncourse.__version__


def test_the_changelog_begins_with_what_is_not_released_and_names_what_is():
    headings = re.findall(r"^## (.+)$", read("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", heading) for heading in headings[1:])
    released = "date-released" in yaml.safe_load(read("CITATION.cff"))
    assert released == any(heading.startswith(f"[{rnncourse.__version__}]") for heading in headings)


def test_code_and_text_have_the_licences_that_every_file_names():
    cited = yaml.safe_load(read("CITATION.cff"))["license"]
    assert " AND ".join(cited) == tomllib.loads(read("pyproject.toml"))["project"]["license"]
    assert read("LICENSE").startswith("BSD 3-Clause License\n\nCopyright (c) 2026, the authors of the course")
    assert read("LICENSE-TEXT").startswith("Creative Commons Attribution 4.0 International")
    assert "LICENSES.md" in read("README.md")
    assert "CC BY 4.0" in read("_config.yml")


def test_every_folder_with_work_of_others_is_listed_and_has_its_licence():
    vendored = [path.parent for path in ROOT.glob("*/**/VENDORED") if "_build" not in path.parts]
    assert vendored
    for folder in vendored:
        name = folder.relative_to(ROOT).as_posix()
        assert f"`{name}/`" in read("LICENSES.md"), f"LICENSES.md: what is {name}/, and under which licence?"
        assert any(folder.glob("*LICENSE*")) or any(folder.glob("OFL*")), f"{name}/ has no licence in it"


def test_every_command_of_the_release_checklist_is_there():
    lines = "\n".join(re.findall(r"```\n(.*?)```", read("RELEASING.md"), re.DOTALL)).splitlines()
    said = [shlex.split(line) for line in lines if line.strip()]
    assert len(said) > 8
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    own = next(action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    for program, *words in said:
        if program == "make":
            assert words[0] in targets
        elif program == "rnncourse":
            own.choices[words[0]].parse_args(words[1:])
        elif program == "python" and words[0] == "-m":
            assert words[1] in ("pytest", "pip", "rnncourse.book.links")
        elif program == "python":
            assert (ROOT / words[0]).is_file(), words[0]
        else:
            assert program == "git"
