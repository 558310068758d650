"""A draft that is behind: begun over an older version than what stands, or sent after its form."""

import re

import pytest
from sqlalchemy import select

from community.calls.models import NoteTakers, Recording
from community.calls.queries import sittings_of_series
from community.drafts.models import Draft
from tests.agendas.build import on_agenda
from tests.calls.build import begin
from tests.factories import START, make_community, make_member

pytestmark = [pytest.mark.usefixtures("in_january"), pytest.mark.engines("sqlite")]
ITEM = {"title": "Licences", "kind": "discuss", "minutes": "10", "disclosure-degree": "none"}
DETAILS = {"title": "Ours", "visibility": "public", "language": "en"}
DETAILS |= {"recording": Recording.NO.value, "note_takers": NoteTakers.ASK.value}


@pytest.fixture
def forms(writing):
    """Ola and Olu, who hold a call of a series; and each form that changes something there: its
    page, where it is sent, what else is typed there, and the field it is for.
    """
    with writing():
        make_community()
        ola = make_member("Ola")
        series = begin(ola)
        call = sittings_of_series(series, START)[0].call
        (item,) = on_agenda(call, ola, "Licences")
        words = f"/agenda-items/{item.key}"
        calls, record = f"/calls/{call.slug}", f"/calls/{call.slug}/record"
    return ola, [
        (f"{words}/edit", f"{words}/words", ITEM, "body"),
        (f"{calls}/edit", f"{calls}/details", DETAILS, "description"),
        (f"/series/{series.slug}/edit", f"/series/{series.slug}/details", DETAILS, "description"),
        (f"{record}/edit", f"{record}/summary", {"disclosure-degree": "none"}, "summary"),
    ]


def hidden(page: str) -> dict[str, str]:
    """The key and the version that a page carries for the form with a draft."""
    form = page.partition("data-draft=")[2].partition("</form>")[0]
    given = dict(re.findall(r'name="(once|version)"[^>]* value="([^"]*)"', form))
    assert set(given) == {"once", "version"}
    return given


def test_what_was_begun_over_something_older_says_so_and_what_comes_late_is_none(
    forms, signed_in, reading
):
    ola, every = forms
    client = signed_in(ola)
    for page, url, typed, text in every:
        opened, other = (hidden(client.get(page).text) for _ in range(2))

        def kept(session=reading):
            with session() as rows:
                return rows.scalars(select(Draft.text_source)).all()

        client.post(f"{url}/draft", data=typed | opened | {text: "Mine, begun"})
        mine = kept()
        saved = client.post(url, data=typed | opened | {text: "Mine, saved"})
        late = client.post(f"{url}/draft", data=typed | opened | {text: "Mine, begun"})
        after = kept()
        client.post(f"{url}/draft", data=typed | other | {text: "In another tab"})
        behind = client.get(page).text
        again = client.post(url, data=typed | hidden(behind) | {text: "In another tab"})

        assert (mine, saved.status_code, late.status_code, after) == (
            ["Mine, begun"],
            303,
            204,
            [],
        )
        assert "changed since you began your draft" in behind, page
        assert ("In another tab" in behind, "Mine, saved" in behind) == (True, True), page
        assert (again.status_code, kept()) == (303, [])
        assert "In another tab" in client.get(page).text
