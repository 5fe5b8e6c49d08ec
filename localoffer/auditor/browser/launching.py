"""Finding a Chromium on this machine, and what it is started with: nothing goes out but through our proxy."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

    from .proxy import Proxy

#: The first has no window to open, and takes two thirds of the time.
NAMES: Final = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
HOW_TO_GET_ONE: Final = (
    "Install Chromium or Chrome (Debian and Ubuntu: sudo apt-get install chromium), "
    "or name one in LOCALOFFER_BROWSER."
)

_ARGUMENTS: Final = [
    # No name is looked up by the browser itself: whatever forgot the proxy finds nobody
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--dns-prefetch-disable",
    # No UDP: HTTP/3, and calls between browsers, which go to any address a page names. Chromium hears the one policy,
    # its headless shell the other (docs/decisions/0025)
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    # What Playwright does not switch off of the browser's own errands
    "--disable-client-side-phishing-detection",
    "--disable-domain-reliability",
    "--no-pings",
    "--disable-gpu",
    "--disable-notifications",
    "--disable-speech-api",
    "--disable-file-system",
    "--deny-permission-prompts",
    "--mute-audio",
    "--js-flags=--max-old-space-size=512",
]


def browser_path(playwrights_own: str = "") -> str:
    """The path of a Chromium or Chrome: the one named in LOCALOFFER_BROWSER, the machine's, or Playwright's; or ""."""
    named = os.environ.get("LOCALOFFER_BROWSER") or next(filter(None, map(shutil.which, NAMES)), "")
    return named or (playwrights_own if Path(playwrights_own).is_file() else "")


async def launched(playwright: Playwright, path: str, *, proxy: Proxy, user_agent: str) -> Browser:
    """Start a browser that knows no way out but the proxy."""
    return await playwright.chromium.launch(
        executable_path=path,
        # Not for each visitor, where Playwright would make up a system to go with it
        args=[*_ARGUMENTS, f"--user-agent={user_agent}"],
        # Chromium's sandbox cannot be made by root, as in a container
        chromium_sandbox=not (hasattr(os, "geteuid") and os.geteuid() == 0),
        # By itself it would go to this machine's own addresses without asking the proxy
        proxy={
            "server": proxy.address,
            "bypass": "<-loopback>",
            "username": proxy.username,
            "password": proxy.password,
        },
        handle_sigint=False,
        handle_sigterm=False,
        handle_sighup=False,
        timeout=20_000,
    )
