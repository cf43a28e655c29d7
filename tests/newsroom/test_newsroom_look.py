"""The screen on which somebody chooses language and look of the editor."""

import pytest
from newsroom_screens import Form

SCREEN = "/newsroom/account/"


@pytest.mark.parametrize("role", ["organiser", "editor", "press-officer", "moderator"])
def test_whoever_has_one_name_chooses_the_language_of_the_screens(river, browse, person, role):
    ben = person(role)
    assert (ben.first_name, ben.last_name) == ("Ben", "")
    client = browse(ben)
    form = Form()
    form.feed(client.get(SCREEN).content.decode())
    answer = client.post(SCREEN, form.data | {"locale-preferred_language": ["ar"]}, follow=True)
    assert answer.redirect_chain
    assert '<html lang="ar" dir="rtl"' in answer.content.decode()
    assert '<html lang="ar" dir="rtl"' in client.get("/newsroom/").content.decode()


def test_it_asks_for_nothing_that_does_not_hold_here(river, browse, person):
    form = Form()
    form.feed(browse(person("organiser")).get(SCREEN).content.decode())
    sections = {name.partition("-")[0] for name in form.data if "-" in name}
    assert sections >= {"locale", "theme"}
    assert not sections & {"name_email", "notifications", "password"}


def test_translators_choose_their_language_elsewhere(river, browse, person):
    assert browse(person("translator")).get(SCREEN).status_code in (302, 403)
