"""What a pack's parts mean together: every fault that reading file by file cannot see, in one pass.

Nothing here knows the database: a volunteer checks a pack on a train.
"""

from collections.abc import Iterator, Mapping

import msgspec

from unisono.packs import tables
from unisono.packs.checks import (
    campaign,
    coalition,
    figures,
    forms,
    glossary,
    links,
    media,
    references,
    rows,
    theme,
    words,
)
from unisono.packs.checks.findings import Findings
from unisono.packs.document import Pack
from unisono.packs.faults import Fault

CHECKS = (
    campaign.check_campaign,
    words.check_words,
    references.check_references,
    theme.check_theme,
    figures.check_facts,
    figures.check_cards,
    rows.check_rows,
    media.check_media,
    coalition.check_organisations,
    coalition.check_contacts,
    links.check_links,
    glossary.check_glossary,
)


def check_pack(pack: Pack, files: Mapping[str, bytes]) -> list[Fault]:
    """Return the faults of a pack that has been read from `files`: errors, and gaps (what is still missing)."""
    findings = Findings(pack, files)
    for check in CHECKS:
        check(findings)
    _check_characters(findings)
    return sorted(set(findings.faults))


def _check_characters(findings: Findings) -> None:
    """Look for characters that nothing can show in every table; words have been looked at one by one."""
    pack = findings.pack
    held: dict[str, list[tables.Table]] = {
        "campaign.toml": [pack.campaign],
        "facts.toml": [*pack.facts, *pack.corrections],
        "cards.toml": [*pack.cards],
        "pictures.toml": [*pack.pictures],
        "film.toml": [pack.film] if pack.film else [],
        "press.toml": [*pack.contacts],
        "organisations.csv": [*pack.organisations],
        "links.csv": [*pack.links],
        "glossary.toml": [*pack.terms],
        f"statement/{pack.campaign.source_language}.md": [pack.statement] if pack.statement else [],
    }
    held |= {f"state/{language}.toml": list(states.values()) for language, states in pack.states.items()}
    held |= {f"glossary/{language}.toml": list(rows.values()) for language, rows in pack.renderings.items()}
    for file, found in held.items():
        for text in _texts(msgspec.to_builtins(found)):
            if wrong := forms.wrong_characters(text):
                findings.error((file, 0), *wrong)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
