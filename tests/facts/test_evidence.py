"""Which files are kept as copies of sources, under which names, and how they are published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.facts import evidence


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.PDF", "pdf"),
        ("site.warc.gz", "warc.gz"),
        ("site.warc", "warc"),
        ("page.htm", "htm"),
        ("a.gz", ""),
        ("a.svg", ""),
        ("pdf", ""),
        ("a.pdf.exe", ""),
    ],
)
def test_the_ending_names_the_kind(name, ending):
    assert evidence.ending_of(name) == ending


@pytest.mark.parametrize(
    ("name", "content", "holds"),
    [
        ("a.pdf", b"%PDF-1.4", True),
        ("a.pdf", b"junk\n%PDF-1.4", True),
        ("a.pdf", b"<html>%PD", False),
        ("a.png", b"\x89PNG\r\n\x1a\n...", True),
        ("a.png", b"\xff\xd8\xff", False),
        ("a.jpeg", b"\xff\xd8\xff", True),
        ("a.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 ", True),
        ("a.webp", b"RIFF\x10\x00\x00\x00WAVE", False),
        ("a.warc", b"WARC/1.1\r\n", True),
        ("a.warc.gz", b"\x1f\x8b\x08\x00", True),
        ("a.txt", "Wörter\n".encode("latin-1"), True),
        ("a.html", "<p>".encode("utf-16"), True),
        ("a.html", b"MZ\x90\x00\x03", False),
        ("a.exe", b"text", False),
    ],
)
def test_the_first_bytes_must_be_those_of_the_kind(name, content, holds):
    assert evidence.is_what_it_says(name, content) is holds


@pytest.mark.parametrize(
    ("name", "published", "kind"),
    [
        ("Report 2025.pdf", "Report-2025.pdf", "application/pdf"),
        ("page.HTML", "page.html.txt", "text/plain"),
        ("صفحة.htm", "source.htm.txt", "text/plain"),
        ("site.warc.gz", "site.warc.gz", "application/gzip"),
    ],
)
def test_a_published_page_is_sent_as_text(name, published, kind):
    assert (evidence.published_name(name), evidence.type_of(name)) == (published, kind)


@given(st.text(max_size=300), st.sampled_from(sorted(evidence.TYPES)))
def test_a_name_stays_within_its_folder_and_keeps_its_kind(stem, ending):
    name = evidence.tidy_name(f"{stem}.{ending}")
    assert len(name) <= evidence.LONGEST_NAME
    assert "/" not in name
    assert "\\" not in name
    assert not name.startswith(".")
    assert evidence.ending_of(name) == ending
    assert evidence.tidy_name(name) == name
