"""Letters as text and HTML: right in every direction, light, nothing from anybody else, nothing of a header lost."""

import re
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import html5lib
import pytest
from post_room import ARABIC, INVITATION, URDU

from unisono.mail.content import checked
from unisono.mail.rendering import Envelope, html, message, text
from unisono.mail.senders import From

SENDER = From("River for all", "campaign@unisono.example", "office@river.example")
LETTERS = [("en", INVITATION), ("ar", ARABIC), ("ur", URDU)]


def leaving(content, language="en", sender=SENDER) -> bytes:
    """The message as it leaves."""
    made = message(checked(content), Envelope("7f3a", "unisono.example", "reader@example.org", language, sender))
    return made.message().as_bytes(linesep="\r\n")


def sent(content, language="en", sender=SENDER):
    """The message as it leaves, read back."""
    return message_from_bytes(leaving(content, language, sender), policy=default)


@pytest.mark.parametrize(("language", "content"), LETTERS)
def test_html_is_valid_and_says_its_language_and_direction(language, content):
    page = html(checked(content), language, SENDER.name)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = parser.parse(page)
    assert (root.get("lang"), root.get("dir")) == (language, "ltr" if language == "en" else "rtl")
    assert len(page) < 8_000
    links = [link.get("href") for link in root.iter("a")]
    assert links == [content.address, content.address]
    assert [link.text for link in root.iter("a")][1] == content.address


@pytest.mark.parametrize(("language", "content"), LETTERS)
def test_html_asks_nobody_for_anything(language, content):
    page = html(checked(content), language, SENDER.name)
    assert not re.search(r"<(img|script|link|iframe|object|svg|form|video)\b|url\(|@import|@font-face| src=", page)
    assert set(re.findall(r"https?://[^\s\"<]+", page)) == {content.address.replace("&", "&amp;")}


def test_html_carries_words_not_markup():
    evil = replace(INVITATION, subject="<b>x</b>", paragraphs=("<script>alert('1')</script> & so\non",), why='"><i>')
    page = html(checked(evil), "en", "A & <b>")
    assert "<script" not in page
    assert "<b>" not in page
    assert "<i>" not in page
    assert "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; &amp; so<br>on" in page


def test_latin_in_an_arabic_letter_is_isolated_in_html_and_text():
    page, plain = html(checked(ARABIC), "ar", SENDER.name), text(checked(ARABIC), "ar", SENDER.name)
    for run in ("Ada Lovelace", "River Watch (Brussels)", "ada@river.example", "#RiverDay", "21 February 2027"):
        assert f'<span dir="ltr">{run}</span>' in page
        assert f"\u2066{run}\u2069" in plain
    assert f"\n{ARABIC.address}\n" in plain
    assert plain.endswith(f"\u200f\u2066{SENDER.name}\u2069\n")


def test_text_has_everything_that_the_html_has():
    assert text(checked(INVITATION), "en", "River for all") == (
        "Ada invites you to translate the campaign.\n\nIt takes an hour.\n\n"
        "Begin\nhttps://campaign.example.org/newsroom/begin/abc?lang=en\n\n"
        "The link works for seven days.\n\n"
        "-- \nYou get this because Ada has typed your address.\nRiver for all\n"
    )


def test_headers_are_those_of_a_letter_from_a_machine_for_a_person():
    letter = sent(replace(INVITATION, unsubscribe="https://example.org/stop?x=1", unsubscribes_by_post=True))
    assert letter["From"] == "River for all <campaign@unisono.example>"
    assert letter["Reply-To"] == "office@river.example"
    assert letter["To"] == "reader@example.org"
    assert letter["Message-ID"] == "<7f3a@unisono.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["X-Auto-Response-Suppress"] == "All"
    assert letter["List-Unsubscribe"] == "<https://example.org/stop?x=1>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.get_content_type() == "multipart/alternative"


def test_letter_without_a_way_to_unsubscribe_has_no_such_header():
    assert [name for name in sent(INVITATION) if name.startswith("List-")] == []


@pytest.mark.parametrize("name", ["Caller, Ltd.", 'The "River"', "Rivière – für alle", "النهر للجميع", "a\\b"])
def test_any_name_of_a_sender_arrives(name):
    [address] = sent(INVITATION, sender=replace(SENDER, name=name))["From"].addresses
    assert address.display_name == name.replace('"', "'").replace("\\", " ")
    assert address.addr_spec == SENDER.address


@pytest.mark.parametrize(("language", "content"), LETTERS)
def test_words_arrive_as_they_were_written(language, content):
    letter = sent(content, language)
    plain, page = (part.get_content() for part in letter.iter_parts())
    assert plain.replace("\r\n", "\n") == text(checked(content), language, SENDER.name)
    assert page.replace("\r\n", "\n") == html(checked(content), language, SENDER.name)
    assert all(len(line) <= 998 for line in leaving(content, language).split(b"\r\n"))
    assert re.sub("[\u2066-\u2069\u200e\u200f]", "", letter["Subject"]) == content.subject


def test_hostile_subject_makes_no_header_of_its_own():
    letter = sent(replace(INVITATION, subject="Hi\r\nBcc: all@example.org\r\n\r\n<b>body</b>"))
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Hi Bcc: all@example.org <b>body</b>"


@pytest.mark.browser
@pytest.mark.parametrize(("language", "content"), LETTERS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letter_fits_a_telephone_and_can_be_read_in_the_dark(browser, language, content, scheme):
    context = browser.new_context(viewport={"width": 360, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(html(checked(content), language, SENDER.name))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    button = page.locator(".button a")
    box = button.bounding_box()
    assert box["height"] >= 44
    assert box["width"] >= 44
    for place in (".sheet h1", ".sheet p >> nth=0", ".button a", ".way", "td.small p >> nth=0"):
        assert contrast(page.locator(place)) >= 4.5, place
    aligned = page.locator(".sheet p >> nth=0").evaluate("p => getComputedStyle(p).textAlign")
    assert aligned == ("left" if language == "en" else "right")
    assert asked == []
    context.close()


def contrast(place) -> float:
    """The contrast of a text with the ground that it stands on (WCAG 2)."""
    colours = place.evaluate(
        """one => {
            const ground = element => {
                const colour = getComputedStyle(element).backgroundColor
                return colour === 'rgba(0, 0, 0, 0)' && element.parentElement ? ground(element.parentElement) : colour
            }
            return [getComputedStyle(one).color, ground(one)]
        }"""
    )

    def light(colour: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted(map(light, colours), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
