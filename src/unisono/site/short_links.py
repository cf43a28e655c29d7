"""Which short link stands where: on a card, a poster, under a film. And the table that the door answers from."""

from unisono.links.codes import LENGTH
from unisono.site.contexts.survey import Survey
from unisono.site.outputs import canonical
from unisono.site.snapshot import ShortLink, Snapshot

#: Where the door answers short links.
PREFIX = "s"


def short_link(snapshot: Snapshot, language: str, place: str = "", organisation: str = "", network: str = "") -> str:
    """Return the absolute short link to a place; "" where there is none that leads there.

    Where there is none for the organisation on this network, it is the organisation's for anywhere; then the
    campaign's own; and where the language has none at all, the same in the source language.
    """
    fitting = [
        link
        for link in snapshot.links
        if link.place == place
        and link.language in (language, snapshot.source_language)
        and link.organisation in (organisation, "")
        and link.network in (network, "")
    ]
    if not fitting:
        return ""

    def nearness(link: ShortLink) -> tuple[bool, bool, bool]:
        return link.language == language, link.organisation == organisation, link.network == network

    return f"{snapshot.origin}/{PREFIX}/{max(fitting, key=nearness).code}"


def posted_address(origin: str, language: str) -> str:
    """Return an address as long as those that stand in posts: the kit's page in a language, or a short link.

    Networks that count addresses in full (Bluesky, Threads) leave so much less for words.
    """
    return max(f"{origin}/{language}/kit/", f"{origin}/{PREFIX}/{'2' * LENGTH}", key=len)


def links_json(survey: Survey) -> bytes:
    """Return code → page, for the door: who put a link up where is nobody's business but the newsroom's.

    A link to a page that this edition does not have is left out: its address might tell of what is not open yet.
    """
    links = {
        link.code: f"{link.language}/{link.place}"
        for link in survey.snapshot.links
        if survey.has(link.language, link.place)
    }
    return canonical({"format": 1, "links": links})
