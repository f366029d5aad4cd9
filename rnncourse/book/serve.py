"""Serve the built book on this machine only."""

from __future__ import annotations

import errno
import functools
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from rnncourse.errors import BAD_INPUT, ENVIRONMENT, CourseError

PORT = 8000


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # a page's files come over few connections

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing about single requests."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A reader who goes on before a page has come is no error; all else is."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def server(root: Path, port: int = PORT) -> ThreadingHTTPServer:
    """A server of the built book on 127.0.0.1, not yet started; port 0 takes any that is free.

    Raises
    ------
    CourseError : where the book is not built, or the port is taken
    """
    html = Path(root) / "_build" / "html"
    if not (html / "index.html").is_file():
        raise CourseError(
            f"There is no book in {html}: `rnncourse build` makes it, in about five minutes.", BAD_INPUT
        )
    try:
        return _Server(("127.0.0.1", port), functools.partial(_Quiet, directory=str(html)))
    except OverflowError as error:
        raise CourseError(f"{port} is no port: choose one from 1024 to 65535.", BAD_INPUT) from error
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        taken = "is in use" if error.errno == errno.EADDRINUSE else "is not yours to use"
        raise CourseError(
            f"Port {port} {taken}: choose another, as --port {max(port, 8000) + 1}.", ENVIRONMENT
        ) from error


def serve(root: Path, port: int = PORT) -> None:
    """Serve until interrupted."""
    with server(root, port) as running:
        print(
            f"The book is at http://127.0.0.1:{running.server_port}/ (stop with Ctrl+C)",
            file=sys.stderr,
            flush=True,
        )
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            print(file=sys.stderr)
