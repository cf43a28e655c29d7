"""Requests to the machine's service and to nowhere else: never because of a visitor, never past these limits.

No redirect is followed, no proxy or key is taken from the surroundings, an answer has a size and a time.
"""

import time
from typing import Any

from unisono.base.said import Said, SentenceError
from unisono.languages.machine.ways import Machine

#: Seconds for connecting, for each wait, and for a whole answer. Bytes of the largest.
CONNECT, WAIT, WHOLE = 5.0, 20.0, 60.0
LARGEST = 2_000_000
#: No service may make us wait longer than this before the next try, in seconds.
LONGEST_PAUSE = 3600.0


class MachineError(SentenceError):
    """The service does not translate; the sentence says why. `is_final`: trying again would not help. `after`: the
    seconds after which the service wants to be asked again, where it says so."""

    def __init__(self, sentence: Said, *, is_final: bool = False, after: float | None = None) -> None:
        super().__init__(sentence)
        self.is_final, self.after = is_final, after


def fetch(machine: Machine, path: str, *, headers: dict[str, str] | None = None, send: Any = None) -> Any:
    """Return the JSON that the service answers to a GET, or to a POST of `send`. Raises `MachineError`."""
    import httpx  # large: only those who ask load it

    timeout = httpx.Timeout(WAIT, connect=CONNECT)
    method = "GET" if send is None else "POST"
    try:
        with (
            httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False) as client,
            client.stream(method, machine.address + path, headers=headers, json=send) as answer,
        ):
            body = _body(answer, machine)
    except httpx.TimeoutException:
        raise MachineError(Said("%(machine)s took too long to answer.", machine=machine.name)) from None
    except httpx.HTTPError:
        raise MachineError(Said("%(machine)s cannot be reached.", machine=machine.name)) from None
    _refuse(machine, answer.status_code, answer.headers.get("Retry-After", ""))
    return _json(body, machine)


def _body(answer: Any, machine: Machine) -> bytes:
    begun, body = time.monotonic(), b""
    for part in answer.iter_bytes():
        body += part
        if len(body) > LARGEST or time.monotonic() - begun > WHOLE:
            raise MachineError(Said("The answer of %(machine)s is too long.", machine=machine.name))
    return body


def _json(body: bytes, machine: Machine) -> Any:
    import json

    try:
        return json.loads(body)
    except ValueError:
        raise unreadable(machine) from None


def unreadable(machine: Machine) -> MachineError:
    """Return the error for an answer that is not what the service should say."""
    return MachineError(Said("The answer of %(machine)s could not be read.", machine=machine.name))


def _refuse(machine: Machine, status: int, retry_after: str) -> None:
    if status == 200:
        return
    name = machine.name
    if status in (401, 403):
        raise MachineError(
            Said("%(machine)s does not accept the key of this installation.", machine=name), is_final=True
        )
    if status == 456:
        said = Said("The number of characters that %(machine)s translates in a month is used up.", machine=name)
        raise MachineError(said, is_final=True)
    if status in (429, 529):
        pause = float(retry_after) if retry_after.isascii() and retry_after.isdigit() else None
        said = Said("%(machine)s is asked too often at present.", machine=name)
        raise MachineError(said, after=None if pause is None else min(pause, LONGEST_PAUSE))
    if status >= 500:
        raise MachineError(Said("%(machine)s has a fault of its own (%(status)d).", machine=name, status=status))
    said = Said("%(machine)s refuses what was sent (%(status)d).", machine=name, status=status)
    raise MachineError(said, is_final=True)
