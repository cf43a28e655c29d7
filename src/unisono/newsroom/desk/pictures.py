"""The picture of a card beside the form, drawn with the words as they are being written."""

import base64
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse

from unisono.kit.drawing import Busy
from unisono.kit.engine import FORMATS, EngineError
from unisono.kit.models import Card
from unisono.languages.checks import WrongText, kept_form
from unisono.launch.card_drafts import draft_jobs, draft_picture, said
from unisono.launch.preview import NoPreview
from unisono.newsroom.desk.reading import EditorPage


def formats_of(card: Card) -> list[str]:
    """Return the formats of a card that are pictures, the square first."""
    own = [one for one in card.formats or FORMATS if FORMATS[one].is_picture]
    return sorted(own, key=lambda one: one != "square")


def picture_answer(page: EditorPage, request: HttpRequest) -> HttpResponse:
    """Answer the picture of what is saved (GET), or of what is being written, with what stops it (POST)."""
    assert isinstance(page.piece, Card)  # noqa: S101  the view has asked
    given = request.POST if request.method == "POST" else request.GET
    formats = formats_of(page.piece)
    format = given.get("format") if given.get("format") in formats else next(iter(formats), "")
    texts = _texts(page, request)
    picture, says = b"", ""
    try:
        jobs = draft_jobs(card=page.piece, language=page.language, texts=texts, at=datetime.now(UTC))
        picture = draft_picture(jobs[str(format)], str(request.user.pk))
    except NoPreview as why:
        says = str(why)
    except EngineError as why:
        says = said(why)[1].says
    except Busy:  # the script asks again; a page that is opened anew shows its picture with the first word
        return JsonResponse({"busy": True}, status=200 if request.method == "POST" else 503)
    except KeyError:
        pass  # a card that is made for paper alone has no picture
    if request.method == "POST":
        source = f"data:image/webp;base64,{base64.b64encode(picture).decode()}" if picture else ""
        return JsonResponse({"picture": source, "says": says})
    if not picture:
        return HttpResponse(says, content_type="text/plain; charset=utf-8", status=404)
    return HttpResponse(picture, content_type="image/webp")


def _texts(page: EditorPage, request: HttpRequest) -> dict[str, str]:
    """What is saved, and over it what was sent."""
    texts = dict(page.desk.rows().values_list("key", "text"))
    for segment in page.source:
        for name in (f"html:{segment.key}", f"text:{segment.key}"):
            if name in request.POST:
                try:
                    texts[segment.key] = kept_form(segment, request.POST[name], html=name.startswith("html"))
                except WrongText:
                    break
                break
    return texts
