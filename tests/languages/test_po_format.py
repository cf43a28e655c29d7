"""PO files: what is written is read again, gettext accepts it, and what is broken is named by its line."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.languages import po
from unisono.languages.po import Entry, PoRefused, is_language, plural_forms, po_language, read, written
from unisono.languages.rules import proven_languages

HEADER = {
    "Project-Id-Version": "river 1",
    "PO-Revision-Date": "2031-03-01 12:00+0000",
    "Last-Translator": "",
    "Language-Team": "",
    "Language": "fr",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
HEAD = 'msgid ""\nmsgstr "Language: fr\\n"\n\n'

#: Any text that can stand in a campaign: all scripts, marks and line ends, no control characters.
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff") | st.sampled_from('\n\t"\\#%{}'),
    max_size=60,
)


@st.composite
def entries(draw) -> list[Entry]:
    names = draw(st.lists(st.from_regex(r"[a-z]{1,8}(\.[a-z0-9-]{1,8})?/[a-z0-9.]{1,8}", fullmatch=True), unique=True))
    found = []
    for name in names:
        source = po.plain(draw(TEXTS)) or "x"
        is_fuzzy = draw(st.booleans())
        found.append(
            Entry(
                context=name,
                source=source,
                text=po.plain(draw(TEXTS)),
                is_fuzzy=is_fuzzy,
                previous=po.plain(draw(TEXTS)) if is_fuzzy else "",
                version=draw(st.none() | st.integers(0, 99)),
                limit=draw(st.sampled_from([0, 120])),
            )
        )
    return found


def said_of(entry: Entry) -> tuple:
    return (entry.context, entry.source, entry.text, entry.is_fuzzy, entry.previous, entry.version)


@given(entries())
def test_what_is_written_is_read_again(some):
    file = read(written(HEADER, some, ["A remark."]))
    assert file.header == HEADER
    assert [said_of(one) for one in file.entries] == [said_of(one) for one in some]


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="there is no gettext here (apt install gettext)")
@pytest.mark.parametrize("code", proven_languages())
def test_gettext_takes_the_header_of_every_language(code, tmp_path: Path):
    header = HEADER | {"Language": po_language(code), "Plural-Forms": plural_forms(code)}
    checked(tmp_path, written(header, [Entry("texts/name", "A river\nfor all\n", "\nUn fleuve")]))


def checked(folder: Path, content: bytes) -> None:
    (folder / "it.po").write_bytes(content)
    command = ["msgfmt", "--check", "--output-file", str(folder / "it.mo"), str(folder / "it.po")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


BROKEN = [
    ('msgctxt "a/b"\nmsgid "x"\nmsgstr "y', 6, "not closed"),
    ('msgctxt "a/b"\nmsgid "x"\nmsgstr "y" z', 6, "something stands after them"),
    ('msgctxt "a/b"\nmsgid "x"\nmsgstr "y\\"', 6, "not closed"),
    ('msgctxt "a/b"\nmsgid "x"\n', 4, "no translation line"),
    ('msgctxt "a/b"\n', 4, "no translation line"),
    ('msgctxt "a/b"\nmsgid "x"\nmsgctxt "a/c"\nmsgid "x"\nmsgstr "y"\n', 4, "no translation line"),
    ('msgctxt "a/b"\nmsgid "x"\nmsgstr "y"\n\nmsgctxt "a/b"\nmsgid "z"\nmsgstr "y"\n', 8, "twice"),
    ('msgid "x"\nmsgid_plural "xs"\nmsgstr[0] "y"\n', 5, "no plural forms"),
    ('msgstr "y"\n', 4, "without its source"),
    ('"y"\n', 4, "belong to nothing"),
    ("hello\n", 4, "“hello” is nothing"),
    ('domain "x"\n', 4, "“domain” is nothing"),
    ('msgctxt "a/b"\nmsgid "x"\nmsgstr "\\q"\n', 6, "“\\q” is no sign"),
    ('msgctxt "a/b"\nmsgid "x"\nmsgstr "\x07"\n', 6, "U+0007"),
    ('msgctxt "a/b"\nmsgid "x"\nmsgstr "\x00"\n', 6, "U+0000"),
    ('msgid ""\nmsgstr "Language: ar\\n"\n', 4, "two headers"),
]


@pytest.mark.parametrize(("body", "line", "what"), BROKEN)
def test_what_is_broken_is_named_by_its_line(body, line, what):
    with pytest.raises(PoRefused) as refused:
        read((HEAD + body).encode())
    assert (refused.value.faults[0].line, what in str(refused.value.faults[0])) == (line, True), refused.value


def test_all_faults_are_named_up_to_twenty():
    with pytest.raises(PoRefused) as refused:
        read((HEAD + "hello\n" * 50).encode())
    assert [fault.line for fault in refused.value.faults] == list(range(4, 24))


def test_what_is_not_utf_8_is_named_by_its_line():
    with pytest.raises(PoRefused, match="line 6: This is not UTF-8"):
        read(HEAD.encode() + 'msgctxt "a"\nmsgid "x"\nmsgstr "é"\n'.encode("latin-1"))


def test_a_huge_file_is_not_even_looked_at(monkeypatch):
    monkeypatch.setattr(po, "LARGEST", 1_000_000)
    with pytest.raises(PoRefused, match="larger than 1 MB"):
        read(b"x" * 1_000_001)


def test_what_programs_write_is_understood():
    lines = [
        "# Translator",
        'msgid ""',
        'msgstr ""',
        '"Language: fr\\n"',
        '"X-Generator: Poedit 3.4\\n"',
        "",
        "#. version 7",
        "#: place:3",
        "#, fuzzy, max-length:12",
        '#| msgctxt "a/b"',
        '#| msgid ""',
        '#| "old "',
        '#| "words"',
        'msgctxt "a/b"',
        'msgid ""',
        '"new "',
        '"words"',
        'msgstr "\\"mots\\""',
        '#~ msgctxt "a/c"',
        '#~ msgid "gone"',
        '#~ msgstr "parti"',
        "",
    ]
    content = "\ufeff" + "\r\n".join(lines)
    file = read(content.encode())
    assert file.header == {"Language": "fr", "X-Generator": "Poedit 3.4"}
    assert [said_of(one) for one in file.entries] == [("a/b", "new words", '"mots"', True, "old words", 7)]
    assert file.entries[0].line == 14


@pytest.mark.parametrize(
    ("given", "code", "expected"),
    [
        ("ar", "ar", True),
        ("ar_EG", "ar", True),
        ("zh_Hans", "zh-hans", True),
        ("zh_CN", "zh-hans", True),
        ("zh_TW", "zh-hans", False),
        ("zh_Hant", "zh-hans", False),
        ("fr", "ar", False),
        ("pt_BR", "pt", True),
        ("sr@latin", "sr", True),
        ("", "ar", False),
        ("klingon", "ar", False),
    ],
)
def test_a_header_names_its_language_in_many_ways(given, code, expected):
    assert is_language(given, code) is expected


@given(st.data())
def test_no_mutation_of_a_file_makes_the_reader_stumble(data):
    content = bytearray(written(HEADER, [Entry("a/b", "x y", "é ع", True, "old", 3), Entry("a/c", "z\nz", "w")]))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, 999)) % (len(content) + 1)
        kind = data.draw(st.sampled_from(["cut", "insert", "drop", "flip"]))
        if kind == "cut":
            del content[place:]
        elif kind == "insert":
            content[place:place] = data.draw(
                st.binary(max_size=8) | st.sampled_from([b'"', b"\\", b"\n", b"msgid ", b"#| "])
            )
        elif kind == "drop":
            del content[place : place + 5]
        elif place < len(content):
            content[place] ^= 1 << data.draw(st.integers(0, 7))
    file, faults = None, ()
    try:
        file = read(bytes(content))
    except PoRefused as refused:
        faults = refused.faults
    lines = content.count(b"\n") + 1
    assert (file is None) == bool(faults)
    assert all(0 <= fault.line <= lines and fault.said for fault in faults)
    if file is not None:
        assert len({(one.context, one.source) for one in file.entries}) == len(file.entries)
