"""How many reports one network may send, counted without knowing anybody's address.

Only a hash is kept, in the cache, under a salt that is random each day and known to nothing but the cache: not even
somebody with the database and the secret key can tell whose it was. Each process has its own cache unless the
installation shares one, so the numbers are per process: a fence against floods, not an exact count.
"""

import hashlib
import ipaddress
import secrets

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

#: A school, a library or a mobile network may share one address.
A_QUARTER_HOUR = 10
A_DAY = 60
_SPANS = ((15 * 60, A_QUARTER_HOUR), (24 * 60 * 60, A_DAY))


def is_limited(request: HttpRequest) -> bool:
    """Whether this visitor's network has sent as many as one may."""
    mark = _mark(request)
    return any((cache.get(f"{mark}:{seconds}") or 0) >= most for seconds, most in _SPANS)


def count(request: HttpRequest) -> None:
    """Count one more from this visitor's network."""
    mark = _mark(request)
    for seconds, _ in _SPANS:
        key = f"{mark}:{seconds}"
        cache.add(key, 0, seconds)
        try:
            cache.incr(key)
        except ValueError:  # its time ended between the two lines
            cache.set(key, 1, seconds)


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


def _mark(request: HttpRequest) -> str:
    salt_key = f"voice:salt:{timezone.localdate().isoformat()}"
    salt = cache.get_or_set(salt_key, lambda: secrets.token_hex(16), 24 * 60 * 60)
    return "voice:from:" + hashlib.sha256(f"{salt}{network_of(request)}".encode()).hexdigest()
