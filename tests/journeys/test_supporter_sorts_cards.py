"""A supporter looks for a card of one shape and one kind: without a script, with one, and in an old browser."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("installation")]


def shown(page) -> list[str]:
    """The addresses to which the cards that can be seen lead."""
    return page.locator(".hung a.poster:visible").evaluate_all("all => all.map(one => one.getAttribute('href'))")


def sizes(page) -> set[bool]:
    """Whether the pictures that can be seen are taller than wide."""
    return set(page.locator(".hung a.poster:visible img").evaluate_all("all => all.map(one => one.height > one.width)"))


@pytest.mark.parametrize("javascript", [False, True])
def test_supporter_sees_one_shape_of_one_kind(visit, javascript):
    page = visit("en", javascript=javascript, width=1280)
    page.goto("/en/kit/")
    assert shown(page) == ["understand/#portrait", "three-aims/#portrait"]
    page.get_by_role("radio", name="Landscape").check()
    assert shown(page) == ["understand/#landscape", "three-aims/#landscape"]
    assert sizes(page) == {False}
    assert page.locator(".hung .take:visible a.download").first.get_attribute("download").endswith("-1600x900.png")
    page.get_by_role("radio", name="Aims").check()
    assert shown(page) == ["three-aims/#landscape"]
    page.get_by_role("radio", name="Every shape").check()
    assert shown(page) == ["three-aims/#portrait"]
    tally = page.locator(".tally").evaluate(
        "one => [getComputedStyle(one).display, getComputedStyle(one.querySelector('b'), '::after').content]"
    )
    assert tally == ["block", "counter(cards)"]


def test_supporter_reads_how_many_are_left_in_own_digits(visit):
    page = visit("ar", width=1280)
    page.goto("/ar/kit/")
    page.locator("#kind-2").check()
    assert "١" in page.locator(".filter [role=status]").inner_text()
    content = page.locator(".tally b").evaluate("one => getComputedStyle(one, '::after').content")
    assert content == "counter(cards, arabic-indic)"


def test_supporter_passes_a_choice_on_by_its_address(visit):
    page = visit("en", width=1280)
    page.goto("/en/kit/")
    page.get_by_role("radio", name="Story").check()
    page.get_by_role("radio", name="Figures").check()
    assert page.url.endswith("/en/kit/#shape=story&kind=number")
    other = visit("en", width=360)
    other.goto(page.url.removeprefix(page.evaluate("location.origin")))
    assert shown(other) == ["understand/#story"]
    other.goto("/en/kit/#shape=nonsense&kind=aims")
    assert shown(other) == ["three-aims/#portrait"]
    page.get_by_role("radio", name="Every shape").check()
    page.get_by_role("radio", name="Every kind").check()
    assert page.url.endswith("/en/kit/")


def test_supporter_with_the_keyboard_chooses_and_goes_on(visit):
    page = visit("en", width=1280)
    page.goto("/en/kit/")
    page.locator("#main").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "in-square"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "kind-all"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "understand/#square"


def test_supporter_with_an_old_browser_sees_every_card(visit):
    page = visit("en", width=1280)

    def without_has(route):
        answer = route.fetch()
        body = answer.text()
        assert body.count("selector(:has(*))") == 2
        route.fulfill(response=answer, body=body.replace("selector(:has(*))", "selector(:unheard-of(*))"))

    page.route("**/kit.css", without_has)
    page.goto("/en/kit/")
    assert shown(page) == ["understand/#portrait", "three-aims/#portrait"]
    assert not page.locator(".filter").is_visible()
    page.goto("/en/kit/understand/")
    assert page.locator(".hung-one:visible").count() == page.locator(".panes > .pane").count() == 7


@pytest.mark.parametrize("javascript", [False, True])
def test_supporter_looks_at_a_card_large_in_every_shape(visit, javascript):
    page = visit("en", javascript=javascript)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/en/kit/understand/", wait_until="networkidle")
    assert page.locator(".panes > .pane:visible").evaluate_all("all => all.map(one => one.id)") == ["portrait"]
    if javascript:  # other shapes wait until they are asked for; without scripts, browsers load all at once
        assert not [url for url in asked if "-story-" in url]
    page.locator(".shapes").get_by_role("link", name="Story").click()
    assert page.locator(".panes > .pane:visible").evaluate_all("all => all.map(one => one.id)") == ["story"]
    page.locator("#story img").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if url.endswith("-story-1080x1920.webp")]
    with page.expect_download() as downloading:
        page.locator("#story a.download").click()
    assert downloading.value.suggested_filename.endswith("-story-1080x1920.png")
