"""A small site on loopback that remembers what it was asked."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USER_AGENT = "LocalOfferAuditor/1 (+https://auditor.example.org)"


class Served:
    """A small site on loopback. `pages` are its bodies by path; a tuple is a status and headers; a function answers."""

    def __init__(self) -> None:
        self.pages: dict[str, Any] = {}
        self.asked: list[str] = []  # method and path of each request
        self.headers: dict[str, str] = {}  # of the last one
        self.connections = 0
        served = self

        class Handler(BaseHTTPRequestHandler):
            def setup(self) -> None:
                served.connections += 1
                super().setup()

            def answer(self) -> None:
                served.asked.append(f"{self.command} {self.path}")
                served.headers = dict(self.headers)
                said = served.pages.get(self.path.partition("?")[0], (404, {}, "Not found"))
                if callable(said):
                    said = said(self)
                status, headers, body = said if isinstance(said, tuple) else (200, {}, said)
                body = body.encode() if isinstance(body, str) else body
                self.send_response(status)
                headers = {
                    "Content-Type": "text/html; charset=utf-8",
                    "Content-Length": str(len(body)),
                } | headers
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def __getattr__(self, name: str) -> Any:
                if name.startswith("do_"):
                    return self.answer
                raise AttributeError(name)

            def log_message(self, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *args: Any) -> None:
                pass  # a browser that goes away in the middle of an answer

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=[0.05], daemon=True).start()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def show(self, body: str, path: str = "/", head: str = "") -> str:
        """Put a whole page at a path, and return its address."""
        self.pages[path] = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Short breaks</title>{head}</head>'
            f"<body>{body}</body></html>"
        )
        return self.url(path)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
