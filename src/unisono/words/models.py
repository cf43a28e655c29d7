"""The words of a campaign, in its source language. Rich text is HTML of the subset in `languages.richtext`."""

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from unisono.base.models import PublicObject
from unisono.campaigns.fields import body_field, inline_field, key_field
from unisono.campaigns.writing import Piece
from unisono.languages.richtext import blocks_from_html, markdown_from_blocks, markdown_from_runs, runs_from_html
from unisono.languages.segments import Segment, body_segments
from unisono.media.models import Picture

#: Networks with so little room that a language may have a text for them although the source has none: those that
#: `share.counting` calls short.
OWN_TEXTS = ("x", "bluesky", "mastodon", "threads")


def html_segments(key: str, html: str) -> tuple[Segment, ...]:
    """Cut a rich text field into segments, one a block."""
    return body_segments(key, markdown_from_blocks(blocks_from_html(html)))


def inline_segment(key: str, html: str) -> Segment:
    """Return the segment of a one-paragraph rich text field."""
    return Segment(key, markdown_from_runs(runs_from_html(html)), "inline")


class Texts(Piece, ClusterableModel):
    """The short strings of a campaign, one set each."""

    name = models.CharField(_("name"), max_length=120)
    slogan = models.CharField(_("slogan"), max_length=120)
    hashtag = models.CharField(_("hashtag"), max_length=60)
    summary = models.CharField(_("summary"), max_length=200, help_text=_("Link previews show it."))
    action = models.CharField(_("main button"), max_length=30)
    about = body_field(_("about the campaign"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign"], name="words_texts_once")]
        verbose_name = _("texts")
        verbose_name_plural = _("texts")

    def __str__(self) -> str:
        return self.name

    def segments(self) -> tuple[Segment, ...]:
        """Name, slogan, hashtag, summary, button, about, ways to take part, post texts."""
        lines = (
            Segment("name", self.name, limit=120),
            Segment("slogan", self.slogan, limit=120),
            Segment("hashtag", self.hashtag, limit=60),
            Segment("summary", self.summary, limit=200),
            Segment("action", self.action, limit=30),
        )
        ways = [s for way in self.ways.all() for s in way.segments()]
        segments = (*lines, *html_segments("about", self.about), *ways, *self._posts())
        return tuple(segment for segment in segments if segment.text or segment.optional)

    def _posts(self) -> Iterator[Segment]:
        """The post texts. Where there is one for any network, a language may have its own for those with little room:
        what fits in one language is too long in another."""
        posts = {post.place: post for post in self.posts.all()}
        for place, post in posts.items():
            yield Segment(f"post.{place}", post.text, limit=post.limit)
        for network in OWN_TEXTS if "default" in posts else ():
            if network not in posts:
                yield Segment(f"post.{network}", "", optional=True)


class Way(Orderable):
    """One way to take part."""

    texts = ParentalKey(Texts, on_delete=models.CASCADE, related_name="ways", verbose_name=_("texts"))
    key = key_field()
    title = models.CharField(_("title"), max_length=80)
    text = models.CharField(_("text"), max_length=400)

    class Meta(Orderable.Meta):
        verbose_name = _("way to take part")
        verbose_name_plural = _("ways to take part")

    def __str__(self) -> str:
        return self.title

    def segments(self) -> tuple[Segment, ...]:
        """Title and text."""
        return Segment(f"way.{self.key}.title", self.title, limit=80), Segment(
            f"way.{self.key}.text", self.text, limit=400
        )


class PostText(Orderable):
    """The words people post, for one place (`default`, `x`, `email_subject`, …); `{link}` stands for the address.

    How long a post may be depends on the network and on the address: `share.counting` says it, and nothing here
    refuses one that is too long.
    """

    LIMITS = {"email_subject": 120}

    texts = ParentalKey(Texts, on_delete=models.CASCADE, related_name="posts", verbose_name=_("texts"))
    place = models.CharField(_("place"), max_length=30)
    text = models.TextField(_("text"))

    class Meta(Orderable.Meta):
        verbose_name = _("post text")
        verbose_name_plural = _("post texts")

    def __str__(self) -> str:
        return self.place

    @property
    def limit(self) -> int:
        """The greatest number of characters, 0 for none or for what networks count."""
        return self.LIMITS.get(self.place, 0)


class Statement(Piece, ClusterableModel):
    """The press statement: number, date, place, byline, lead, aims, affirmations, closing, signatories."""

    title = models.CharField(_("title"), max_length=250)
    date = models.DateField(_("date"))
    number = models.CharField(_("number"), max_length=20, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    byline = models.CharField(_("byline"), max_length=200, blank=True)
    lead = body_field(_("lead"), blank=True)
    closing = body_field(_("closing"), blank=True)
    claims = models.JSONField(
        _("counts the signed words mention"),
        default=list,
        blank=True,
        help_text=_("Shown beside what is counted here."),
    )
    show_film = models.BooleanField(_("show the film"), default=False)
    unplaced = models.TextField(_("not placed yet; never published"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign"], name="words_statement_once")]
        verbose_name = _("press statement")
        verbose_name_plural = _("press statements")

    def __str__(self) -> str:
        return self.title

    def segments(self) -> tuple[Segment, ...]:
        """Title, place, byline, lead, aims, affirmations, closing, signatories."""
        optional = (Segment("place", self.place), Segment("byline", self.byline))
        return (
            Segment("title", self.title, limit=250),
            *(segment for segment in optional if segment.text),
            *html_segments("lead", self.lead),
            *(inline_segment(f"aim.{aim.key}", aim.text) for aim in self.aims.all()),
            *(inline_segment(f"affirmation.{one.key}", one.text) for one in self.affirmations.all()),
            *html_segments("closing", self.closing),
            *(Segment(f"signatory.{n}", one.name) for n, one in enumerate(self.signatories.all(), 1)),
        )


class Aim(Orderable):
    """One numbered aim of the statement."""

    statement = ParentalKey(Statement, on_delete=models.CASCADE, related_name="aims", verbose_name=_("statement"))
    key = key_field()
    text = inline_field(_("text"))

    class Meta(Orderable.Meta):
        verbose_name = _("aim")
        verbose_name_plural = _("aims")

    def __str__(self) -> str:
        return self.key


class Affirmation(Orderable):
    """One numbered affirmation of the statement."""

    statement = ParentalKey(
        Statement, on_delete=models.CASCADE, related_name="affirmations", verbose_name=_("statement")
    )
    key = key_field()
    text = inline_field(_("text"))

    class Meta(Orderable.Meta):
        verbose_name = _("affirmation")
        verbose_name_plural = _("affirmations")

    def __str__(self) -> str:
        return self.key


class Signatory(Orderable):
    """One name under the statement."""

    statement = ParentalKey(
        Statement, on_delete=models.CASCADE, related_name="signatories", verbose_name=_("statement")
    )
    name = models.CharField(_("name"), max_length=200)

    class Meta(Orderable.Meta):
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")

    def __str__(self) -> str:
        return self.name


class StatementPicture(Orderable):
    """A picture under the statement."""

    statement = ParentalKey(Statement, on_delete=models.CASCADE, related_name="pictures", verbose_name=_("statement"))
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="+", verbose_name=_("picture"))


class StatementVersion(PublicObject):
    """The statement as it was published: numbered, hashed, never changed."""

    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="versions", verbose_name=_("statement")
    )
    number = models.PositiveIntegerField(_("version"))
    segments = models.JSONField(_("segments"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["statement", "number"], name="words_version_once")]
        verbose_name = _("version of the statement")
        verbose_name_plural = _("versions of the statement")

    def __str__(self) -> str:
        return f"{self.number}"


class NewsPost(Piece, ClusterableModel):
    """A dated post."""

    slug = models.SlugField(_("short name"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    date = models.DateTimeField(_("date"))
    summary = models.CharField(_("summary"), max_length=200)
    body = body_field(_("body"))
    show_film = models.BooleanField(_("show the film"), default=False)

    class Meta:
        ordering = ["-date", "slug"]
        constraints = [models.UniqueConstraint(fields=["campaign", "slug"], name="words_news_once")]
        verbose_name = _("news post")
        verbose_name_plural = _("news posts")

    def __str__(self) -> str:
        return self.title

    def segments(self) -> tuple[Segment, ...]:
        """Title, summary, body."""
        return (
            Segment("title", self.title, limit=200),
            Segment("summary", self.summary, limit=200),
            *html_segments("body", self.body),
        )


class NewsPicture(Orderable):
    """A picture under a post."""

    post = ParentalKey(NewsPost, on_delete=models.CASCADE, related_name="pictures", verbose_name=_("post"))
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="+", verbose_name=_("picture"))
