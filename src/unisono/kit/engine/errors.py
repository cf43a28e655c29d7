"""What can stop a render. Every error says what, where and how to mend it, and survives a process boundary."""


class EngineError(Exception):
    """Anything that stops a render; the arguments are kept so that the error can be pickled."""


class UnknownDesign(EngineError):
    """A design or format that does not exist; `known` lists those that do."""

    def __init__(self, kind: str, name: str, known: tuple[str, ...]) -> None:
        super().__init__(kind, name, known)
        self.kind, self.name, self.known = kind, name, known

    def __str__(self) -> str:
        return f'there is no {self.kind} "{self.name}": use one of {", ".join(self.known)}'


class BadField(EngineError):
    """A field that the design does not declare, or a required one that is missing or of the wrong kind."""

    def __init__(self, design: str, field: str, fault: str) -> None:
        super().__init__(design, field, fault)
        self.design, self.field, self.fault = design, field, fault

    def __str__(self) -> str:
        return f'field "{self.field}" of the design "{self.design}": {self.fault}'


class DoesNotFit(EngineError):
    """Words that do not fit at the smallest readable size. `by` is how much too long they are (1.2: 20 %)."""

    def __init__(self, field: str, language: str, format: str, by: float) -> None:
        super().__init__(field, language, format, by)
        self.field, self.language, self.format, self.by = field, language, format, by

    def __str__(self) -> str:
        over = max(1, round((self.by - 1) * 100))
        return (
            f'"{self.field}" in {self.language} is about {over} % too long for the format {self.format},'
            " even at the smallest readable size: shorten it, or leave this format out"
        )


class MissingGlyph(EngineError):
    """A character that none of the language's fonts can draw; `font` is the language's own font."""

    def __init__(self, character: str, language: str, font: str, field: str) -> None:
        super().__init__(character, language, font, field)
        self.character, self.language, self.font, self.field = character, language, font, field

    def __str__(self) -> str:
        return (
            f'no font for {self.language} can draw "{self.character}" (U+{ord(self.character):04X}) in'
            f' "{self.field}"; the font is {self.font}: write it otherwise, or put a font that has it into the'
            " theme's fonts folder"
        )


class UnknownFont(EngineError):
    """A font family that was not found in the installed packages, the theme's folder or the system."""

    def __init__(self, family: str, language: str) -> None:
        super().__init__(family, language)
        self.family, self.language = family, language

    def __str__(self) -> str:
        return (
            f'the font "{self.family}" for {self.language} was not found: install the font packages'
            " manimgx-fonts and justmytype-intl-cjk, or put its file into the theme's fonts folder"
        )


class BadLogo(EngineError):
    """A logo that cannot be drawn."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault

    def __str__(self) -> str:
        return f"the logo cannot be used: {self.fault}"


class DesignFault(EngineError):
    """A fault in a design itself, as Typst reports it."""

    def __init__(self, design: str, fault: str) -> None:
        super().__init__(design, fault)
        self.design, self.fault = design, fault

    def __str__(self) -> str:
        return f'the design "{self.design}" has a fault: {self.fault}'
