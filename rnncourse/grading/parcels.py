"""The files that came in: from a folder, or from a learning system's zip, read without trusting a name or a size.

A file's time is the one that the folder or the outer zip gives it; what lies inside a submission, a zip of its own
included, is never asked for a time.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from rnncourse.errors import CourseError

#: Bytes of one file, and of all together; entries of an outer zip, and of one that a learner made.
MOST_A_FILE, MOST_IN_ALL = 64 * 2**20, 16 * 2**30
MOST_ENTRIES, MOST_NESTED = 200_000, 200

_WANTED = (".ipynb", ".zip")


@dataclass(frozen=True)
class Parcel:
    """A notebook that came: ``path`` as parts, ``received`` in UTC, ``content``; or why it is ``refused``.

    ``other`` is a file that is no notebook, of which the path alone is known, or a zip without any.
    ``put_by`` in a file, a class of any size fits in memory: then ``content`` is empty and ``digest`` its sha256.
    """

    path: tuple[str, ...]
    received: datetime | None = None
    content: bytes = b""
    refused: str = ""
    other: bool = False
    file: Path | None = None
    digest: str = ""

    def put_by(self, file: Path) -> Parcel:
        """The same with its content in ``file``."""
        file.write_bytes(self.content)
        return replace(self, content=b"", file=file, digest=hashlib.sha256(self.content).hexdigest())

    @property
    def shown(self) -> str:
        """The path for a person, with nothing in it that steers a terminal."""
        text = "/".join(self.path)
        return "".join(letter if letter.isprintable() else "�" for letter in text)[:200]


def unpack(source: Path) -> Iterator[Parcel]:
    """Every file in ``source``, a folder or a zip; zips in it are opened one level deep, for notebooks alone.

    Raises
    ------
    CourseError : (2) there is nothing of that name, it is neither folder nor zip, or it is too large as a whole
    """
    if source.is_dir():
        found = _from_folder(source)
    elif source.is_file():
        found = _from_zip_file(source)
    else:
        raise CourseError(
            f"{source} does not exist: give a folder of submissions, or a learning system's zip."
        )
    for parcel in found:
        if parcel.refused or parcel.other or not parcel.path[-1].lower().endswith(".zip"):
            yield parcel
        else:
            yield from _nested(parcel)


def _from_folder(source: Path) -> Iterator[Parcel]:
    for folder, folders, files in os.walk(source, onerror=_unreadable):
        here = Path(folder)
        for name in sorted(folders):
            if (here / name).is_symlink():
                yield Parcel((*(here / name).relative_to(source).parts,), refused="is a link to a folder")
        folders[:] = sorted(name for name in folders if not _hidden(name) and not (here / name).is_symlink())
        for name in sorted(files):
            path = here / name
            parts = path.relative_to(source).parts
            if not _wanted(name):
                if not _hidden(name) and not _odd(parts):
                    yield Parcel(parts, other=True)
                continue
            status = path.lstat()
            why = _odd(parts) or _kind(status.st_mode) or _too_large(status.st_size)
            if why:
                yield Parcel(parts, refused=why)
                continue
            received = datetime.fromtimestamp(int(status.st_mtime), UTC)
            try:
                yield Parcel(parts, received, path.read_bytes())
            except OSError as error:
                yield Parcel(parts, refused=f"cannot be read: {error.strerror}")


def _unreadable(error: OSError) -> None:
    raise CourseError(f"{error.filename} cannot be read: {error.strerror}.")


def _from_zip_file(source: Path) -> Iterator[Parcel]:
    try:
        with zipfile.ZipFile(source) as archive:
            if len(archive.infolist()) > MOST_ENTRIES:
                raise CourseError(
                    f"{source} holds more than {MOST_ENTRIES} files: is it a class's submissions?"
                )
            yield from _entries(archive, [MOST_IN_ALL])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise CourseError(
            f"{source} cannot be read as a zip file: {error}. Download it again; expected a folder or a zip."
        ) from error


def _nested(parcel: Parcel) -> Iterator[Parcel]:
    """The notebooks in a zip that a learner handed in; they came when the zip came."""
    try:
        with zipfile.ZipFile(io.BytesIO(parcel.content)) as archive:
            if len(archive.infolist()) > MOST_NESTED:
                yield Parcel(parcel.path, refused=f"is a zip of more than {MOST_NESTED} files")
                return
            notebooks = False
            for found in _entries(archive, [MOST_A_FILE]):
                if found.other:
                    continue
                notebooks = True
                path = (*parcel.path, *found.path)
                if found.path[-1].lower().endswith(".zip") and not found.refused:
                    yield Parcel(path, refused="is a zip within a zip within a zip")
                else:
                    yield Parcel(path, parcel.received, found.content, found.refused)
            if not notebooks:
                yield Parcel(parcel.path, other=True)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        yield Parcel(parcel.path, refused=f"cannot be read as a zip file: {error}")


def _entries(archive: zipfile.ZipFile, left: list[int]) -> Iterator[Parcel]:
    """What a zip holds, of what is not wanted the path; ``left`` is how many bytes may still come out of it."""
    files = [entry for entry in archive.infolist() if not entry.is_dir()]
    wanted = [entry for entry in files if _wanted(entry.filename)]
    for entry in files:
        parts = tuple(entry.orig_filename.split("/"))
        if not _wanted(entry.filename) and not _odd(parts) and not any(map(_hidden, parts)):
            yield Parcel(parts, other=True)
    twins: dict[str, int] = {}
    for entry in wanted:
        twins[_folded(entry.filename)] = twins.get(_folded(entry.filename), 0) + 1
    for entry in wanted:
        parts = tuple(entry.orig_filename.split("/"))
        why = _odd(parts) or _kind(entry.external_attr >> 16) or _too_large(entry.file_size)
        if not why and entry.flag_bits & 0x1:
            why = "is encrypted"
        if not why and twins[_folded(entry.filename)] > 1:
            why = "is there twice, under names that differ in case or Unicode form at most"
        if why:
            yield Parcel(parts, refused=why)
            continue
        try:
            content = _read(archive, entry)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            ValueError,
            NotImplementedError,
            EOFError,
            RuntimeError,
        ) as error:
            yield Parcel(parts, refused=f"cannot be unpacked: {error}")
            continue
        left[0] -= len(content)
        if left[0] < 0:
            raise ValueError("it unpacks to more than is allowed for all files together")
        yield Parcel(parts, _time(entry), content)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """An entry's bytes, never more than it said it has and we allow."""
    with archive.open(entry) as file:
        content = file.read(MOST_A_FILE + 1)
    if len(content) > MOST_A_FILE or len(content) != entry.file_size:
        raise ValueError("its size is not the one that is written in the zip")
    return content


