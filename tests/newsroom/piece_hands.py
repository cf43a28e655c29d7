"""What tests of a piece's way share: its screen, and what one can do there."""

import re

from newsroom_screens import Form

from unisono.campaigns.approval import seen_name


def address(piece, more="") -> str:
    return f"/newsroom/pieces/{piece._meta.model_name}/{piece.public_id}/{more}"


def seen(piece) -> str:
    """By which name the page says which draft it shows."""
    return seen_name(type(piece)._default_manager.get(pk=piece.pk).latest_revision)


def do(client, piece, act, **given):
    """Press a button on the screen of a piece, which shows its newest draft."""
    return client.post(address(piece), {"act": act, "seen": seen(piece), **given})


def said(answer) -> list[str]:
    """The messages on a page of the editor, as they are read."""
    found = re.findall(r'<li class="(?:success|warning|error)[^"]*"[^>]*>(.*?)</li>', answer.content.decode(), re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def form_of(client, url) -> dict[str, list[str]]:
    """What a browser would send of an editing screen."""
    form = Form()
    form.feed(client.get(url).content.decode())
    data = {name: lines for name, lines in form.data.items() if name not in ("q", "preview_mode")}
    return {name: [one.removeprefix("\n") for one in lines] for name, lines in data.items()}
