"""The words of one translation, from three sides: which of the pack's are taken, which stay what they are here.

A text that is ready here never becomes less by a pack unless somebody says so, and none becomes ready that the person
who brings the pack could not make ready at the desk.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from unisono.base.said import Said
from unisono.languages.models import State, Translation
from unisono.languages.operations import Given
from unisono.languages.segments import Segment
from unisono.packs.merging.base import standing
from unisono.packs.merging.choosing import Chooser, Item, Verdict, ident
from unisono.packs.merging.flat import ABSENT, digest
from unisono.packs.merging.texts import Place
from unisono.packs.tables import SegmentState

LOWERED = Said("ready here; the pack has a text that is not ready")
NOT_LOWERED = Said("ready here; the pack calls the same text something less")
NO_PLACE = Said("what it translates does not stand in the campaign")
STATE_HERE = Said("its state was changed here since")


@dataclass(frozen=True, slots=True)
class Offered:
    """A text of the pack: what it was made from, and the state that the pack gives it (None: ready, of the source
    beside it)."""

    text: str
    source: str
    state: SegmentState | None

    @property
    def given_state(self) -> str:
        """The state that it would have here."""
        return self.state.state if self.state else str(State.READY)

    @property
    def made_from(self) -> str:
        """The source text that it was made from."""
        return self.state.source if self.state else self.source


@dataclass(slots=True)
class Translating:
    """The texts of one object in one language: what is to be written (`given`), what is to be kept beside."""

    chooser: Chooser
    name: str
    language: str
    may_settle: bool
    rows: Mapping[str, Translation]
    #: The object has come with this pack: nothing is known of it.
    is_new: bool = False
    given: dict[str, Given] = field(default_factory=dict)
    beside: dict[str, Offered] = field(default_factory=dict)

    def bring(self, offered: Mapping[str, Offered], places: Mapping[str, Place], moved: bool) -> None:
        """Choose about every text that the pack has, by its keys there."""
        elsewhere = self._of_this_object() if moved else set()
        for key, one in offered.items():
            place = places.get(key)
            if one.text and place is not None:
                self._one(one, place, elsewhere)
            elif one.text:
                self._without_place(one, Place(key, None))

    def _of_this_object(self) -> set[str]:
        """Return the digests of all that the base has of the object in this language."""
        found = (one for path, one in self._before.items() if path.startswith(f"{self.name}/"))
        return {one.partition(" ")[0] for one in found}

    @property
    def _before(self) -> Mapping[str, str]:
        base = None if self.is_new else self.chooser.known.base
        return base.words.get(self.language, {}) if base else {}

    def _one(self, one: Offered, place: Place, elsewhere: set[str]) -> None:
        if place.now is None:
            self._without_place(one, place)
            return
        row = self.rows.get(place.now)
        was, _, was_standing = self._before.get(f"{self.name}/{place.before}", ABSENT).partition(" ")
        text = digest(one.text)
        if row is not None and row.text == one.text:
            self._same_words(one, row, place.now, text, was, was_standing)
            return
        mine = digest(row.text) if row else ABSENT
        path = f"{self.name}/{place.now}"
        verdict = self.chooser.known.verdict(ident(path, self.language), was, mine, text)
        if self.is_new and row is None:
            verdict = Verdict.TAKEN
        elif text in elsewhere:
            verdict = Verdict.KEPT  # it stands where it does because the source beside it has moved
        item = self._item(path, one, row)
        if verdict == Verdict.TAKEN and _lowers(one, row):
            verdict, item.why = Verdict.CONFLICT, LOWERED
        self._settle(verdict, item, one, place.now, text)

    def _settle(self, verdict: Verdict, item: Item, one: Offered, key: str, text: str) -> None:
        if self.chooser.note(verdict, item, text):
            self.given[key] = Given(one.text, self._state(one), one.made_from)
        elif item.id in self.chooser.declined:
            self.beside[key] = one

    def _same_words(self, one: Offered, row: Translation, key: str, text: str, was: str, was_standing: str) -> None:
        """The words are the same: the state may still be another.

        A machine's text whose line of state has been lost is still a machine's: nobody has looked at it.
        """
        if one.state is None and row.state == State.MACHINE:
            return
        path = f"{self.name}/{key}"
        state, made_from = self._state(one), one.made_from
        self.chooser.settled[ident(path, self.language)] = text
        if (row.state, row.source_text) == (state, made_from) or (standing(one.state) == was_standing and text == was):
            return
        item = self._item(path, one, row)
        if row.state == State.READY and state != State.READY:
            self._keep_ready(item, one, key, state, made_from)
        elif self.chooser.known.base is None or self._state_was_changed_here(row, was_standing):
            item.why = STATE_HERE
            self.chooser.kept.append(item)
        else:
            self.chooser.taken.append(item)
            self.given[key] = Given(one.text, state, made_from)

    def _keep_ready(self, item: Item, one: Offered, key: str, state: str, made_from: str) -> None:
        item.why = NOT_LOWERED
        if self.chooser.settling.side(item.id, item.token) == "theirs":
            self.chooser.taken.append(item)
            self.given[key] = Given(one.text, state, made_from)
        else:
            self.chooser.kept.append(item)

    def _state_was_changed_here(self, row: Translation, was_standing: str) -> bool:
        was = was_standing.partition(" ")[0] or str(State.READY)
        return row.state not in (was, State.STALE)

    def _state(self, one: Offered) -> str:
        """Return the state of a text that is taken: ready only for those who could make it so."""
        ready = one.given_state == State.READY
        return str(State.REVIEW) if ready and not self.may_settle else one.given_state

    def _without_place(self, one: Offered, place: Place) -> None:
        """Say of a text that the pack has changed, and that belongs to nothing here, that it was not taken."""
        path, text = f"{self.name}/{place.before or 'new-' + digest(one.source)[:8]}", digest(one.text)
        name = ident(path, self.language)
        was = self._before.get(path, ABSENT).partition(" ")[0]
        if text != was and text not in self.chooser.known.seen.get(name, ()):
            item = Item(path, self.language, "", one.text, NO_PLACE, ABSENT)
            self.chooser.note(Verdict.CONFLICT if self._is_open(item) else Verdict.KEPT, item, text)

    def _is_open(self, item: Item) -> bool:
        return self.chooser.settling.side(item.id, item.token) == ""

    def _item(self, path: str, one: Offered, row: Translation | None) -> Item:
        ours = row.text if row else ""
        why = self.chooser.why(digest(ours), digest(one.text))
        by, at = (row.changed_by, row.changed_at) if row else ("", None)
        return Item(path, self.language, ours, one.text, why, digest(ours), by=by, at=at)


def _lowers(one: Offered, row: Translation | None) -> bool:
    return row is not None and row.state == State.READY and one.given_state != State.READY


def offered(
    words: Iterable[Segment], source: Iterable[Segment], states: Mapping[str, SegmentState], name: str
) -> dict[str, Offered]:
    """Return the texts that a pack has of one object in one language, by its keys."""
    today = {one.key: one.text for one in source}
    return {
        one.key: Offered(one.text, today.get(one.key, ""), states.get(f"{name}/{one.key}")) for one in words if one.text
    }
