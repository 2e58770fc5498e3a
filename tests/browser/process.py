"""One chromium for all tests of a process. It starts with the first test that needs it and ends with the last."""

import asyncio
import shutil
from io import StringIO
from typing import Any

# The shell is the same engine without the window around it, and quicker by a third. What stands in the path may be a script
# that adds flags of its own (extensions, drawing by a graphics card that is not there), so the program itself is next.
CHROMIUM = (
    shutil.which("chromium-headless-shell")
    or shutil.which("chromium", path="/usr/lib/chromium")
    or shutil.which("chromium")
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# For pages that are measured and not seen: nothing is put together for a screen, which takes a seventh of the time. Scripts
# that wait for the next picture would wait for ever, so each page is given a clock in its place.
UNSEEN = [*FLAGS, "--disable-threaded-compositing"]
NEXT_PICTURE = "window.requestAnimationFrame = (act) => setTimeout(() => act(performance.now()), 0)"


class BrowserProcess:
    """The running chromium and the event loop of Playwright that talks to it.

    Playwright's loop counts as running in this thread from its start to its end, and Django keeps other connections
    for a thread with a running loop. So the loop is hidden from the tests that open no page: `enter` before the first
    word to the browser, `leave` after the last.
    """

    def __init__(self) -> None:
        self.playwright: Any = None
        self.browser: Any = None
        self.unseen: Any = None
        self.loop: Any = None

    def enter(self) -> Any:
        """The browser, started anew when it is not there or has crashed."""
        if self.playwright is None:
            self._start_playwright()
        asyncio._set_running_loop(self.loop)
        if self.browser is None or not self.browser.is_connected():
            self.browser = self.playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        return self.browser

    def enter_unseen(self) -> Any:
        """A second browser, for pages that nobody looks at; started anew when it is not there or has crashed."""
        self.enter()
        if self.unseen is None or not self.unseen.is_connected():
            self.unseen = self.playwright.chromium.launch(executable_path=CHROMIUM, args=UNSEEN)
        return self.unseen

    def leave(self) -> None:
        """No page is open any more, and this thread has no running loop."""
        try:
            for browser in filter(None, (self.browser, self.unseen)):
                for context in browser.contexts:
                    context.close()
        finally:
            asyncio._set_running_loop(None)

    def end(self) -> None:
        """Neither chromium nor Playwright runs any more."""
        if self.playwright is None:
            return
        asyncio._set_running_loop(self.loop)
        for browser in filter(None, (self.browser, self.unseen)):
            browser.close()
        self.playwright.stop()
        asyncio._set_running_loop(None)
        self.playwright = self.browser = self.unseen = self.loop = None

    def _start_playwright(self) -> None:
        from django.core.management import call_command
        from playwright.sync_api import sync_playwright

        # In a fresh clone nobody has made the fonts, and each page would complain that they are not found.
        call_command("subset_fonts", stdout=StringIO())
        self.playwright = sync_playwright().start()
        self.loop = asyncio.get_running_loop()


PROCESS = BrowserProcess()
