"""What tests of the desk share: somebody sits down, fills in the form, presses a button."""

import re

import pytest
from newsroom_screens import Form

from unisono.languages.models import Translation
from unisono.people.models import Grant, User


@pytest.fixture
def sit(river, browse):
    """Sign somebody in with a role for one language of the river's campaign."""

    def signed_in(role="translator", language="ar", campaign=None, name="Nour"):
        number = User.objects.count()
        user = User.objects.create_user(f"d{number}@example.org", "secret", first_name=name)
        given = campaign or river
        Grant.objects.create(person=user, campaign_id=given.public_id, role=role, language=language)
        return browse(user)

    return signed_in


def url(campaign, language="ar", piece=None, more="") -> str:
    return f"/newsroom/desk/{campaign.public_id}/{language}/" + (f"{piece.public_id}/{more}" if piece else "")


def fields(page) -> dict[str, list[str]]:
    form = Form()
    form.feed(page.content.decode())
    return {name: [one.removeprefix("\n") for one in lines] for name, lines in form.data.items()}


def send(client, address, act="save", **changed):
    """Fill in the form as a browser does and press a button."""
    data = fields(client.get(address))
    return client.post(address, data | {name: [text] for name, text in changed.items()} | {"act": [act]})


def ask(client, address, act="save", **fields):
    """Send one segment as the script does."""
    return client.post(address, {"act": act, **fields}, headers={"X-Requested-With": "XMLHttpRequest"})


def row(piece, key, language="ar"):
    return Translation.objects.filter(object_id=piece.public_id, key=key, language=language).first()


def messages_of(page) -> list[str]:
    found = re.search(r'<ul class="desk-messages".*?</ul>', page.content.decode(), re.S)
    return re.findall(r"<li[^>]*>(.*?)</li>", found[0]) if found else []


def segment_of(page, key: str) -> str:
    """The HTML of one segment."""
    text = page.content.decode()
    return re.search(rf'<section class="desk-segment"[^>]*data-key="{re.escape(key)}".*?</section>', text, re.S)[0]
