"""Stories that several tests tell: a small campaign for a river, as the files of a pack."""

import io
from functools import cache
from hashlib import sha256
from pathlib import Path

from PIL import Image

CAPTIONS = "WEBVTT\n\n00:00:00.500 --> 00:00:03.300\n{}\n"
#: Five seconds of water: 320 × 180 pixels, silent.
FILM = (Path(__file__).parent / "river.mp4").read_bytes()
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="3"/></svg>\n'


@cache
def png(colour: str = "teal", width: int = 4) -> bytes:
    """A small picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", (width, 4), colour).save(file, "PNG")
    return file.getvalue()


def media_name(content: bytes, ending: str = "png") -> str:
    """The name of a file under `media/`."""
    return f"media/{sha256(content).hexdigest()}.{ending}"


def river_files() -> dict[str, bytes]:
    """A whole pack without a fault: English, Arabic complete, French that has only begun."""
    bank = png()
    texts = {
        "campaign.toml": RIVER,
        "organisations.csv": ORGANISATIONS.format(logo=media_name(png("navy"))),
        "texts/en.toml": TEXTS_EN,
        "texts/ar.toml": TEXTS_AR,
        "texts/fr.toml": 'name = "Un fleuve pour tous"\n',
        "statement/en.md": STATEMENT_EN,
        "statement/ar.md": STATEMENT_AR,
        "news/the-call/en.md": NEWS_EN,
        "news/the-call/ar.md": NEWS_AR,
        "facts.toml": FACTS,
        "facts/en.toml": '[claims]\nriver = "40 percent of the banks are closed."\n[corrections]\nc1 = "It was 38."\n',
        "facts/ar.toml": '[claims]\nriver = "٤٠٪ من الضفاف مغلقة."\n[corrections]\nc1 = "كان ٣٨."\n',
        "cards.toml": CARDS,
        "cards/en.toml": CARDS_EN,
        "cards/ar.toml": CARDS_AR,
        "film.toml": 'master = "film/master.mp4"\nposter = "film/poster.png"\nseconds = 5.0\n',
        "film/en.toml": 'title = "The river"\nsummary = "Five seconds of water."\n',
        "film/ar.toml": 'title = "النهر"\nsummary = "خمس ثوانٍ من الماء."\n',
        "film/captions/en.vtt": CAPTIONS.format("The river rises."),
        "film/captions/ar.vtt": CAPTIONS.format("النهر يرتفع."),
        "film/captions/fr.vtt": CAPTIONS.format("Le fleuve monte."),
        "pictures.toml": PICTURES.format(file=media_name(bank)),
        "pictures/en.toml": '[bank]\nalt = "A bank with reeds."\ncaption = "In May."\n',
        "pictures/ar.toml": '[bank]\nalt = "ضفة فيها قصب."\ncaption = "في أيار."\n',
        "press.toml": PRESS,
        "press/en.toml": 'boilerplate = "Three friends of a river."\n[desk]\nrole = "Press"\n',
        "press/ar.toml": 'boilerplate = "ثلاثة أصدقاء لنهر."\n[desk]\nrole = "الصحافة"\n',
        "state/ar.toml": STATE_AR,
    }
    files = {name: text.encode() for name, text in texts.items()}
    media = {media_name(bank): bank, media_name(png("navy")): png("navy")}
    return files | media | {"theme/logo.svg": LOGO, "film/master.mp4": FILM, "film/poster.png": png("grey")}


RIVER = """format = 1
slug = "river"
source_language = "en"
languages = ["ar", "en", "fr"]
care = "open"
hosts = ["river.example.org"]
late = "source"

[responsible]
name = "Friends of the River"
address = "1 Bank Street\\nRivertown"
country = "BE"
email = "desk@river.example.org"
website = "https://river.example.org"

[[moments]]
kind = "opening"
at = 2031-03-22T00:01:00
zone = "Europe/Brussels"

[theme]
logo = "theme/logo.svg"

[theme.colours]
ground = "#101c3d"
ink = "#14172b"
paper = "#fffdf8"
voice = "#f2b233"
echo = "#e4572e"
link = "#1d4fa8"
"""
ORGANISATIONS = """key,name,country,website,role,languages,logo,sample
eel,Eel Watch,NL,,partner,,,yes
reed,"Reed, Rush and Sons",BE,https://reed.example.org,caller,en fr,{logo},
"""
TEXTS_EN = """name = "A river for all"
slogan = "Let the banks be open"
hashtag = "#RiverForAll"
summary = "We ask that the banks of the river are open to everybody."
action = "Open the banks"
about = \"\"\"
The river is long.

### Why

- For the eels.
- For us.\"\"\"

[[ways]]
key = "share"
title = "Share a card"
text = "Send it on."

[posts]
default = "Let the banks be open {link}"
email_subject = "The river"
email_body = \"\"\"
Dear friend,

look here: {link}\"\"\"
"""
TEXTS_AR = """name = "نهر للجميع"
slogan = "لتكن الضفاف مفتوحة"
hashtag = "#نهر_للجميع"
summary = "نطلب أن تكون ضفاف النهر مفتوحة للجميع."
action = "افتحوا الضفاف"
about = \"\"\"
النهر طويل.

### لماذا

- من أجل الأنقليس.
- من أجلنا.\"\"\"

[[ways]]
key = "share"
title = "شارك بطاقة"
text = "أرسلها."

[posts]
default = "لتكن الضفاف مفتوحة {link}"
email_subject = "النهر"
email_body = \"\"\"
صديقي،

انظر هنا: {link}\"\"\"
"""
STATEMENT_EN = """+++
title = "The river belongs to all"
date = 2031-03-22
number = "1/2031"
place = "Rivertown"
signatories = [
    "Friends of the River",
    "Eel Watch",
]
pictures = [
    "bank",
]
film = true

