"""Pages that harm only whoever runs their scripts: a browser must come through them, and lead nobody within."""

from __future__ import annotations

from collections.abc import Iterator

from .perils import Peril, page, says


def perils(canary: str) -> Iterator[Peril]:
    """Every page of this kind."""
    host = canary.removeprefix("http://")
    within = {
        "fetch": f"fetch('{canary}/fetch', {{mode: 'no-cors'}})",
        "beacon": f"navigator.sendBeacon('{canary}/beacon', 'x')",
        "socket": f"new WebSocket('ws://{host}/socket')",
        "events": f"new EventSource('{canary}/events')",
        "picture": f"new Image().src = '{canary}/picture'",
        "frame": f"document.body.append(Object.assign(document.createElement('iframe'), {{src: '{canary}/frame'}}))",
        "navigate": f"location = '{canary}/navigate'",
        "window": f"window.open('{canary}/window')",
        "form": "const form = document.body.appendChild(document.createElement('form'));"
        f"form.action = '{canary}/form'; form.submit()",
        "worker": f"new Worker(URL.createObjectURL(new Blob([\"fetch('{canary}/worker', {{mode: 'no-cors'}})\"])))",
        "redirected": "fetch('/to/loopback', {mode: 'no-cors'})",
        "metadata": "fetch('http://169.254.169.254/latest/', {mode: 'no-cors'})",
        "peer": f"const peer = new RTCPeerConnection({{iceServers: [{{urls: 'stun:{host}'}}]}});"
        "peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer))",
    }
    for name, script in within.items():
        yield Peril(
            f"/script/{name}",
            "asks within by a script",
            "refused",
            says(page(f"<p>Wait</p><script>{script}</script>")),
        )
    harmful = {
        "for-ever": "for (;;) {}",
        "alerts": "for (;;) alert('Press')",
        "memory": "const a = []; for (;;) a.push(new Array(1e6).fill(1))",
        "grows": "const p = () => document.createElement('p');"
        "setInterval(() => document.body.append(...Array.from({length: 5000}, p)), 1)",
        "reloads": "location.reload()",
        "leaves-not": "addEventListener('beforeunload', e => e.preventDefault()); print()",
        "history": "for (let n = 0; n < 1e6; n++) history.pushState({}, '', '/script/history?' + n)",
    }
    for name, script in harmful.items():
        yield Peril(
            f"/script/{name}",
            "is a script without an end",
            "cut short",
            says(page(f"<p>Wait</p><script>{script}</script>")),
        )
