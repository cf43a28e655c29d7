"""Takumi's side, run in a virtual environment of its own: a line of JSON in, a picture and its milliseconds out.

The first line brings fonts and ground; each following one a picture, and where to keep the PNG if it is wanted.
"""

import json
import sys
import time
from pathlib import Path

import takumi_py
from takumi_py.options import FontResource, ImageResource


def node_of(picture: dict, side: int, margin: int) -> dict:
    """The picture as Takumi's nodes."""
    boxes = [
        {
            "type": "text",
            "text": box["words"],
            "dir": "rtl" if picture["rtl"] else "ltr",
            "lang": picture["language"],
            "style": {
                "position": "absolute",
                "left": margin,
                "top": box["top"],
                "width": side - margin * 2,
                "fontFamily": f"{box['family']}, Words, Latin",
                "fontSize": box["fixed"],
                "fontWeight": box["weight"],
                "lineHeight": box["pitch"],
                "color": box["colour"],
                "textAlign": "start",
            },
        }
        for box in picture["boxes"]
    ]
    ground = {"type": "image", "src": "ground", "width": side, "height": side}
    ground["style"] = {"position": "absolute", "left": 0, "top": 0}
    return {
        "type": "container",
        "dir": "rtl" if picture["rtl"] else "ltr",
        "style": {"width": side, "height": side, "position": "relative", "display": "flex"},
        "children": [ground, *boxes],
    }


def main() -> None:
    """Answer until the other side is gone."""
    told = json.loads(sys.stdin.readline())
    fonts = [FontResource(Path(path).read_bytes(), name=name, weight=weight) for name, weight, path in told["fonts"]]
    renderer = takumi_py.Renderer(load_default_fonts=False, fonts=fonts)
    images = [ImageResource("ground", Path(told["ground"]).read_bytes(), "auto")]
    print(json.dumps({"version": told["version"]}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        started = time.perf_counter()
        node = node_of(asked["picture"], told["side"], told["margin"])
        png = renderer.render_node(node, width=told["side"], height=told["side"], format="png", images=images)
        spent = (time.perf_counter() - started) * 1000
        if asked["out"]:
            Path(asked["out"]).write_bytes(png)
        print(json.dumps({"ms": spent, "bytes": len(png)}), flush=True)


if __name__ == "__main__":
    main()
