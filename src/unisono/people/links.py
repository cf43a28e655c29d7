"""What a personal link is made of: a secret that nobody can guess, of which only a hash is kept."""

import hashlib
import hmac
import secrets

#: Bytes of chance in a link.
STRENGTH = 32


def new_token() -> str:
    """Return a new secret for a link: 43 characters that survive every messenger."""
    return secrets.token_urlsafe(STRENGTH)


def hash_of(token: str) -> str:
    """Return what is kept of a secret (hex). Plain SHA-256: there is nothing to guess in 32 bytes of chance."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Compare two hashes in the same time, however much of them agrees."""
    return hmac.compare_digest(one, other)
