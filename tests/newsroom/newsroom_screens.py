"""What tests of the newsroom's screens share."""

from datetime import UTC, datetime
from html.parser import HTMLParser

AT = datetime(2025, 3, 1, 12, tzinfo=UTC)


def speak(user, language):
    """Let the newsroom speak to a person in a language; returns the person."""
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    return user


def got(client, address):
    """Ask for a page or a file and read it to its end, which closes it; returns the answer.

    Closing it once more would tell Django that a request is over, and cost the test its connection.
    """
    answer = client.get(address)
    if answer.streaming:
        answer.getvalue()
    return answer


class Form(HTMLParser):
    """Collects what a browser would send of a page's fields."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.data: dict[str, list[str]] = {}
        self._textarea = self._select = ""
        self._inside_template = 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name") or ""
        if tag in ("template", "script"):
            self._inside_template += 1
        if self._inside_template:
            return
        if tag == "input" and name and "disabled" not in given:
            if given.get("type") in ("checkbox", "radio") and "checked" not in given:
                return
            if given.get("type") not in ("file", "submit"):
                self.data.setdefault(name, []).append(given.get("value") or "")
        elif tag == "textarea" and name:
            self._textarea = name
            self.data[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.data[self._select] = [given.get("value") or ""]

    def handle_endtag(self, tag):
        if tag in ("template", "script"):
            self._inside_template -= 1
        if tag == "textarea":
            self._textarea = ""
        if tag == "select":
            self._select = ""

    def handle_data(self, data):
        if self._textarea and not self._inside_template:
            self.data[self._textarea][0] += data
