"""How often one network may do something, counted without knowing anybody's address.

Only a hash is kept, in the cache, under a salt that is random each day and known to nothing but the cache: not even
somebody with the database and the secret key can tell whose it was. Each process has its own cache unless the
installation shares one, so the numbers are per process: a fence against floods, not an exact count.
"""

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

A_QUARTER_HOUR = 15 * 60
A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Fence:
    """How often something may be done from one network: `spans` are pairs of seconds and a number.

    With `of_network=False` it does not matter from where: what it is about is counted, wherever that is done from.
    """

    name: str
    spans: tuple[tuple[int, int], ...]
    of_network: bool = True

    def is_shut(self, request: HttpRequest, *, about: str = "") -> bool:
        """Whether this visitor's network has done it as often as one may. `about` counts each thing by itself."""
        mark = self._mark(request, about)
        return any((cache.get(f"{mark}:{seconds}") or 0) >= most for seconds, most in self.spans)

    def count(self, request: HttpRequest, *, about: str = "") -> None:
        """Count one more from this visitor's network."""
        mark = self._mark(request, about)
        for seconds, _ in self.spans:
            key = f"{mark}:{seconds}"
            cache.add(key, 0, seconds)
            try:
                cache.incr(key)
            except ValueError:  # its time ended between the two lines
                cache.set(key, 1, seconds)

    def _mark(self, request: HttpRequest, about: str) -> str:
        salt_key = f"limits:salt:{timezone.localdate().isoformat()}"
        salt = cache.get_or_set(salt_key, lambda: secrets.token_hex(16), A_DAY)
        told = f"{salt}{network_of(request) if self.of_network else ''}\n{about}"
        return f"limits:{self.name}:" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def network_of(request: HttpRequest) -> str:
    """The visitor's network: the /24 of an IPv4 address, the /56 of an IPv6 one; "" when it is unknown.

    Behind a proxy of ours the last entry of X-Forwarded-For is what that proxy saw; those before it anybody can
    make up.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or address
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    prefix = 24 if found.version == 4 else 56
    return str(ipaddress.ip_network((found, prefix), strict=False))
