"""The end of a statement: contacts for journalists, and who signed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .layout import cells
from .lexicon import DECORATION, Lexicon, fold, folded
from .model import Contact

EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<!\w)\+?\(?\d[\d\s\u00a0().\-/]{6,}\d(?!\w)")
FIELD_LABELS = (
    "e-mail email e-posta eposta mail courriel courrier correo electrónico surel barua pepe البريد الإلكتروني بريد "
    'إلكتروني ای میل דוא"ל דואל מייל ईमेल ई-मेल ইমেইল ই-মেইল 电子邮件 电子邮箱 邮箱 邮件 tel tel. tél tél. phone '
    "telephone téléphone teléfono telefone telefon telepon telp hp simu mobile mob cell móvil celular هاتف الهاتف "
    "جوال فون موبائل טלפון טל נייד फ़ोन फोन दूरभाष मोबाइल ফোন মোবাইল 电话 手机 whatsapp signal web website"
)
LABEL_WORDS = frozenset(fold(word).strip(".") for word in FIELD_LABELS.split())


@dataclass(slots=True)
class ContactLines:
    """Contacts read from lines; `eaten` are labels, `left` the lines that could not be read."""

    contacts: list[Contact] = field(default_factory=list)
    eaten: list[str] = field(default_factory=list)
    left: list[tuple[str, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Fields:
    emails: list[str]
    phones: list[str]
    names: list[str]
    eaten: list[str]


def mentions_contact(text: str) -> bool:
    """Whether a short line holds an e-mail address or is a phone number."""
    if cells(text) > 160:
        return False
    return EMAIL.search(text) is not None or _is_phone_line(text)


def _is_phone_line(text: str) -> bool:
    match = PHONE.search(text)
    if not match or not match[0].lstrip("(").startswith(("+", "0")):
        return False
    rest = re.findall(r"\w+", fold(PHONE.sub(" ", text)))
    return all(word in LABEL_WORDS for word in rest)


def read_contacts(lines: list[tuple[str, int]], words: Lexicon, first_key: int = 1) -> ContactLines:
    """Contacts where they are unambiguous: one name, one address, at most one phone; else the lines as they are.

    Each line is (text, line number). Either every line has its own address, or all lines are one contact.
    """
    read = ContactLines()
    with_address = [line for line in lines if EMAIL.search(line[0])]
    groups = [[line] for line in lines] if len(with_address) == len(lines) else [lines]
    for group in groups:
        fields = _fields([text for text, _ in group], words)
        if len(fields.emails) == 1 and 1 <= len(fields.names) <= 2 and len(fields.phones) <= 1:
            key = "desk" if first_key + len(read.contacts) == 1 else f"desk-{first_key + len(read.contacts)}"
            role = fields.names[1] if len(fields.names) == 2 else ""
            phone = fields.phones[0] if fields.phones else ""
            read.contacts.append(Contact(key, fields.names[0], fields.emails[0], phone, role))
            read.eaten += fields.eaten
        else:
            read.left += group
    return read


def _fields(texts: list[str], words: Lexicon) -> _Fields:
    fields = _Fields([], [], [], [])
    for text in texts:
        for pattern, kept in ((EMAIL, fields.emails), (PHONE, fields.phones)):
            kept += [match.strip() for match in pattern.findall(text)]
            text = pattern.sub("\n", text)
        opened = words.opening("contacts", text)
        if opened:
            fields.eaten.append(text[:opened])
            text = text[opened:]
        for piece in re.split(r"([\n,;،؛|–—:：()（）]|\s-\s)", text):
            _sort_piece(piece, fields)
    return fields


def _sort_piece(piece: str, fields: _Fields) -> None:
    parts = re.findall(r"\w+", fold(piece))
    if all(part in LABEL_WORDS for part in parts):
        fields.eaten.append(piece)
        return
    fields.names.append(piece.strip(" \t*_#"))
    fields.eaten.append("".join(re.findall(r"[*_#]", piece)))


def signature(text: str, words: Lexicon) -> tuple[str, str] | None:
    """(label, who) of a line such as “On behalf of the Network” or “Ağ adına”; `who` may be empty."""
    if cells(text) > 160:
        return None
    opened = words.opening("signed", text)
    if opened:
        label, who = text[:opened], text[opened:]
        rest = who.strip(DECORATION)
        return label + ("" if rest else who), rest_of(who) if rest else ""
    suffix = words.pattern("signed_after", words.before() + r"{}[\s,،:：。.]*$")
    line = folded(text)
    match = suffix.search(line.text)
    if match:
        start, _ = line.span(match)
        return text[start:], text[:start].strip()
    return None


def rest_of(text: str) -> str:
    """What follows a label, without the colon or comma between."""
    return text.strip(" \t:：,،，\u00a0")
