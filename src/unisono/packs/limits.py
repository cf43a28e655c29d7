"""The greatest lengths of a pack's values, in characters. They are those of the database and of the format."""

from fnmatch import fnmatchcase

#: Words, by object and segment. The first pattern that fits counts; what fits none has no limit here.
SEGMENTS: tuple[tuple[str, int], ...] = (
    ("texts/name", 120),
    ("texts/slogan", 120),
    ("texts/hashtag", 60),
    ("texts/summary", 200),
    ("texts/action", 30),
    ("texts/way.*.title", 80),
    ("texts/way.*.text", 400),
    ("texts/post.email_subject", 120),
    ("statement/title", 250),
    ("statement/place", 80),
    ("statement/byline", 200),
    ("statement/signatory.*", 200),
    ("news.*/title", 200),
    ("news.*/summary", 200),
    ("fact.*/claim", 400),
    ("fact.*/caveat", 400),
    ("correction.*/text", 600),
    ("card.*/alt", 400),
    ("film/title", 120),
    ("film/summary", 300),
    ("picture.*/alt", 400),
    ("picture.*/caption", 400),
    ("press/role.*", 120),
)
#: Values of tables.
RESPONSIBLE = {"name": 200, "email": 254, "website": 200}
LICENCE = {"name": 120, "url": 200}
STATEMENT = {"number": 20}
FACT = {"value": 40, "value_to": 40}
SOURCE = {"title": 300, "publisher": 200, "url": 500, "via": 300}
SOURCE_COPY = {"name": 120, "address": 800}
PICTURE = {"name": 120, "credit": 200, "licence": 120}
CONTACT = {"name": 120, "email": 254, "phone": 40}
ORGANISATION = {"name": 200, "website": 300, "logo": 120}
POST_PLACE = 30


def limit_of(name: str, key: str) -> int:
    """Return how long the segment `key` of the object `name` may be; 0 for no limit."""
    full = f"{name}/{key}"
    return next((limit for pattern, limit in SEGMENTS if fnmatchcase(full, pattern)), 0)
