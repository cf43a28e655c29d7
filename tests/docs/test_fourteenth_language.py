"""A language more is data: two that the product does not speak are added to a campaign, and the site opens in them."""

import re
import shutil

import pytest
from tests.launch.river import AT, ORIGIN, take_in
from tests.stories import river_files

from unisono.base.home import Home
from unisono.door.state import StateReader
from unisono.languages import catalogues
from unisono.languages.catalogues import product_languages
from unisono.launch.operations import freeze, open_now
from unisono.site.holding import standing_pages

#: Albanian is like English in script; Persian is written from the right, with digits of its own.
TEXTS = {
    "sq": ("Një lumë për të gjithë", "Le të jenë brigjet të hapura", "#LumëPërTëGjithë", "Hapni brigjet"),
    "fa": ("رودی برای همه", "کناره‌ها باز باشند", "#رودی_برای_همه", "کناره‌ها را باز کنید"),
}


def words_of(code: str) -> bytes:
    """The texts of the river campaign in one of the two languages."""
    name, slogan, hashtag, action = TEXTS[code]
    lines = [f'name = "{name}"', f'slogan = "{slogan}"', f'hashtag = "{hashtag}"', f'summary = "{slogan}."']
    lines += [f'action = "{action}"', f'about = """{name}\n\n### {slogan}\n\n- {name}\n- {slogan}"""']
    lines += ["", "[[ways]]", 'key = "share"', f'title = "{slogan}"', f'text = "{name}"']
    lines += ["", "[posts]", f'default = "{slogan} {{link}}"', f'email_subject = "{name}"']
    return ("\n".join([*lines, f'email_body = """{name}\n\n{slogan}: {{link}}"""']) + "\n").encode()


@pytest.fixture
def files():
    """The river campaign with two languages more; small, so that a freeze is quick."""
    found = river_files()
    found["campaign.toml"] = found["campaign.toml"].replace(b'["ar", "en", "fr"]', b'["ar", "en", "fa", "sq"]')
    found["cards.toml"] = found["cards.toml"].replace(
        b'design = "aims"', b'design = "aims"\nformats = ["square", "link"]'
    )
    found = {path: content for path, content in found.items() if not path.endswith(("/fr.toml", "/fr.md", "/fr.vtt"))}
    return found | {f"texts/{code}.toml": words_of(code) for code in TEXTS}


@pytest.fixture
def opened(db, files, tmp_path, media_folder):
    """What the door has at hand once the campaign is open: pages by path."""
    home = Home(tmp_path / "var")
    edition = freeze(campaign=take_in(files), at=AT, by="test", home=home, origin=ORIGIN).edition
    open_now(edition=edition, at=AT, by="test", home=home)
    state = StateReader(home, 64_000_000).read(AT.timestamp())
    return state.campaign_of("river.example.org").at(AT.timestamp()).edition


def page(opened, path: str) -> str:
    """One page as a visitor gets it."""
    return next(variant.body for variant in opened.routes[path].variants if not variant.encoding).decode()


def root(html: str) -> tuple[str, str]:
    """Language and direction of a page."""
    found = dict(re.findall(r'([a-z-]+)="([^"]*)"', re.search(r"<html\s[^>]*>", html)[0]))
    return found["lang"], found["dir"]


def among(words: str, html: str) -> set[str]:
    """Which of these words (a|b|c) stand in a page."""
    return set(re.findall(words, html))


@pytest.mark.django_db
@pytest.mark.slow
def test_site_opens_in_languages_the_product_does_not_speak(opened):
    assert not {"sq", "fa"} & set(product_languages()), "the product speaks them now: choose others for this test"
    assert opened.languages == ("ar", "en", "fa", "sq")
    albanian, persian = page(opened, "/sq/"), page(opened, "/fa/")
    assert (root(albanian), root(persian)) == (("sq", "ltr"), ("fa", "rtl"))
    assert among("Le të jenë brigjet të hapura|Let the banks be open", albanian) == {"Le të jenë brigjet të hapura"}
    assert "کناره‌ها باز باشند" in persian
    # Names and dates by CLDR, in their own digits.
    assert among("Belgjikë|Belgium|بلژیک", page(opened, "/sq/coalition/")) == {"Belgjikë"}
    assert among("Belgjikë|Belgium|بلژیک", page(opened, "/fa/coalition/")) == {"بلژیک"}
    assert among("mars 2031|March 2031", albanian) == {"mars 2031"}
    assert "۲۰۳۱" in persian
    # Their place in every list of languages.
    for code in opened.languages:
        html = page(opened, f"/{code}/")
        assert among("Shqip|فارسی|العربية|English", html) == {"Shqip", "فارسی", "العربية", "English"}
        assert set(re.findall(r'hreflang="([a-z-]+)"', html)) == {"ar", "en", "fa", "sq", "x-default"}
    # What the product cannot say in them yet stands there in English, visibly.
    marked = '<span lang="en" dir="ltr">Statement</span>'
    assert marked in albanian
    assert marked in persian
    assert not re.search("[\ue000-\ue002]", albanian + persian)
    assert not among(">\\s*Statement\\s*<", page(opened, "/ar/"))


def test_catalogue_of_a_new_language_is_one_file(tmp_path, monkeypatch):
    locale = tmp_path / "locale"
    shutil.copytree(catalogues.LOCALE_FOLDER, locale)
    monkeypatch.setattr(catalogues, "LOCALE_FOLDER", locale)
    before = standing_pages("missing")
    heading = re.search(r"<h1[^>]*>([^<]+)<", before["en"])[1].strip()
    folder = locale / "sq" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr ""\n"Language: sq\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (folder / "django.po").write_text(f'{head}msgid "{heading}"\nmsgstr "Nuk ka faqe të tillë"\n')
    after = standing_pages("missing")
    assert set(after) - set(before) == {"sq"}
    assert root(after["sq"]) == ("sq", "ltr")
    assert among(f"Nuk ka faqe të tillë|{re.escape(heading)}", after["sq"]) == {"Nuk ka faqe të tillë"}
