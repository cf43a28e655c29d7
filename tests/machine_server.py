"""A machine for translations as a real HTTP server on this computer: it speaks as DeepL and as LibreTranslate do.

It keeps what it was asked, checks keys, counts characters against a quota, and fails as it is told to.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "key-of-a-test:fx"
#: Languages beyond the source; one of ours is not among them.
TARGETS = ("ar", "es", "fr", "hi", "zh")
_PARTS = re.compile(r'(<span translate="no">.*?</span>|<[^>]*>)', re.S)


class MachineServer:
    """What the server has heard, and what it does next. `faults` are taken one by one, before it answers well."""

    def __init__(self) -> None:
        self.faults: list[Callable[[BaseHTTPRequestHandler], bool]] = []
        self.spoil: Callable[[list[str]], list[str]] = lambda texts: texts
        self.targets = list(TARGETS)
        self.quota = 10_000_000
        self.used = 0
        self.asked: list[tuple[str, dict]] = []
        self.keys: list[str] = []
        self.address = ""

    @property
    def texts(self) -> list[str]:
        """Every text that it was sent."""
        return [one for _, sent in self.asked for one in sent.get("text", sent.get("q", []))]

    def fail(self, status: int, times: int = 1, **headers: str) -> None:
        """Answer the next requests for translations with a status."""

        def answer(handler: BaseHTTPRequestHandler) -> bool:
            send(
                handler, status, {"error": "told to"}, **{name.replace("_", "-"): one for name, one in headers.items()}
            )
            return True

        self.faults += [answer] * times

    def sleep(self, seconds: float) -> None:
        """Take so long for the next request."""

        def wait(_handler: BaseHTTPRequestHandler) -> bool:
            time.sleep(seconds)
            return False

        self.faults.append(wait)

    def say(self, body: bytes) -> None:
        """Answer the next request with these bytes."""

        def answer(handler: BaseHTTPRequestHandler) -> bool:
            send(handler, 200, body)
            return True

        self.faults.append(answer)

    def translated(self, text: str, target: str) -> str:
        """Return a text as this machine translates: its words in capitals, tags and what is wrapped untouched."""
        parts = _PARTS.split(text)
        return f"«{target.lower()}» " + "".join(
            part if number % 2 else part.upper() for number, part in enumerate(parts)
        )


def send(handler: BaseHTTPRequestHandler, status: int, body: object, **headers: str) -> None:
    """Send JSON, or bytes as they are."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    handler.send_response(status)
    for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)


def _handler(server: MachineServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            if self.path == "/languages":
                rows = [{"code": "en", "name": "English", "targets": ["en", *server.targets]}]
                send(self, 200, rows + [{"code": one, "name": one, "targets": ["en"]} for one in server.targets])
            elif self.path.startswith("/v2/languages") and self.is_known():
                names = ["EN"] if "source" in self.path else [one.upper() for one in server.targets]
                send(self, 200, [{"language": one, "name": one} for one in names])

        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append((self.path, sent))
            if server.faults and server.faults.pop(0)(self):
                return
            if self.path == "/translate":
                server.keys.append(sent.get("api_key", ""))
                assert sent["format"] == "html"
                found = server.spoil([server.translated(one, sent["target"]) for one in sent["q"]])
                send(self, 200, {"translatedText": found})
            elif self.path == "/v2/translate" and self.is_known():
                assert (sent["tag_handling"], sent["source_lang"]) == ("html", "EN")
                server.used += sum(map(len, sent["text"]))
                if server.used > server.quota:
                    send(self, 456, {"message": "Quota exceeded"})
                    return
                found = server.spoil([server.translated(one, sent["target_lang"]) for one in sent["text"]])
                send(self, 200, {"translations": [{"text": one} for one in found]})

        def is_known(self) -> bool:
            if self.headers.get("Authorization") == f"DeepL-Auth-Key {KEY}":
                return True
            send(self, 403, {"message": "Forbidden"})
            return False

    return Handler


@contextmanager
def machine_server() -> Iterator[MachineServer]:
    """Run the server for a while."""
    server = MachineServer()
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    server.address = f"http://127.0.0.1:{listening.server_address[1]}"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join(5)
