"""Small registries through which upward news travels: a lower room offers, an upper room fills in.

A lower room never imports an upper one. It declares a `Registry`; the upper room adds to it when
Django has loaded all rooms.
"""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Named things, each added once, listed in the order of their names."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._things: dict[str, T] = {}

    def add(self, name: str) -> Callable[[T], T]:
        """Return a decorator that adds a thing under `name`; raises `ValueError` when it is taken."""

        def register(thing: T) -> T:
            if self._things.get(name, thing) is not thing:
                raise ValueError(f"{self.what} {name!r} is registered twice")
            self._things[name] = thing
            return thing

        return register

    def get(self, name: str) -> T:
        """Return the thing called `name`; raises `LookupError` saying what is registered."""
        try:
            return self._things[name]
        except KeyError:
            raise LookupError(f"no {self.what} called {name!r}; there are: {', '.join(sorted(self._things))}") from None

    def __iter__(self) -> Iterator[T]:
        return (self._things[name] for name in sorted(self._things))

    def names(self) -> list[str]:
        """Return the names in order."""
        return sorted(self._things)
