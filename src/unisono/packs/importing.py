"""The pack in memory → the database: all or nothing, and nothing at all when nothing has changed.

What is here and what the pack says are brought together first (`merging`), so that nobody's newer work is written over;
then what that comes to is written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from django.db import transaction

from unisono.base.said import Named, Said
from unisono.campaigns.approval import lock_of, wants_second_person
from unisono.campaigns.models import Campaign
from unisono.campaigns.operations import approve, named, write_theme
from unisono.campaigns.theme import DEFAULT_COLOURS
from unisono.campaigns.writing import Piece
from unisono.languages.models import EarlierText, Translation
from unisono.languages.operations import take_translations
from unisono.languages.queries import translations
from unisono.ledger.operations import record
from unisono.packs import besides, tables
from unisono.packs.document import Pack
from unisono.packs.exporting import campaign_table, export_pack, organisation_rows
from unisono.packs.faults import Fault, PackRefused
from unisono.packs.filling import Filling
from unisono.packs.glossary import take_glossary_of
from unisono.packs.history import History
from unisono.packs.locking import hold_writers
from unisono.packs.memory import Memory, recall, remember
from unisono.packs.merging.choosing import Chooser, Known, Settling
from unisono.packs.merging.flat import object_of
from unisono.packs.merging.merge import Merged, merged
from unisono.packs.merging.renaming import Names
from unisono.packs.merging.texts import Place
from unisono.packs.merging.translating import Offered, Translating, offered
from unisono.packs.parts import parts
from unisono.packs.pieces import pieces
from unisono.packs.report import ImportReport, say_who

__all__ = ["ImportReport", "Settling", "import_pack"]

Progress = Callable[[str], None]


class _Undone(Exception):
    """A trial is over: everything that was written goes back."""


def import_pack(
    *,
    pack: Pack,
    at: datetime,
    by: str,
    settling: Settling | None = None,
    remove_missing: bool = False,
    may_settle: Callable[[Campaign, str], bool] = lambda campaign, language: True,
    is_trial: bool = False,
    progress: Progress = lambda step: None,
) -> ImportReport:
    """Take a pack without errors into the database, as a new campaign or into the one with its slug.

    What was changed here since the pack was written stays; what both have changed is a conflict, in which the text here
    stays unless `settling` says otherwise. Nothing is taken away unless `remove_missing` says so, and then it is taken
    back, not deleted. `may_settle` says whether a translation into a language may become ready by this. A trial
    (`is_trial`) reports what would be done, and does nothing. Raises `PackRefused` where the source language would
    change, a piece that an organiser has locked, or one that a second person must approve.
    """
    importing = _Importing(pack, at, by, settling or Settling(), remove_missing, may_settle, progress)
    try:
        with transaction.atomic():
            importing.run()
            if is_trial:
                raise _Undone
    except _Undone:
        importing.clear_files()
    except BaseException:
        importing.clear_files()
        raise
    return importing.report


@dataclass(slots=True)
class _Sides:
    """What an import knows before it writes: the campaign as a pack (None: a new one), and what both sides come to."""

    ours: Pack | None
    merged: Merged
    chooser: Chooser
    memory: Memory


class _Importing:
    """One import."""

    report: ImportReport

    def __init__(
        self,
        pack: Pack,
        at: datetime,
        by: str,
        settling: Settling,
        remove_missing: bool,
        may_settle: Callable[[Campaign, str], bool],
        progress: Progress,
    ) -> None:
        self.pack, self.at, self.by, self.settling = pack, at, by, settling
        self.remove_missing, self.may_settle, self.progress = remove_missing, may_settle, progress
        self.filling: Filling | None = None
        self.history: History | None = None

    def clear_files(self) -> None:
        """Take files away that were written: a database that goes back takes its rows with it, but not its files."""
        for one in (self.filling, self.history):
            for storage, name in one.stored if one else ():
                storage.delete(name)

    def run(self) -> None:
        """Read, bring together, write."""
        hold_writers()
        self.progress("campaign")
        sides = self._sides(Campaign.objects.select_for_update().filter(slug=self.pack.campaign.slug).first())
        wanted = sides.merged.pack
        campaign, _ = Campaign.objects.update_or_create(
            slug=wanted.campaign.slug, defaults=besides.campaign_values(wanted)
        )
        self.report = ImportReport(campaign, is_new=sides.ours is None)
        besides.write_languages(campaign, wanted)
        besides.write_moments(campaign, wanted)
        has_new_theme = write_theme(campaign=campaign, files=wanted.theme, at=self.at, by=self.by)
        self.progress("words")
        self._write_pieces(campaign, sides)
        self._write_translations(campaign, sides)
        self.progress("organisations")
        besides.write_organisations(campaign, wanted)
        taken = besides.write_links(campaign, self.pack, self.at, self.by)
        terms = take_glossary_of(self.pack, campaign, self.at, self.by)
        if sides.ours is not None:
            more = [
                *(["theme"] if has_new_theme else []),
                *(["links"] if taken else []),
                *(["glossary"] if terms else []),
            ]
            self.report.changed += [*_changed_besides(campaign, sides.ours), *more]
        self._tell(campaign, sides)
        remember(campaign, self.pack, sides.memory, sides.chooser, self.at)

    # -- before anything is written

    def _sides(self, existing: Campaign | None) -> _Sides:
        if existing is None:
            identity = {
                name: {one.key: Place(one.key, one.key) for one in words}
                for name, words in self.pack.source_words.items()
            }
            names = {name: identity.get(name, {}) for name in parts(self.pack)}
            return _Sides(None, Merged(self.pack, Names(), names), Chooser(Known(), Settling()), Memory())
        if existing.source_language != self.pack.campaign.source_language:
            language = Named("language", existing.source_language)
            what = Said("the source language of “%(slug)s” is %(language)s here", slug=existing.slug, language=language)
            mend = Said("Give the campaign another slug to begin it anew.")
            raise PackRefused([Fault("campaign.toml", 0, what, mend)])
        ours, memory = export_pack(existing), recall(existing, self.pack)
        theirs = _as_here(self.pack, ours, existing)
        held = frozenset(pieces(existing, drafts=True))
        result, chooser = merged(
            known=memory.known,
            settling=self.settling,
            ours=ours,
            theirs=theirs,
            remove_missing=self.remove_missing,
            held=held,
        )
        self.theirs = theirs
        return _Sides(ours, result, chooser, memory)

    # -- pieces

    def _write_pieces(self, campaign: Campaign, sides: _Sides) -> None:
        names, wanted = sides.merged.names, parts(sides.merged.pack)
        was = parts(sides.ours) if sides.ours else {}
        held = pieces(campaign, drafts=True)
        renamed = self._renamed(names)
        for mine, now in renamed.items():
            if now != mine and mine in held:
                held[now] = held.pop(mine)
        history = self.history = History(campaign, self.at, self.by)
        unchanged = {name for name in wanted if was.get(name) == wanted[name]}
        filling = self.filling = Filling(campaign, sides.merged.pack, unchanged, held=held, before=history.before)
        filling.fill()
        self._take_back(campaign, held, sides.merged.removed)
        before = {now: mine for mine, now in renamed.items()}
        self.report.added = [name for name in filling.written if before.get(name, name) not in was]
        self.report.changed = [name for name in filling.written if before.get(name, name) in was]
        for name, piece in filling.written.items():
            _require_unlocked(name, piece)
            _require_approvable(name, piece)
            approve(piece=piece, at=self.at, by=self.by)
        self._write_history(filling, history, sides)

    def _renamed(self, names: Names) -> dict[str, str]:
        """What was called otherwise in the campaign → what it is called now."""
        return names.final | {mine: names.final.get(before, mine) for mine, before in names.ours.items()}

    def _take_back(self, campaign: Campaign, held: dict[str, Piece], removed: list[str]) -> None:
        """Take pieces back that the pack has no more. They are drafts then, with their translations."""
        for name in sorted(removed):
            piece = held[name]
            _require_unlocked(name, piece)
            piece.live, piece.has_unpublished_changes = False, True
            piece.save(update_fields=["live", "has_unpublished_changes"])
            record(at=self.at, by=self.by, act="piece.withdrawn", of=piece, campaign_id=campaign.public_id)
            self.report.removed.append(name)

    def _write_history(self, filling: Filling, history: History, sides: _Sides) -> None:
        new = {name: one for name, one in sides.chooser.declined.items() if sides.memory.offered.get(name) != one}
        offered = {
            sides.merged.names.final.get(object_of(name.rpartition(":")[2]), object_of(name.rpartition(":")[2]))
            for name in new
        }
        pack = self._as_the_pack_says(sides) if offered else None
        said = offered & parts(pack).keys() if pack else set()
        for name, piece in filling.written.items():
            history.after(name, piece, pack if name in said else None)
        for name in sorted(said - filling.written.keys()):
            if pack is not None and name in filling.held:
                history.beside(name, filling.held[name], pack)
        self.report.drafts = history.in_draft

    def _as_the_pack_says(self, sides: _Sides) -> Pack:
        """Return what would be if the pack were right in everything that is still open."""
        assert sides.ours is not None  # noqa: S101  where nothing is here, nothing is open
        held = frozenset(pieces(self.report.campaign, drafts=True))
        everything = Settling(theirs=("*",))
        result, _ = merged(
            known=sides.memory.known, settling=everything, ours=sides.ours, theirs=self.theirs, held=held
        )
        return result.pack

    # -- translations

    def _write_translations(self, campaign: Campaign, sides: _Sides) -> None:
        now, held = pieces(campaign), translations(campaign.public_id)
        for language in self.pack.campaign.languages:
            if language == self.pack.campaign.source_language:
                continue
            self.progress(f"translations: {language}")
            may_settle = self.may_settle(campaign, language)
            states = self.pack.states.get(language, {})
            for name, words in self.pack.words.get(language, {}).items():
                source = self.pack.source_words.get(name, ())
                final = sides.merged.names.now(name)
                piece = now.get(final)
                rows = held.get((piece.public_id, language), {}) if piece else {}
                translating = Translating(
                    sides.chooser,
                    sides.merged.names.theirs.get(name, name),
                    language,
                    may_settle,
                    rows,
                    is_new=final in self.report.added,
                )
                # A word that the source leaves empty may be there in a translation: it has the place of its key.
                today = {one.key: Place(one.key, one.key) for one in piece.segments() if not one.text} if piece else {}
                places = today | sides.merged.places.get(final, {}) if piece else {}
                translating.bring(offered(words, source, states, name), places, final in sides.merged.moved)
                if piece is not None:
                    self._write(piece, language, translating, rows)

    def _write(self, piece: Piece, language: str, translating: Translating, rows: Mapping[str, Translation]) -> None:
        if translating.given:
            self.report.translations += take_translations(
                named=named(piece),
                language=language,
                source=piece.segments(),
                given=translating.given,
                at=self.at,
                by=self.by,
            )
        if translating.beside:
            self._keep_beside(piece, language, translating.beside, rows)

    def _keep_beside(
        self, piece: Piece, language: str, beside: Mapping[str, Offered], rows: Mapping[str, Translation]
    ) -> None:
        """Keep texts that were not taken where translators find them: among the earlier texts, from where one click
        puts them in force."""
        there = set(EarlierText.objects.filter(object_id=piece.public_id, language=language).values_list("key", "text"))
        EarlierText.objects.bulk_create(
            EarlierText(
                campaign_id=piece.campaign.public_id,
                object_id=piece.public_id,
                key=key,
                language=language,
                source_text=one.made_from,
                text=one.text,
                state=one.given_state,
                version=rows[key].version if key in rows else 0,
                written_at=self.at,
                written_by=self.by,
            )
            for key, one in beside.items()
            if (key, one.text) not in there
        )

    # -- afterwards

    def _tell(self, campaign: Campaign, sides: _Sides) -> None:
        """Put together what is to be said, and note that something was done."""
        report, chooser = self.report, sides.chooser
        if not report.is_new:
            report.taken, report.kept, report.conflicts = chooser.taken, chooser.kept, chooser.conflicts
            report.missing, report.gone = sides.merged.missing, sides.merged.gone
            say_who(report)
        report.has_base = self.pack.base is not None
        if report.has_changed:
            counts = {name: len(getattr(report, name)) for name in ("added", "changed", "removed", "conflicts")}
            record(at=self.at, by=self.by, act="pack.imported", of=campaign, campaign_id=campaign.public_id, **counts)


def _require_approvable(name: str, piece: Piece) -> None:
    """Refuse a pack with which a person would approve what they bring, where the campaign wants a second one for it."""
    if wants_second_person(piece.campaign):
        what = Said(
            "the pack would change and approve “%(name)s”, and this campaign wants a second person to approve",
            name=name,
        )
        mend = Said("Write the change in the newsroom and hand it in, or leave it in the pack as it is here.")
        raise PackRefused([Fault(name, 0, what, mend)])


def _require_unlocked(name: str, piece: Piece) -> None:
    """Refuse a pack that would change a piece which an organiser has locked; what was written goes back."""
    if lock_of(piece) is not None:
        what = Said("“%(name)s” is locked, and the pack would change it", name=name)
        mend = Said("Unlock it in the newsroom, or leave it in the pack as it is here.")
        raise PackRefused([Fault(name, 0, what, mend)])


def _as_here(pack: Pack, ours: Pack, campaign: Campaign) -> Pack:
    """Return a pack in the form that the campaign would give it, so that only what is meant is a difference."""
    theme = msgspec.structs.replace(pack.campaign.theme, colours=DEFAULT_COLOURS | pack.campaign.theme.colours)
    moments = tuple(
        sorted(
            pack.campaign.moments,
            key=lambda one: (one.at.replace(tzinfo=ZoneInfo(one.zone)), one.kind, one.zone, one.languages),
        )
    )
    return replace(
        pack,
        campaign=msgspec.structs.replace(pack.campaign, theme=theme, moments=moments),
        organisations=_organisations(pack, ours, campaign),
    )


def _organisations(pack: Pack, ours: Pack, campaign: Campaign) -> list[tables.Organisation]:
    """Organisations that speak for themselves say what they say here."""
    here, elsewhere = besides.speaks_for_itself(campaign)
    held = {one.key: one for one in ours.organisations}
    found = []
    for one in pack.organisations:
        mine = held.get(one.key)
        if mine is not None and one.key in here:
            one = mine
        elif mine is not None and one.key in elsewhere:
            one = msgspec.structs.replace(
                one, name=mine.name, country=mine.country, website=mine.website, logo=mine.logo
            )
        found.append(one)
    return found


def _changed_besides(campaign: Campaign, before: Pack) -> list[str]:
    """Name what has changed besides the pieces."""
    campaign = Campaign.objects.get(pk=campaign.pk)
    reviewed = {language.code: language.is_reviewed for language in campaign.languages.all()}
    same = (campaign_table(campaign), campaign.logo_svg.encode(), reviewed)
    found = ["campaign"] if same != (before.campaign, before.logo, before.reviewed) else []
    return found + (["organisations"] if organisation_rows(campaign)[0] != before.organisations else [])
