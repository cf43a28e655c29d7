"""A machine's suggestion for one text, asked for by whoever translates it: to take or to leave.

It is kept for an hour in the memory of the web process, so that the same text is not sent twice; it is no translation
until somebody takes it.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache

from unisono.languages.desk import NotNow, digest
from unisono.languages.machine.filling import Work, translated, use_of
from unisono.languages.machine.services import service_of
from unisono.languages.machine.ways import Machine
from unisono.languages.segments import Segment
from unisono.newsroom.machine.work import may_be_sent

if TYPE_CHECKING:
    from unisono.newsroom.desk.reading import EditorPage

KEPT_SECONDS = 3600


def machine_for(page: "EditorPage") -> Machine | None:
    """Return the machine that may be asked for this campaign and language; None for none. One query."""
    machine: Machine | None = settings.MACHINE
    use = use_of(page.campaign.public_id, machine) if machine else None
    return machine if use and page.language in use.offered else None


def is_suggestible(page: "EditorPage", segment: Segment) -> bool:
    """Say whether a suggestion for a segment may be asked for."""
    return page.machine is not None and may_be_sent(page.piece, segment)


def kept(page: "EditorPage", segments: Iterable[Segment]) -> dict[str, str]:
    """Return the suggestions that were asked for within the hour, by segment key."""
    if page.machine is None:
        return {}
    names = {_name(page, segment): segment.key for segment in segments}
    return {names[name]: text for name, text in cache.get_many(list(names)).items()}


def ask(page: "EditorPage", segment: Segment) -> str:
    """Return the machine's suggestion; "" where it came back broken. Raises `MachineError`, and `NotNow` where none
    may be asked for."""
    if page.machine is None or not is_suggestible(page, segment):
        raise NotNow(segment.key)
    if (found := kept(page, [segment]).get(segment.key)) is not None:
        return found
    service = service_of(page.machine)
    target = service.offered(page.campaign.source_language, [page.language]).get(page.language)
    if target is None:
        raise NotNow(segment.key)
    work = Work(page.desk.named, segment)
    texts = translated([work], page.glossary, service, page.campaign.source_language, target)
    text = texts.get(work.place, "")
    if text:
        cache.set(_name(page, segment), text, KEPT_SECONDS)
    return text


def _name(page: "EditorPage", segment: Segment) -> str:
    return f"suggestion-{page.piece.public_id}-{page.language}-{digest(segment.key)}-{digest(segment.text)}"
