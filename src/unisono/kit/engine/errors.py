"""What can stop a render. Every error says what, where and how to mend it, and survives a process boundary."""

from unisono.base.said import Named, Said, SaidError


class EngineError(SaidError):
    """Anything that stops a render."""


class UnknownDesign(EngineError):
    """A design, format or frame (`kind`) that does not exist; `known` lists those that do."""

    def __init__(self, kind: str, name: str, known: tuple[str, ...]) -> None:
        super().__init__(kind, name, known)
        self.kind, self.name, self.known = kind, name, known
        values = {"name": name, "known": tuple(Named(kind, one) for one in known)}
        self.sentence = {
            "design": Said('there is no design "%(name)s": use one of %(known)s', **values),
            "format": Said('there is no format "%(name)s": use one of %(known)s', **values),
            "frame": Said('there is no frame "%(name)s": use one of %(known)s', **values),
        }[kind]


class BadField(EngineError):
    """A field that the design does not declare, or a required one that is missing or of the wrong kind."""

    def __init__(self, design: str, field: str, fault: Said) -> None:
        super().__init__(design, field, fault)
        self.design, self.field, self.fault = design, field, fault
        self.sentence = Said(
            'field "%(field)s" of the design "%(design)s": %(fault)s',
            field=Named("field", field),
            design=Named("design", design),
            fault=fault,
        )


class DoesNotFit(EngineError):
    """Words that do not fit at the smallest readable size. `by` is how much too long they are (1.2: 20 %)."""

    def __init__(self, field: str, language: str, format: str, by: float) -> None:
        super().__init__(field, language, format, by)
        self.field, self.language, self.format, self.by = field, language, format, by
        self.sentence = Said(
            '"%(field)s" in %(language)s is about %(over)s %% too long for the format %(format)s,'
            " even at the smallest readable size: shorten it, or leave this format out",
            field=Named("field", field),
            language=Named("language", language),
            over=max(1, round((by - 1) * 100)),
            format=Named("format", format),
        )


class MissingGlyph(EngineError):
    """A character that none of the language's fonts can draw; `font` is the language's own font."""

    def __init__(self, character: str, language: str, font: str, field: str) -> None:
        super().__init__(character, language, font, field)
        self.character, self.language, self.font, self.field = character, language, font, field
        self.sentence = Said(
            'no font for %(language)s can draw "%(character)s" (%(code)s) in "%(field)s"; the font is %(font)s:'
            " write it otherwise, or put a font that has it into the theme's fonts folder",
            language=Named("language", language),
            character=character,
            code=f"U+{ord(character):04X}",
            field=Named("field", field),
            font=font,
        )


class UnknownFont(EngineError):
    """A font family that was not found in the installed packages, the theme's folder or the system."""

    def __init__(self, family: str, language: str) -> None:
        super().__init__(family, language)
        self.family, self.language = family, language
        self.sentence = Said(
            'the font "%(family)s" for %(language)s was not found: install the font packages'
            " manimgx-fonts and justmytype-intl-cjk, or put its file into the theme's fonts folder",
            family=family,
            language=Named("language", language),
        )


class BadLogo(EngineError):
    """A logo that cannot be drawn."""

    def __init__(self, fault: Said) -> None:
        super().__init__(fault)
        self.fault = fault
        self.sentence = Said("the logo cannot be used: %(fault)s", fault=fault)


class DesignFault(EngineError):
    """A fault in a design itself; what Typst reports stands as it is."""

    def __init__(self, design: str, fault: Said) -> None:
        super().__init__(design, fault)
        self.design, self.fault = design, fault
        self.sentence = Said('the design "%(design)s" has a fault: %(fault)s', design=design, fault=fault)
