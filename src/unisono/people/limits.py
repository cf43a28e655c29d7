"""How often somebody may try: counted per address and per account, in the web process alone.

A count is forgotten when the web process starts anew; what it protects (a link, a code) is long enough without it.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries in `seconds`."""

    name: str
    most: int
    seconds: int

    def is_reached(self, who: str) -> bool:
        """Say whether `who` (an address, an account) has no try left; counts none."""
        return int(cache.get(self._key(who)) or 0) >= self.most

    def count(self, who: str) -> bool:
        """Count a try; says whether it is still allowed."""
        key = self._key(who)
        cache.add(key, 0, timeout=self.seconds)
        try:
            return cache.incr(key) <= self.most
        except ValueError:  # it has just expired
            cache.set(key, 1, timeout=self.seconds)
            return self.most >= 1

    def _key(self, who: str) -> str:
        # Not the address itself: nothing that counts needs to know it.
        return f"limit:{self.name}:{salted_hmac('people.limits', who, algorithm='sha256').hexdigest()}"


#: Links that do not exist, by address.
LINK_GUESSES = Limit("link-guesses", most=20, seconds=15 * 60)
#: New links by e-mail, by address of the machine and by e-mail address.
LINKS_ASKED_FROM = Limit("links-asked-from", most=10, seconds=60 * 60)
LINKS_ASKED_FOR = Limit("links-asked-for", most=3, seconds=60 * 60)
