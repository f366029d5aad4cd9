"""Serving the book: what goes wrong is said with its cure."""

from __future__ import annotations

import socket
import threading
import urllib.request

import pytest

from rnncourse.book.serve import server
from rnncourse.errors import CourseError


@pytest.fixture
def built(tmp_path):
    html = tmp_path / "_build" / "html"
    html.mkdir(parents=True)
    (html / "index.html").write_text("the book")
    return tmp_path


def test_the_book_is_served_on_this_machine_only(built):
    with server(built, 0) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        assert running.server_address[0] == "127.0.0.1"
        with urllib.request.urlopen(f"http://127.0.0.1:{running.server_port}/index.html") as answer:
            assert answer.read() == b"the book"
        running.shutdown()


def test_a_book_that_is_not_built_is_named_with_its_cure(tmp_path):
    with pytest.raises(CourseError, match=r"There is no book in .*: `rnncourse build` makes it"):
        server(tmp_path, 0)


def test_a_port_in_use_is_named_with_its_cure(built):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CourseError, match=f"Port {port} is in use: choose another, as --port"):
            server(built, port)


@pytest.mark.parametrize("port", [-1, 70000])
def test_a_number_that_is_no_port_is_refused(built, port):
    with pytest.raises(CourseError, match="is no port"):
        server(built, port)
