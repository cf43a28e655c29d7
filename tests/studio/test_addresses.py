"""Addresses of what is made on demand."""

import pytest

from unisono.studio.addresses import Wanted, wanted


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/kits/red-tree/ar/", Wanted("red-tree", "ar", "page")),
        ("/kits/red-tree/zh-hans.zip", Wanted("red-tree", "zh-hans", "zip")),
        ("/kits/red-tree/ar/qr.svg", Wanted("red-tree", "ar", "qr", ending="svg")),
        (
            "/kits/red-tree/ar/three-aims-story.png",
            Wanted("red-tree", "ar", "card", "three-aims", "story", "png"),
        ),
        ("/kits/-/ar/understand-square.svg", Wanted("-", "ar", "card", "understand", "square", "svg")),
    ],
)
def test_takes_an_address_apart(path: str, asked: Wanted) -> None:
    assert wanted(path) == asked


@pytest.mark.parametrize(
    "path",
    [
        "/kits/",
        "/kits/red-tree/",
        "/kits/red-tree/ar",
        "/kits/-/ar/",
        "/kits/-/ar.zip",
        "/kits/-/ar/qr.png",
        "/kits/../ar/",
        "/kits/red-tree/ar/../../x.png",
        "/kits/Red-Tree/ar/",
        "/kits/red-tree/ar/understand.png",
        "/kits/red-tree/ar/understand-square.exe",
        "/kits/red-tree/ar/understand-square.png\n",
        "/kits/red-tree/ar/understand-square.png/",
    ],
)
def test_finds_nothing_in_other_addresses(path: str) -> None:
    assert wanted(path) is None
