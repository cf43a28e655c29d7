"""Every field of every table is declared: personal, or not."""

import tomllib
from pathlib import Path

from django.apps import apps

from unisono.people.models import User

DECLARED = Path(apps.get_app_config("people").path) / "personal_fields.toml"


def declared() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(DECLARED.read_text(encoding="utf-8"))


def tables() -> dict[str, set[str]]:
    """The fields that are columns, by the label of their model; tables between two models among them."""
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.label: {field.name for field in model._meta.concrete_fields}
        for model in models
        if model._meta.managed and not model._meta.proxy
    }


def differs_between_engines(label: str) -> bool:
    """The editor's search has other tables on SQLite than on PostgreSQL."""
    return label.startswith("wagtailsearch.")


def test_every_table_is_declared():
    def ours(labels) -> set[str]:
        return {label for label in labels if not differs_between_engines(label)}

    assert ours(declared()) == ours(tables())
    assert set(tables()) <= set(declared())


def test_every_field_is_declared_once_and_exists():
    for label, fields in tables().items():
        said = declared()[label]
        if differs_between_engines(label):
            assert said == {"not_personal": ["*"]}, label
            continue
        assert set(said) <= {"personal", "not_personal"}, label
        every = [*said.get("personal", []), *said.get("not_personal", [])]
        assert sorted(every) == sorted(fields), label


def test_nobody_is_named_in_the_ledger_by_more_than_an_id():
    assert declared()["ledger.Entry"]["personal"] == ["by"]


def test_packs_rooms_hold_no_person_but_those_who_are_published():
    """What a pack carries is public: of people, it names those whom journalists may ask, and the signatories."""
    stays_here = ("campaigns.HandIn", "campaigns.PieceLock")  # how the campaign works; no pack carries it
    rooms = ("campaigns.", "words.", "facts.", "media.Picture", "kit.", "coalition.", "press.")
    found = {
        f"{label}.{field}"
        for label, said in declared().items()
        if label.startswith(rooms) and label not in stays_here
        for field in said.get("personal", [])
    }
    assert found == {
        "press.PressContact.name",
        "press.PressContact.role",
        "press.PressContact.email",
        "press.PressContact.phone",
        "press.PressContact.languages",
        "words.Signatory.name",
        "words.Statement.byline",
        "media.Picture.credit",
    }


def test_nobody_is_called_by_their_address():
    nameless = User(email="nour@example.org")
    assert nameless.name == nameless.get_full_name() == f"Account {str(nameless.pk)[:8]}"
    nameless.first_name = "Nour"
    assert (nameless.name, str(nameless)) == ("Nour", "Nour")
