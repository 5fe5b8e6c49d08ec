"""What opens a list: the cookie's token and the link it is shared by. Neither is ever stored, only a hash."""

import base64
import hashlib
import hmac
import secrets


def new_token() -> str:
    """A token that nobody can guess: 256 bits."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def share_token(token: str, number: str) -> str:
    """The token of a list's link, which only whoever has the list's own token can make from its number."""
    made = hmac.digest(token.encode("utf-8", "surrogatepass"), f"share {number}".encode(), "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