[[claims]]
counts = "organisations"
said = "two organisations"
+++

We are two organisations and say so.

The water is [clean](https://river.example.org/water).

## Aims

1. Open the banks. {#a1}
2. Keep them open. {#a2}

## Affirmations

1. We affirm the eel. {#b1}

## Closing

Thank you.
"""
STATEMENT_AR = """+++
title = "النهر ملك الجميع"
place = "مدينة النهر"
signatories = [
    "أصدقاء النهر",
    "مرصد الأنقليس",
]
+++

نحن منظمتان ونقول ذلك.

الماء [نظيف](https://river.example.org/water).

## Aims

1. افتحوا الضفاف. {#a1}
2. أبقوها مفتوحة. {#a2}

## Affirmations

1. نؤكد حق الأنقليس. {#b1}

## Closing

شكرًا.
"""
NEWS_EN = """+++
title = "The call"
date = 2031-03-22T09:00:00
summary = "It has begun."
pictures = [
    "bank",
]
+++

Today it begins.

1. First.
2. Second.
"""
NEWS_AR = """+++
title = "النداء"
summary = "لقد بدأ."
+++

اليوم يبدأ.

1. أولًا.
2. ثانيًا.
"""
FACTS = """[[facts]]
key = "river"
value = "40"
unit = "percent"
notation = "plain"
as_of = "2030"
status = "current"

[facts.source]
title = "Banks of the river"
publisher = "Institute for Water"
date = "2030-05"
url = "https://water.example.org/banks"

[[corrections]]
key = "c1"
fact = "river"
date = 2031-03-25
"""
CARDS = """[[cards]]
key = "closed"
design = "number"
fact = "river"
formats = [
    "square",
    "story",
]

[[cards]]
key = "aims"
design = "aims"
"""
CARDS_EN = """[closed]
text = "of the banks are closed"
alt = "40 percent of the banks are closed."

[aims]
title = "Two aims"
alt = "Two aims: open the banks, keep them open."
"""
CARDS_AR = """[closed]
before = "نحو"
text = "من الضفاف مغلقة"
alt = "٤٠٪ من الضفاف مغلقة."

[aims]
title = "هدفان"
alt = "هدفان: فتح الضفاف وإبقاؤها مفتوحة."
"""
PICTURES = """[[pictures]]
key = "bank"
file = "{file}"
name = "bank.png"
credit = "Nour"
licence = "CC BY 4.0"
"""
PRESS = """[[contacts]]
key = "desk"
name = "Mira"
email = "press@river.example.org"
languages = [
    "en",
]
"""
STATE_AR = """reviewed = false

[segments."statement/title"]
state = "draft"
source = "The river belongs to all"

[segments."texts/slogan"]
state = "stale"
source = "Open the banks!"
"""

#: Three more cards for the river: quantities, points in time, the organisations by country.
CHART_FACTS = (
    ("open-banks", "60", "", "percent"),
    ("first-closed", "1931-05-04", "", "date"),
    ("flood", "2002", "", "year"),
    ("decade", "2022", "2032", "year"),
)
CHART_CARDS = """
[[cards]]
key = "compared"
design = "bars"
options = { order = "descending" }

[[cards.rows]]
key = "shut"
fact = "river"

[[cards.rows]]
key = "free"
fact = "open-banks"

[[cards]]
key = "dates"
design = "timeline"

[[cards.rows]]
key = "decade"
fact = "decade"

[[cards.rows]]
key = "flood"
fact = "flood"

[[cards.rows]]
key = "first"
fact = "first-closed"

[[cards]]
key = "where"
design = "map"
"""
CHART_WORDS = {
    "en": """
[compared]
title = "Banks, closed and open"
alt = "Closed 40 percent, open 60 percent."

[compared.rows]
shut = "closed"
free = "open"

[dates]
title = "How it came about"
alt = "1931, 2002, 2022 to 2032."

[dates.rows]
decade = "Decade of rivers"
first = "The first bank is closed"
flood = "The great flood"

[where]
title = "Where we are"
alt = "A map."
""",
    "ar": """
[compared]
title = "الضفاف المغلقة والمفتوحة"
alt = "المغلقة ٤٠٪، والمفتوحة ٦٠٪."

[compared.rows]
shut = "مغلقة"
free = "مفتوحة"

[dates]
title = "كيف بدأ الأمر"
alt = "١٩٣١، ٢٠٠٢، ٢٠٢٢–٢٠٣٢."

[dates.rows]
decade = "عقد الأنهار"
first = "إغلاق الضفة الأولى"
flood = "الفيضان الكبير"

[where]
title = "أين نحن"
alt = "خريطة."
""",
}


def charted_files() -> dict[str, bytes]:
    """The river's pack with cards of rows."""
    files = river_files()
    for key, value, value_to, unit in CHART_FACTS:
        fact = f'\n[[facts]]\nkey = "{key}"\nvalue = "{value}"\n' + (f'value_to = "{value_to}"\n' if value_to else "")
        source = f'[facts.source]\ntitle = "On {key}"\npublisher = "Archive of Floods"\ndate = "2029"\n'
        files["facts.toml"] += f'{fact}unit = "{unit}"\n{source}'.encode()
    claims = "".join(f'{key} = "About {key}."\n' for key, *_ in CHART_FACTS)
    files["facts/en.toml"] = files["facts/en.toml"].replace(b"[claims]\n", f"[claims]\n{claims}".encode())
    files["cards.toml"] += CHART_CARDS.encode()
    for code, words in CHART_WORDS.items():
        files[f"cards/{code}.toml"] += words.encode()
    return files
