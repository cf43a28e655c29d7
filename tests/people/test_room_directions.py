"""Foreign keys point downwards, in the same order of rooms in which imports do."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def levels() -> dict[str, int]:
    """The height of each room, from the list of layers that holds the imports: 0 is the top."""
    contracts = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {
        room.strip().removeprefix("unisono."): height
        for height, layer in enumerate(layers)
        for room in layer.split("|")
    }


def references() -> list[tuple[str, str, str]]:
    """Every foreign key between our rooms: field, its room, the room it points to."""
    ours = {config.label: config.name.removeprefix("unisono.") for config in apps.get_app_configs()}
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model:
                ends = (model._meta.app_label, field.related_model._meta.app_label)
                found.append((f"{model._meta.label}.{field.name}", ours[ends[0]], ours[ends[1]]))
    return [one for one in found if one[1] in levels() and one[2] in levels()]


def test_foreign_keys_point_downwards():
    heights = levels()
    upwards = [
        field
        for field, from_room, to_room in references()
        if from_room != to_room and heights[from_room] >= heights[to_room]
    ]
    assert upwards == []


def test_foreign_keys_are_looked_at():
    assert ("words.NewsPicture.picture", "words", "media") in references()
    assert len(references()) > 25


@pytest.mark.parametrize(
    "room", [config.name for config in apps.get_app_configs() if config.name.startswith("unisono.")]
)
def test_every_room_has_its_height(room):
    assert room.removeprefix("unisono.") in levels()


def test_ledger_and_languages_refer_to_no_other_room():
    assert [one for one in references() if one[1] in ("ledger", "languages") and one[2] != one[1]] == []
