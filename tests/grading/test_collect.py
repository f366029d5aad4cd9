"""Collecting: every learning system's layout, a roster that guesses nothing, and zips that mean harm."""

from __future__ import annotations

import io
import json
import os
import re
import stat
import struct
import zipfile
from datetime import UTC, datetime

import pytest
import tiny

from rnncourse import cli
from rnncourse.errors import CourseError
from rnncourse.grading import arrivals, parcels
from rnncourse.grading.collect import collect, told

ROSTER = """\
id,name,email,canvas_id,excused
ada,"Lovelace, Ada",ada@example.org,77,
boris,Boris Ivanovich Petrov,boris@example.org,,yes
chen,Chen Li,chen@example.org,,
chen2,Chen Li,chen2@example.org,,
"""


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER)
    return path


@pytest.fixture
def answer(released):
    """A notebook's bytes that differ by ``number``."""
    return lambda number: json.dumps(
        tiny.filled(released, double=f"def double(x):\n    return {number} * x")
    ).encode()


@pytest.fixture
def into(tmp_path):
    return tmp_path / "submitted"


def zipped(path, entries, when=(2026, 3, 1, 12, 0, 0)):
    """A zip of name → bytes, or name → (bytes, time)."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            content, time = content if isinstance(content, tuple) else (content, when)
            entry = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, time)
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return path


def nested(entries):
    buffer = io.BytesIO()
    zipped(buffer, entries)
    return buffer.getvalue()


def laid(into):
    return sorted(path.relative_to(into).as_posix() for path in into.rglob("*.ipynb"))


def test_moodles_zip_with_a_roster(course, tmp_path, into, roster, answer):
    source = zipped(
        tmp_path / "moodle.zip",
        {
            "Ada Lovelace_501_assignsubmission_file_/my work.ipynb": answer(1),
            "Boris Ivanovich Petrov_502_assignsubmission_file_/tiny.zip": nested({"tiny.ipynb": answer(2)}),
            "Eve_504_assignsubmission_file_/tiny.ipynb": answer(3),
            "Chen Li_505_assignsubmission_file_/tiny.ipynb": answer(4),
        },
    )
    found = collect(course, source, into, roster)
    assert laid(into) == ["ada/tiny/tiny.ipynb", "boris/tiny/tiny.ipynb"]
    assert (into / "boris" / "tiny" / "tiny.ipynb").read_bytes() == answer(2)
    assert "Eve_504" in found.unknown[0]
    assert "may be chen or chen2" in found.ambiguous[0]
    assert found.absent == []  # something came that may be of either


def test_moodles_participant_number_is_never_taken_for_an_id(course, tmp_path, into, answer):
    roster = tmp_path / "r.csv"
    roster.write_text("id;name\n501;Boris Petrov\n502;Ada Lovelace\n")
    source = zipped(tmp_path / "m.zip", {"Ada Lovelace_501_assignsubmission_file_/x.ipynb": answer(1)})
    collect(course, source, into, roster)
    assert laid(into) == ["502/tiny/tiny.ipynb"]


def test_canvas_zip_newest_resubmission_and_late_mark(course, tmp_path, into, roster, answer):
    source = zipped(
        tmp_path / "canvas.zip",
        {
            "lovelaceada_77_9001_tiny.ipynb": answer(1),
            "lovelaceada_77_9001_tiny-1.ipynb": answer(2),
            "petrovborisivanovich_LATE_78_9002_tiny.ipynb": answer(3),
        },
    )
    found = collect(course, source, into, roster)
    assert laid(into) == ["ada/tiny/tiny.ipynb", "boris/tiny/tiny.ipynb"]
    assert (into / "ada" / "tiny" / "tiny.ipynb").read_bytes() == answer(2)
    assert found.older == ["ada: lovelaceada_77_9001_tiny.ipynb"]
    assert found.absent == ["chen", "chen2"]


def test_without_a_roster_the_systems_own_names_keep_people_apart(course, tmp_path, into, answer):
    source = zipped(
        tmp_path / "m.zip",
        {
            "Ada Lovelace_1_assignsubmission_file_/a.ipynb": answer(1),
            "Ada Lovelace_2_assignsubmission_file_/a.ipynb": answer(2),
            "lovelaceada_7_8_x.ipynb": answer(3),
        },
    )
    collect(course, source, into)
    assert laid(into) == [
        f"{name}/tiny/tiny.ipynb" for name in ("ada-lovelace-1", "ada-lovelace-2", "lovelaceada-7")
    ]


def test_two_of_the_systems_people_for_one_name_are_set_aside(course, tmp_path, into, roster, answer):
    source = zipped(
        tmp_path / "m.zip",
        {f"Ada Lovelace_{n}_assignsubmission_file_/a.ipynb": answer(n) for n in (1, 2)},
    )
    found = collect(course, source, into, roster)
    assert laid(into) == []
    assert len(found.ambiguous) == 2


def test_plain_folders_wrapped_or_not_and_packages_of_submit(course, tmp_path, into, answer):
    for base in ("plain", "wrapped/submitted"):
        folder = tmp_path / base
        for student, place in {"ann": "tiny/tiny.ipynb", "ben": "tiny.ipynb", "cem": "tiny.zip"}.items():
            path = folder / student / place
            path.parent.mkdir(parents=True)
            path.write_bytes(
                nested({"manifest.json": b"{}", "tiny.ipynb": answer(3)}) if student == "cem" else answer(1)
            )
            checkpoint = path.parent / ".ipynb_checkpoints" / "tiny-checkpoint.ipynb"
            checkpoint.parent.mkdir()
            checkpoint.write_bytes(answer(9))
        collect(course, tmp_path / base.partition("/")[0], into / base)
        assert laid(into / base) == [f"{student}/tiny/tiny.ipynb" for student in ("ann", "ben", "cem")]


def test_newest_by_the_outer_time_and_never_by_a_time_inside(course, tmp_path, into, answer):
    late, early = (2026, 3, 2, 12, 0, 0), (2026, 3, 1, 12, 0, 0)
    source = zipped(
        tmp_path / "p.zip",
        {
            "ann/old.ipynb": (answer(1), early),
            "ann/new.zip": (nested({"tiny.ipynb": (answer(2), (1999, 1, 1, 0, 0, 0))}), late),
            "ben/a.zip": (nested({"tiny.ipynb": (answer(3), (2099, 1, 1, 0, 0, 0))}), early),
            "ben/b.ipynb": (answer(4), late),
        },
    )
    collect(course, source, into)
    assert (into / "ann" / "tiny" / "tiny.ipynb").read_bytes() == answer(2)
    assert (into / "ben" / "tiny" / "tiny.ipynb").read_bytes() == answer(4)
    expected = datetime(*late).astimezone(UTC)
    assert arrivals.read(into / ".arrivals.csv") == {("ann", "tiny"): expected, ("ben", "tiny"): expected}


def test_arrivals_file_has_its_header_and_utc(course, tmp_path, into, answer):
    path = tmp_path / "in" / "ann" / "tiny.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(answer(1))
    os.utime(path, (1_772_000_000, 1_772_000_000))
    collect(course, tmp_path / "in", into)
    assert (
        into / ".arrivals.csv"
    ).read_text() == "student,assignment,received\nann,tiny,2026-02-25T06:13:20Z\n"


def test_utc_time_in_a_zip_entry_is_preferred(course, tmp_path, into, answer):
    entry = zipfile.ZipInfo("ann/tiny.ipynb", (2001, 1, 1, 0, 0, 0))
    entry.extra = struct.pack("<HHBi", 0x5455, 5, 1, 1_772_000_000)
    collect(course, zipped(tmp_path / "x.zip", {entry: answer(1)}), into)
    assert "2026-02-25T06:13:20Z" in (into / ".arrivals.csv").read_text()


def test_collecting_again_changes_nothing_and_an_older_attempt_never_replaces_a_newer(
    course, tmp_path, into, answer
):
    new = zipped(tmp_path / "new.zip", {"ann/tiny.ipynb": answer(2)}, (2026, 3, 2, 0, 0, 0))
    old = zipped(tmp_path / "old.zip", {"ann/tiny.ipynb": answer(1)}, (2026, 3, 1, 0, 0, 0))
    last = zipped(tmp_path / "last.zip", {"ann/tiny.ipynb": answer(3)}, (2026, 3, 3, 0, 0, 0))
    collect(course, new, into)
    before = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in into.rglob("*") if path.is_file()
    }
    assert collect(course, new, into).unchanged == 1
    assert len(collect(course, old, into).older) == 1
    assert {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in into.rglob("*") if path.is_file()
    } == before
    assert collect(course, last, into).replaced == ["ann/tiny/tiny.ipynb"]
    assert (into / "ann" / "tiny" / "tiny.ipynb").read_bytes() == answer(3)


def test_dry_run_says_the_same_and_writes_nothing(course, tmp_path, into, answer):
    source = zipped(tmp_path / "x.zip", {"ann/tiny.ipynb": answer(1)})
    assert collect(course, source, into, dry_run=True).new == ["ann/tiny/tiny.ipynb"]
    assert not into.exists()


def test_different_attempts_of_the_same_second_are_ambiguous(course, tmp_path, into, answer):
    source = zipped(tmp_path / "x.zip", {"ann/a.ipynb": answer(1), "ann/b.ipynb": answer(2)})
    assert "came at the same time" in collect(course, source, into).ambiguous[0]
    assert laid(into) == []


def test_unreadable_notebook_goes_by_its_name_and_others_by_the_assignment_given(course, tmp_path, into):
    source = zipped(tmp_path / "x.zip", {"ann/tiny (1).ipynb": b"{", "ben/what.ipynb": b"{"})
    assert collect(course, source, into).strange == ["ben/what.ipynb"]
    assert laid(into) == ["ann/tiny/tiny.ipynb"]
    collect(course, source, into, assignment="tiny")
    assert laid(into) == ["ann/tiny/tiny.ipynb", "ben/tiny/tiny.ipynb"]


def _link(name):
    entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return entry


def _with_size(data: bytes, size: int) -> bytes:
    """The zip with another uncompressed size written into its directory."""
    at = data.index(b"PK\x01\x02") + 24
    return data[:at] + struct.pack("<I", size) + data[at + 4 :]


def _encrypted(data: bytes) -> bytes:
    at = data.index(b"PK\x01\x02") + 8
    first = data.index(b"PK\x03\x04") + 6
    return data[:first] + b"\x01\x00" + data[first + 2 : at] + b"\x01\x00" + data[at + 2 :]


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ({"../evil/tiny.ipynb": b"x"}, "leads out of its folder"),
        ({"ann/../../tiny.ipynb": b"x"}, "leads out of its folder"),
        ({"/etc/tiny.ipynb": b"x"}, "absolute path"),
        ({"C:/tiny.ipynb": b"x"}, "absolute path"),
        ({"ann\\tiny.ipynb": b"x"}, "backslashes"),
        ({"ann/\x1b[2Jtiny.ipynb": b"x"}, "unprintable"),
        ({"a" * 1100 + "/tiny.ipynb": b"x"}, "too long"),
        ({_link("ann/tiny.ipynb"): b"/etc/passwd"}, "is a link"),
        ({"ann/tiny.ipynb": b"x", "ann/TINY.ipynb": b"y"}, "differ in case"),
        ({"ann/\u00e9.ipynb": b"x", "ann/e\u0301.ipynb": b"y"}, "Unicode form"),
        ({"ann/bomb.ipynb": b"0" * (65 * 2**20)}, "65 MiB, 64 are allowed"),
        ({"=cmd/tiny.ipynb": b"x"}, "can be no folder's name"),
        ({"con/tiny.ipynb": b"x"}, "Windows keeps"),
        ({"ann/x.zip": nested({"y.zip": nested({"tiny.ipynb": b"x"})})}, "a zip within a zip within a zip"),
        ({"ann/x.zip": nested({"../../tiny.ipynb": b"x"})}, "leads out of its folder"),
        ({"ann/x.zip": nested({_link("tiny.ipynb"): b"/etc/passwd"})}, "is a link"),
        ({"ann/x.zip": nested({f"{n}.ipynb": b"x" for n in range(201)})}, "more than 200 files"),
        ({"ann/x.zip": _with_size(nested({"tiny.ipynb": b"0" * 100_000}), 10)}, "(?s)unpacked|size"),
        ({"ann/x.zip": _encrypted(nested({"tiny.ipynb": b"x"}))}, "is encrypted"),
        ({"ann/x.zip": b"no zip"}, "cannot be read as a zip"),
        (
            {"ann/x.zip": nested({f"{n}.ipynb": b"0" * (40 * 2**20) for n in range(2)})},
            "more than is allowed",
        ),
    ],
)
def test_hostile_entries_are_refused_with_a_sentence_and_harm_nobody(
    course, tmp_path, into, answer, entries, sentence
):
    source = zipped(tmp_path / "x.zip", entries | {"zoe/tiny.ipynb": answer(1)})
    found = collect(course, source, into, assignment="tiny")
    text = "\n".join(found.refused)
    assert re.search(sentence, text), text
    assert (into / "zoe" / "tiny" / "tiny.ipynb").read_bytes() == answer(1)
    assert all(path.is_relative_to(into) for path in tmp_path.rglob("tiny.ipynb"))
    assert not any(path.is_symlink() for path in into.rglob("*"))
    assert "\x1b" not in text


def test_links_in_a_folder_are_refused_and_never_followed(course, tmp_path, into, answer):
    folder = tmp_path / "in"
    (folder / "zoe").mkdir(parents=True)
    (folder / "zoe" / "tiny.ipynb").write_bytes(answer(1))
    (folder / "ann").mkdir()
    (folder / "ann" / "tiny.ipynb").symlink_to("/etc/passwd")
    (folder / "ben").symlink_to(folder / "zoe")
    found = collect(course, folder, into)
    assert laid(into) == ["zoe/tiny/tiny.ipynb"]
    assert found.refused == ["ben is a link to a folder.", "ann/tiny.ipynb is a link."]


def test_links_in_the_target_are_never_written_through(course, tmp_path, into, answer):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    into.mkdir()
    (into / "ann").symlink_to(elsewhere)
    found = collect(course, zipped(tmp_path / "x.zip", {"ann/tiny.ipynb": answer(1)}), into)
    assert "is a link" in found.refused[0]
    assert list(elsewhere.iterdir()) == []


def test_a_bomb_is_never_unpacked_whole(monkeypatch, course, tmp_path, into):
    monkeypatch.setattr(parcels, "MOST_IN_ALL", 2**20)
    source = zipped(tmp_path / "x.zip", {f"s{n}/tiny.ipynb": b"0" * 2**19 for n in range(9)})
    with pytest.raises(CourseError, match="more than is allowed for all files together"):
        collect(course, source, into, assignment="tiny")
    assert not into.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name,email\nx,y\n", "no column id"),
        ("", "no column id.*nothing"),
        ("id\n../x\n", "line 2: the id '../x' can be no folder's name"),
        ("id\nAnn\nann\n", "differ in writing only"),
    ],
)
def test_rosters_that_cannot_be_used(course, tmp_path, into, text, sentence):
    roster = tmp_path / "r.csv"
    roster.write_text(text)
    (tmp_path / "in").mkdir()
    with pytest.raises(CourseError, match=sentence):
        collect(course, tmp_path / "in", into, roster)


def test_whoever_sent_something_else_or_was_collected_before_is_not_called_absent(
    course, tmp_path, into, answer, roster, capsys
):
    collect(course, zipped(tmp_path / "a.zip", {"ada/tiny.ipynb": answer(1)}), into, roster)
    source = zipped(
        tmp_path / "b.zip",
        {
            "boris/essay.pdf": b"x",
            "boris/.DS_Store": b"x",
            "chen/work.zip": nested({"notes.txt": b"x"}),
            "chen2/tiny.ipynb": answer(2),
            "chen2/notes.txt": b"x",
        },
    )
    found = collect(course, source, into, roster)
    assert found.others == {"boris": ["essay.pdf"], "chen": ["work.zip"]}
    assert found.absent == []
    folder = tmp_path / "folder"
    for name in ("ada/tiny.ipynb", "boris/essay.pdf"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(answer(3))
    found = collect(course, folder, tmp_path / "other", roster)
    assert (found.others, found.absent) == ({"boris": ["essay.pdf"]}, ["chen", "chen2"])
    told(found, into, False, print)
    said = capsys.readouterr().out
    assert "Sent something that is no notebook (1):\n  boris (essay.pdf)\n" in said
    assert said.endswith("\n1 file left out, named above.\n")


def test_command_says_what_it_did_and_bad_input_is_a_sentence(
    course, tmp_path, into, answer, roster, monkeypatch, capsys
):
    monkeypatch.chdir(course)
    source = zipped(tmp_path / "x.zip", {"ada/tiny.ipynb": answer(1), "eve/tiny.ipynb": answer(2)})
    arguments = ["collect", str(source), "--into", str(into), "--roster", str(roster)]
    assert cli.main([*arguments, "--dry-run"]) == 0
    assert "1 new, 0 replaced" in (said := capsys.readouterr().out)
    assert "Nothing was written." in said
    assert cli.main(arguments) == 0
    assert "eve/tiny.ipynb: nobody in the roster is written so." in capsys.readouterr().out
    assert cli.main([*arguments[:-1], str(tmp_path / "nope.csv")]) == 2
    assert "nope.csv does not exist: give a CSV file with a header" in capsys.readouterr().err
    for wrong, sentence in {
        (str(tmp_path / "no.zip"), str(into)): "does not exist",
        (str(roster), str(into)): "cannot be read as a zip",
        (str(tmp_path), str(into)): "lie in one another",
        (str(source), str(roster)): "is a file",
    }.items():
        assert cli.main(["collect", wrong[0], "--into", wrong[1]]) == 2
        assert sentence in capsys.readouterr().err
