"""Languages: pages and letters speak the language of whoever reads, where there is a catalogue."""

from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from flask import render_template_string

from community import languages
from community.accounts import stewardship
from community.accounts.models import Community, Member, Role
from tests.factories import START, make_community, make_member, sign_in
from tests.letters import letters_to

FORM = {"name": "Ada", "handle": "ada-l", "zone": "Europe/Berlin", "credit": "name"}


@pytest.fixture
def german(another_app, tmp_path, monkeypatch):
    """An application with a catalogue for German, of a few words."""
    folder = tmp_path / "translations" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale="de")
    catalogue.add("en", "de")
    catalogue.add("Sign in", "Anmelden")
    catalogue.add("Your profile", "Ihr Profil")
    catalogue.add("You are a %(role)s of %(place)s now", "Sie sind jetzt %(role)s von %(place)s")
    file = BytesIO()
    write_mo(file, catalogue)
    (folder / "messages.mo").write_bytes(file.getvalue())
    monkeypatch.setattr(languages, "FOLDER", str(tmp_path / "translations"))
    return another_app()


@pytest.fixture
def ada(writing):
    """A member of a community that is set up."""
    with writing():
        make_community()
        return make_member("Ada")


def test_english_needs_no_catalogue(app):
    with app.app_context():
        assert dict(languages.offered()) == {"en": "English"}
        assert languages.gettext("Sign in") == "Sign in"
        assert [languages.ngettext("a day", "days", n) for n in (1, 2)] == ["a day", "days"]
        assert languages._catalogue.get() is None


def test_what_translations_hold_is_offered_by_its_own_name(german):
    with german.app_context():
        assert dict(languages.offered()) == {"de": "Deutsch", "en": "English"}
        assert (languages.known("de"), languages.known("xx"), languages.known(None)) == (
            "de",
            "en",
            "en",
        )


def test_a_visitor_reads_the_communitys_language_whatever_their_browser_says(german, ada, writing):
    visitor = german.test_client()
    assert "Sign in" in visitor.get("/sign-in", headers={"Accept-Language": "de"}).text
    with writing() as session:
        session.get_one(Community, 1).language = "de"
    page = visitor.get("/sign-in", headers={"Accept-Language": "fr"}).text
    assert '<html lang="de">' in page
    assert "<h1>Anmelden</h1>" in page


def test_a_member_reads_their_own_language_and_the_next_visitor_does_not(german, ada):

    member = german.test_client()
    sign_in(member, ada)
    assert member.post("/profile", data=FORM | {"language": "de"}).status_code == 303
    assert "<h1>Ihr Profil</h1>" in member.get("/profile").text
    assert "<h1>Sign in</h1>" in german.test_client().get("/sign-in").text
    assert member.post("/profile", data=FORM | {"language": "fr"}).status_code == 422


def test_a_letter_speaks_the_language_of_its_reader(german, ada, writing):

    with writing() as session:
        member = session.get_one(Member, ada.id)
        member.person.language = "de"
        stewardship.grant_role(member, Role.CURATOR, by=make_member("Stu", Role.STEWARD), now=START)
    (letter,) = letters_to(german, ada.email)
    assert letter.subject == "Sie sind jetzt curator von Open Source Practitioners"
    assert '<html lang="de">' in letter.html
    with german.app_context():
        assert languages._catalogue.get() is None


def test_a_template_still_escapes_what_it_is_given(german):
    with german.test_request_context():
        languages.speak("de")
        said = render_template_string("{{ _('Sign in') }} {{ _('%(n)s', n='<b>') }}")
    assert said == "Anmelden &lt;b&gt;"


def test_the_words_of_templates_can_be_taken_out(tmp_path):

    out = tmp_path / "messages.pot"
    CommandLineInterface().run(["pybabel", "-q", "extract", "-F", "babel.cfg", "-o", str(out), "."])
    words = out.read_text()
    assert 'msgid "Send me the letter"' in words
    assert "Hello %(name)s, here is your link." in words
