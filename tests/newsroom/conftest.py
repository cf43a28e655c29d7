"""The river's campaign in a database, people with roles, and a browser's hands."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from newsroom_screens import AT, Form

from stories import river_files


@pytest.fixture
def place(tmp_path, monkeypatch, media_folder, settings):
    """A home of this test's own."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    monkeypatch.setenv("UNISONO_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def marked(monkeypatch):
    """Let every sentence that is put into the language of the screen stand between marks, translated or not."""
    monkeypatch.setattr("unisono.languages.screen.gettext", lambda words: f"⟦{words}⟧")


@pytest.fixture(autouse=True)
def nothing_counted():
    """Wrong links and passwords are counted in memory: no try of another test counts."""
    cache.clear()


@pytest.fixture(autouse=True)
def worker_in_the_tests_transaction(monkeypatch):
    """Let a worker that runs in a test keep the test's connection: a closed one would take the test's rows along."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)


@pytest.fixture
def river(db, place):
    """The campaign for a river: English, Arabic complete but for a draft, French that has only begun."""
    from unisono.packs.importing import import_pack
    from unisono.packs.reading import read_pack

    pack, faults = read_pack(river_files())
    assert faults == []
    return import_pack(pack=pack, at=AT, by="command:test").campaign


@pytest.fixture
def person(river):
    """Make a person with roles in the river's campaign; without any, a superuser."""

    from unisono.people.models import Grant, User

    def made(*roles, campaign=None):
        number = User.objects.count()
        if not roles:
            return User.objects.create_superuser(f"p{number}@example.org", "secret", first_name="Ada")
        user = User.objects.create_user(f"p{number}@example.org", "secret", first_name="Ben")
        for role in roles:
            Grant.objects.create(person=user, campaign_id=(campaign or river).public_id, role=role)
        return user

    return made


@pytest.fixture
def browse():
    """Sign a person in, with the second factor that they need; returns the client."""

    from people_entering import signed_in_strongly

    return signed_in_strongly


@pytest.fixture
def edit():
    """Fill in and send the editing screen of a row; returns the answer. `publish` presses that button."""

    from django.urls import reverse

    def sent(client, row, *, publish=False, view="edit", to="", **values):
        namespace = type(row).snippet_viewset.url_namespace
        url = reverse(f"{namespace}:{view}", args=[row.pk] if view == "edit" else [])
        page = client.get(url)
        assert page.status_code == 200
        form = Form()
        form.feed(page.content.decode())
        data = {name: lines for name, lines in form.data.items() if name not in ("q", "preview_mode")}
        # A browser leaves out the newline that HTML lets stand after <textarea>.
        data = {name: [one.removeprefix("\n") for one in lines] for name, lines in data.items()}
        data |= {name: value if isinstance(value, list) else [value] for name, value in values.items()}
        if publish:
            data["action-publish"] = ["action-publish"]
        return client.post(to or url, data)

    return sent


@pytest.fixture
def draftail():
    """Write HTML as the editor's own rich text field sends it."""
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    from unisono.campaigns.fields import BODY_FEATURES

    converter = ContentstateConverter(features=BODY_FEATURES)
    return SimpleNamespace(write=converter.from_database_format, read=converter.to_database_format)
