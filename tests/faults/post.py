"""A mail server on loopback that remembers what it was given."""

import re
import socketserver
import threading
from contextlib import suppress
from typing import Any


class _Session(socketserver.StreamRequestHandler):
    """Just enough of SMTP for Django's backend. A letter whose sender falls silent before its end was never taken."""

    def handle(self) -> None:
        with suppress(ConnectionError):
            self.talk()

    def talk(self) -> None:
        self.say("220 loopback")
        while line := self.rfile.readline().decode(errors="replace").strip():
            word = line.split(" ")[0].upper()
            if word == "DATA":
                self.say("354 go on")
                letter = self.letter()
                if letter is None:
                    return
                self.server.letters.append(letter)
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
        self.wfile.flush()

    def letter(self) -> str | None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line.endswith(b"\n"):
                return None
            lines.append(line.decode(errors="replace"))
        found = re.search(r"^Message-ID:\s*(<[^>]+>)", "".join(lines), re.MULTILINE | re.IGNORECASE)
        return found[1] if found else ""


class Post(socketserver.ThreadingTCPServer):
    """`letters`: the Message-ID of every mail that arrived, in order."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.letters: list[str] = []
        super().__init__(("127.0.0.1", 0), _Session)

    def __enter__(self) -> Any:
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        """Nobody listens any more: a thread that went on would ask the closed socket again and again, without a pause."""
        self.shutdown()
        self.thread.join()
        super().__exit__(*failure)

    @property
    def port(self) -> int:
        return self.server_address[1]