def _odd(parts: tuple[str, ...]) -> str:
    """Why a path is none that a submission has."""
    text = "/".join(parts)
    if not parts[0] or "\\" in text or parts[0][1:2] == ":":
        return "has an absolute path, or one with backslashes"
    if any(part in ("", ".", "..") for part in parts):
        return "has a path that leads out of its folder"
    if not text.isprintable():
        return "has unprintable characters in its name"
    return "has a name that is too long" if len(text) > 1024 or len(parts) > 12 else ""


def _kind(mode: int) -> str:
    """Why a file of this mode is not taken; a zip made elsewhere than on Unix says nothing, which is 0."""
    kind = stat.S_IFMT(mode)
    if kind == stat.S_IFLNK:
        return "is a link"
    return "" if kind in (0, stat.S_IFREG) else "is no ordinary file"


def _too_large(size: int) -> str:
    return f"is {size / 2**20:.0f} MiB, {MOST_A_FILE // 2**20} are allowed" if size > MOST_A_FILE else ""


def _time(entry: zipfile.ZipInfo) -> datetime | None:
    """When the learning system says that the file came: in UTC where the entry says so, else in local time."""
    extra, at = entry.extra, 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == 0x5455 and size >= 5 and at + 9 <= len(extra) and extra[at + 4] & 1:
            return datetime.fromtimestamp(struct.unpack_from("<i", extra, at + 5)[0], UTC)
        at += 4 + size
    try:
        return datetime(*entry.date_time).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _wanted(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name.lower().endswith(_WANTED) and not any(_hidden(part) for part in parts if part != "..")


def _hidden(part: str) -> bool:
    """Folders and files that editors and systems leave: checkpoints, resource forks."""
    return part.startswith(".") or part == "__MACOSX"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
