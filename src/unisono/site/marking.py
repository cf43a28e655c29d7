"""Words of the interface that a language does not have yet: they stand in another one, marked as being in that.

While a template is filled, such words carry signs of their own around them, from the area that Unicode keeps for
private use; the finished page has elements with `lang` and `dir` there, and nothing where no element can be.
"""

import re
from gettext import NullTranslations

from babel.support import Translations

from unisono.languages import catalogues
from unisono.languages.rules import rules_for

_BEGIN, _OF, _END = "\ue000", "\ue001", "\ue002"
_SIGNED = re.compile(f"{_BEGIN}([a-z0-9-]*){_OF}")
#: Elements within which there is only text.
_PLAIN = frozenset({"title", "script", "style", "option", "textarea"})
_TAG = re.compile(r"(<[^>]*>)")


class Borrowed(NullTranslations):
    """The words of the languages that stand in for another, the first that has them; at last English."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__()
        self.code, *others = codes
        self.words: NullTranslations = catalogues.own_words(self.code)
        if others:
            self.words.add_fallback(Borrowed(tuple(others)))

    def gettext(self, message: str) -> str:
        """Return a word with the signs around it."""
        return _signed(self.words.gettext(message), self.code)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return a word that depends on a number."""
        return _signed(self.words.ngettext(msgid1, msgid2, n), self.code)

    def pgettext(self, context: str, message: str) -> str:
        """Return a word that is ambiguous."""
        return _signed(self.words.pgettext(context, message), self.code)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """Return a word that is ambiguous and depends on a number."""
        return _signed(self.words.npgettext(context, msgid1, msgid2, n), self.code)


def words_of(code: str) -> NullTranslations:
    """Return the interface's words in a language; those that it borrows are signed."""
    own, *others = catalogues.chain(code)
    if own != code:
        return Borrowed((own, *others))
    words = catalogues.own_words(code)
    if isinstance(words, Translations) and others:
        words.add_fallback(Borrowed(tuple(others)))
    return words


def marked(html: str) -> str:
    """Return a page with an element around each run of borrowed words."""
    if _BEGIN not in html:
        return html
    inside = ""
    parts = _TAG.split(html)
    for number, part in enumerate(parts):
        if number % 2:
            name = re.match(r"</?([a-z0-9]*)", part)
            if name and name[1] in _PLAIN:
                inside = "" if part.startswith("</") else name[1]
            parts[number] = plain(part)
        elif inside:
            parts[number] = plain(part)
        else:
            parts[number] = _SIGNED.sub(_opening, part).replace(_END, "</span>")
    return "".join(parts)


def plain(text: str) -> str:
    """Return a text without signs."""
    return _SIGNED.sub("", text).replace(_END, "")


def _opening(found: re.Match[str]) -> str:
    rules = rules_for(found[1])
    return f'<span lang="{found[1]}" dir="{rules.direction}">'


def _signed(text: str, code: str) -> str:
    return text if text.startswith(_BEGIN) else f"{_BEGIN}{code}{_OF}{text}{_END}"
