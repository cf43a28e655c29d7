"""Translations as rows of our own: object × segment × language, and the settled copies that editions read.

The room stands below the objects it translates: it names them by label and public id.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from unisono.base.models import PublicObject


class State(models.TextChoices):
    """Where a translation stands. There is no row for a segment that is *missing*."""

    MACHINE = "machine", _("machine")
    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    READY = "ready", _("ready")
    STALE = "stale", _("stale")


class Translation(models.Model):
    """One segment of one object in one language, with the source text it was made from."""

    campaign_id = models.UUIDField(_("campaign"), db_index=True)
    label = models.CharField(_("kind of object"), max_length=64)
    object_id = models.UUIDField(_("object"))
    key = models.CharField(_("segment"), max_length=120)
    language = models.CharField(_("language"), max_length=16)
    source_text = models.TextField(_("source text"))
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    version = models.PositiveIntegerField(_("version"), default=1)
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.CharField(_("changed by"), max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["object_id", "key", "language"], name="languages_translation_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="languages_translation_not_empty"),
        ]
        indexes = [models.Index(fields=["campaign_id", "language", "state"], name="languages_translation_board")]
        verbose_name = _("translation")
        verbose_name_plural = _("translations")

    def __str__(self) -> str:
        return f"{self.label} {self.key} {self.language}"


class EarlierText(models.Model):
    """A text that a translation had before: what it was, who wrote it and when. Rows are added, never changed.

    It is named by object, segment and language rather than by the row of the translation: a translation that
    somebody empties is gone, its earlier texts are not.
    """

    campaign_id = models.UUIDField(_("campaign"), db_index=True)
    object_id = models.UUIDField(_("object"))
    key = models.CharField(_("segment"), max_length=120)
    language = models.CharField(_("language"), max_length=16)
    source_text = models.TextField(_("source text"))
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    version = models.PositiveIntegerField(_("version"))
    written_at = models.DateTimeField(_("written at"))
    written_by = models.CharField(_("written by"), max_length=64)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["object_id", "language", "key"], name="languages_earlier_text")]
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")

    def __str__(self) -> str:
        return f"{self.key} {self.language} {self.version}"


class Remark(PublicObject):
    """What somebody said about one segment in one language. Those that are not resolved are the open thread."""

    campaign_id = models.UUIDField(_("campaign"), db_index=True)
    label = models.CharField(_("kind of object"), max_length=64)
    object_id = models.UUIDField(_("object"))
    key = models.CharField(_("segment"), max_length=120)
    language = models.CharField(_("language"), max_length=16)
    text = models.TextField(_("text"))
    said_at = models.DateTimeField(_("said at"))
    said_by = models.CharField(_("said by"), max_length=64)
    resolved_at = models.DateTimeField(_("resolved at"), null=True)
    resolved_by = models.CharField(_("resolved by"), max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="languages_remark_not_empty")]
        indexes = [models.Index(fields=["object_id", "language", "key"], name="languages_remark_thread")]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        return f"{self.label} {self.key} {self.language}"


class Term(PublicObject):
    """A word or words of the source language that all translators should treat alike.

    One that `stays` is the same in every language: a name, an acronym, a hashtag. For the others each language
    agrees on its words (`Rendering`). One that has been removed can be put back.
    """

    campaign_id = models.UUIDField(_("campaign"), db_index=True)
    text = models.CharField(_("term"), max_length=120)
    stays = models.BooleanField(_("stays as it is"), default=False)
    match_case = models.BooleanField(_("capitals count"), default=False)
    note = models.CharField(_("note for translators"), max_length=400, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.CharField(_("changed by"), max_length=64)
    removed_at = models.DateTimeField(_("removed at"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign_id", "text"], condition=models.Q(removed_at=None), name="languages_term_once"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="languages_term_not_empty"),
        ]
        verbose_name = _("term")
        verbose_name_plural = _("terms")

    def __str__(self) -> str:
        return self.text


class Standing(models.TextChoices):
    """What a rendering of a term is: what counts, what somebody would like, what counted before."""

    AGREED = "agreed", _("agreed")
    PROPOSED = "proposed", _("proposed")
    EARLIER = "earlier", _("earlier")


class Rendering(models.Model):
    """The words for a term in one language, and other forms of them that are fine as well.

    One is agreed at most. Everybody may propose one. What was agreed before stays, as an earlier one.
    """

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="renderings", verbose_name=_("term"))
    language = models.CharField(_("language"), max_length=16)
    standing = models.CharField(_("standing"), max_length=8, choices=Standing.choices)
    text = models.CharField(_("words"), max_length=120)
    forms = models.JSONField(_("other forms"), default=list)
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.CharField(_("changed by"), max_length=64)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "language"], condition=models.Q(standing="agreed"), name="languages_rendering_agreed"
            ),
            models.UniqueConstraint(
                fields=["term", "language", "text"],
                condition=models.Q(standing="proposed"),
                name="languages_rendering_proposed",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="languages_rendering_not_empty"),
        ]
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")

    def __str__(self) -> str:
        return f"{self.language} {self.text}"


class SettledCopy(models.Model):
    """The last complete, ready set of segments of an object in a language. Editions read nothing else.

    `segments` is a list of `[key, kind, text]` in reading order, `source_version` the version of the source
    the set was made from: where it is not today's, the copy is complete but *behind*.
    """

    campaign_id = models.UUIDField(_("campaign"), db_index=True)
    label = models.CharField(_("kind of object"), max_length=64)
    object_id = models.UUIDField(_("object"))
    language = models.CharField(_("language"), max_length=16)
    segments = models.JSONField(_("segments"))
    source_version = models.CharField(_("source version"), max_length=64)
    settled_at = models.DateTimeField(_("settled at"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_id", "language"], name="languages_settled_once")]
        verbose_name = _("settled copy")
        verbose_name_plural = _("settled copies")

    def __str__(self) -> str:
        return f"{self.label} {self.language}"


class MachineUse(models.Model):
    """Whether a campaign's words may be sent to a machine, to which, and which languages that offers.

    The permission is for the service named in `agreed_to`: where the installation has another now, it is none.
    """

    campaign_id = models.UUIDField(_("campaign"), unique=True)
    is_on = models.BooleanField(_("switched on"), default=False)
    agreed_to = models.CharField(_("agreed to"), max_length=200)
    offered = models.JSONField(_("languages offered"), default=list)
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.CharField(_("changed by"), max_length=64)

    class Meta:
        verbose_name = _("use of a machine")
        verbose_name_plural = _("uses of machines")

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.agreed_to}"


class RunState(models.TextChoices):
    """How the filling in of a language stands."""

    OPEN = "open", _("under way")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped")
    REFUSED = "refused", _("broken off")


class MachineRun(PublicObject):
    """The filling in of one language by a machine. It goes on batch by batch, from wherever it was broken off.

    `broken` lists what the machine could not do without losing something, as [object, segment]: it stays missing.
    `says` is why nothing happens, as a sentence that is kept (`base.said`). `not_before` is when it is tried again.
    """

    campaign_id = models.UUIDField(_("campaign"), db_index=True)
    language = models.CharField(_("language"), max_length=16)
    state = models.CharField(_("state"), max_length=8, choices=RunState.choices, default=RunState.OPEN)
    wanted = models.PositiveIntegerField(_("wanted"))
    filled = models.PositiveIntegerField(_("filled in"), default=0)
    broken = models.JSONField(_("thrown away"), default=list)
    characters = models.PositiveIntegerField(_("characters sent"), default=0)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    says = models.JSONField(_("says"), default=str)
    not_before = models.DateTimeField(_("not before"), null=True)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.CharField(_("asked by"), max_length=64)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign_id", "language"], condition=models.Q(state="open"), name="languages_machine_run_once"
            )
        ]
        verbose_name = _("machine run")
        verbose_name_plural = _("machine runs")

    def __str__(self) -> str:
        return f"{self.language} {self.state}"
