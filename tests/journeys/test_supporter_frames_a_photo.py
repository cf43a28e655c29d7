"""A supporter puts the campaign's frame around a photo, and the photo never leaves the browser."""

import io
from pathlib import Path

import numpy
import pytest
from PIL import Image

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("installation")]

RED, GREEN = (200, 30, 30), (30, 160, 60)


def photo(width: int = 1200, height: int = 800, orientation: int = 1, kind: str = "JPEG") -> bytes:
    """A photo, red at the left and green at the right of its file, with a camera's name and a place in it."""
    picture = Image.new("RGB", (width, height), GREEN)
    picture.paste(RED, (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 27.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    file = io.BytesIO()
    picture.save(file, kind, exif=exif)
    return file.getvalue()


def chooses(page, content: bytes, name: str = "me.jpg", type: str = "image/jpeg", says: str = "ready") -> None:
    """Choose a photo, and wait until the page has said what it has to say of it."""
    page.locator("#photo").set_input_files({"name": name, "mimeType": type, "buffer": content})
    waits_for(page, says)


def waits_for(page, says: str) -> None:
    page.wait_for_function(
        "says => document.querySelector('.said').textContent"
        " === document.querySelector(`template[data-say=${says}]`).content.textContent",
        arg=says,
    )


def opens(visit, language: str = "en", **how):
    """Open the page, with all its frames loaded."""
    page = visit(language, **how)
    page.goto(f"/{language}/kit/frame/", wait_until="networkidle")
    page.locator(".framing").wait_for()
    return page


def downloads(page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as downloading:
        page.locator(f"[data-frame='{button}']").click()
    return downloading.value.suggested_filename, Path(downloading.value.path()).read_bytes()


def pixels(content: bytes, mode: str = "RGB") -> numpy.ndarray:
    return numpy.asarray(Image.open(io.BytesIO(content)).convert(mode)).astype(int)


def colour_at(page, x: int, y: int) -> str:
    """Whether the photo is red or green there, once the picture has been drawn anew."""
    return page.evaluate(
        """([x, y]) => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
            const [red, green] = document.querySelector('canvas').getContext('2d').getImageData(x, y, 1, 1).data;
            done(red > green ? 'red' : 'green');
        })))""",
        [x, y],
    )


def slider(page, name: str) -> float:
    return float(page.locator(f"[type=range][name={name}]").input_value())


def test_supporter_frames_a_photo_with_the_network_gone(visit):
    page = opens(visit)
    address = page.locator("[name=frame]:checked").evaluate("one => new URL(one.dataset.picture, location).href")
    frame = pixels(page.request.get(address).body(), "RGBA")
    asked = []
    page.on("request", lambda request: request.url.startswith("blob:") or asked.append(request.url))
    page.context.set_offline(True)
    chooses(page, photo())
    name, content = downloads(page, "image/png")
    assert name == "mother-language-day-en-1080x1080.png"
    made = pixels(content)
    assert made.shape == (1080, 1080, 3)
    covered, clear = frame[:, :, 3] == 255, frame[:, :, 3] == 0
    assert (made[covered] == frame[:, :, :3][covered]).all()
    left, right = clear.copy(), clear.copy()
    left[:, 500:], right[:, :580] = False, False  # colours run into each other where they meet
    assert abs(made[left] - RED).max() < 12
    assert abs(made[right] - GREEN).max() < 12
    page.get_by_role("radio", name="Badge").check()
    assert colour_at(page, 700, 100) == "green"  # the photo shows where the ring covers it
    assert asked == []
    assert page.complaints == []


def test_supporter_s_photo_stands_upright_and_its_file_s_secrets_stay_behind(visit):
    page = opens(visit)
    chooses(page, photo(orientation=6))  # held upright: what the file has at the left is above
    assert (colour_at(page, 540, 300), colour_at(page, 540, 700)) == ("red", "green")
    name, content = downloads(page, "image/jpeg")
    assert name.endswith("-1080x1080.jpg")
    with Image.open(io.BytesIO(content)) as made:
        assert (made.format, made.size) == ("JPEG", (1080, 1080))
        assert dict(made.getexif()) == {}
    assert b"SecretCamera" not in content
    assert b"Exif" not in content


def test_supporter_moves_enlarges_and_turns_the_photo_with_the_keyboard(visit):
    page = opens(visit)
    chooses(page, photo())
    assert (colour_at(page, 530, 400), colour_at(page, 550, 400)) == ("red", "green")
    page.locator(".stage canvas").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert slider(page, "across") == 20
    assert (colour_at(page, 640, 400), colour_at(page, 656, 400)) == ("red", "green")
    for _ in range(9):
        page.keyboard.press("]")
    page.keyboard.press("+")
    assert slider(page, "turn") == 18
    assert slider(page, "zoom") == pytest.approx(1.05)
    page.get_by_role("button", name="Start again").click()
    assert [slider(page, name) for name in ("zoom", "turn", "across", "down")] == [1, 0, 0, 0]
    page.get_by_role("slider", name="Turn").fill("90")
    assert (colour_at(page, 540, 300), colour_at(page, 540, 700)) == ("red", "green")
    assert page.get_by_role("slider", name="Turn").get_attribute("aria-valuetext") == "90°"


def test_supporter_moves_the_photo_with_the_mouse_and_enlarges_it_with_the_wheel(visit):
    page = opens(visit, width=1280)
    chooses(page, photo())
    page.locator(".stage canvas").evaluate("one => one.scrollIntoView({ block: 'center' })")
    box = page.locator(".stage canvas").bounding_box()
    across, down = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
    page.mouse.move(across, down)
    page.mouse.down()
    page.mouse.move(across - box["width"] / 10, down, steps=4)
    page.mouse.up()
    assert slider(page, "across") == pytest.approx(-20, abs=1)
    assert colour_at(page, 460, 400) == "green"
    page.mouse.wheel(0, -300)
    page.wait_for_function("document.querySelector('[name=zoom]').valueAsNumber > 1.5")


def test_supporter_pinches_the_photo_on_a_phone(browser, installation):
    context = browser.new_context(
        base_url=installation.url, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto("/ar/kit/frame/", wait_until="networkidle")
    chooses(page, photo())
    page.locator(".stage canvas").scroll_into_view_if_needed()
    box = page.locator(".stage canvas").bounding_box()
    middle, down = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = context.new_cdp_session(page)

    def sends(kind: str, *points: tuple[float, float]) -> None:
        given = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": given})

    sends("touchStart", (middle - 30, down), (middle + 30, down))
    sends("touchMove", (middle - 45, down), (middle + 45, down))
    sends("touchMove", (middle, down - 60), (middle, down + 60))
    sends("touchEnd")
    page.wait_for_function("document.querySelector('[name=zoom]').valueAsNumber > 1.9")
    assert abs(slider(page, "turn")) == pytest.approx(90, abs=2)
    assert page.locator(".camera").is_visible()  # a phone has a camera
    context.close()


@pytest.mark.parametrize(
    ("name", "type", "content", "says"),
    [
        ("me.heic", "image/heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(400), "heic"),
        ("me.jpg", "image/jpeg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(400), "heic"),
        ("me.jpg", "image/jpeg", photo()[:300], "broken"),
        ("me.png", "image/png", b"", "broken"),
        ("me.pdf", "application/pdf", b"%PDF-1.7", "other"),
        ("me.jpg", "image/jpeg", photo(300, 200), "small"),
    ],
)
def test_supporter_is_told_what_is_wrong_with_a_file(visit, name, type, content, says):
    page = opens(visit)
    chooses(page, content, name, type, says)
    assert page.locator(".said.fault").count() == (says != "small")
    assert page.locator("[data-frame='image/png']").is_enabled() == (says == "small")
    chooses(page, photo())  # and can go on
    assert page.complaints == []


def test_supporter_is_told_that_a_file_is_too_large(visit, tmp_path):
    page = opens(visit)
    with (tmp_path / "large.jpg").open("wb") as file:
        file.truncate(80_000_001)
    page.locator("#photo").set_input_files(tmp_path / "large.jpg")
    waits_for(page, "huge")


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_supporter_drops_or_pastes_a_photo(visit, kind):
    page = opens(visit)
    page.evaluate(
        """async kind => {
            const canvas = Object.assign(document.createElement("canvas"), { width: 900, height: 900 });
            canvas.getContext("2d").fillRect(0, 0, 900, 900);
            const blob = await new Promise(done => canvas.toBlob(done));
            const given = new DataTransfer();
            given.items.add(new File([blob], "me.png", { type: "image/png" }));
            const event = kind === "drop"
                ? new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true })
                : new ClipboardEvent("paste", { clipboardData: given, bubbles: true, cancelable: true });
            document.querySelector("h1").dispatchEvent(event);
        }""",
        kind,
    )
    waits_for(page, "ready")


def test_supporter_without_javascript_takes_the_frame_alone(visit):
    page = visit("ar", javascript=False)
    page.goto("/ar/kit/")
    page.locator(".frame-teaser a").click()
    assert page.url.endswith("/ar/kit/frame/")
    assert not page.locator(".framing").is_visible()
    assert page.locator("noscript .note, .alone .note").first.is_visible()
    with page.expect_download() as downloading:
        page.locator(".frame-list a.download").first.click()
    assert downloading.value.suggested_filename == "mother-language-day-frame-ring-ar-1080x1080.png"
    frame = pixels(Path(downloading.value.path()).read_bytes(), "RGBA")
    assert (frame[540, 540, 3], frame[1070, 540, 3]) == (0, 255)
