"""A newcomer writes a link into every field that the library has: nobody is led there."""

import re

import pytest
from flask import Flask

from community.accounts.models import Role
from community.patterns import objecting
from community.patterns.collecting import entries_in_order
from community.patterns.held_ends import waits_no_more
from community.patterns.held_models import LibraryHold
from tests.factories import START, make_community, make_member
from tests.journeys.filling import Form, forms_of
from tests.patterns.build import collected, draft, proposed, suggested, used

pytestmark = pytest.mark.usefixtures("in_january")

LINK = "https://spam.example/x"
NOT_YET = "Nobody has read a link of yours before."
OF_CURATORS = {"speak_for", "retire_pattern", "put_back", "redact_pattern"}
TO_ONESELF = {"begin_pattern", "keep_what_is_typed", "show_import", "begin_from_note"}
WITHOUT_WORDS = {
    *("remove_collection", "restore_collection", "order_collection", "place_entry"),
    *("take_out_of_collection", "share_draft", "stop_sharing", "adapt_pattern", "mark_use"),
    *("take_relation_away", "wait_no_longer", "invite_to_draft", "withdraw_draft_invitation"),
    *("leave_draft", "take_draft_on", "withdraw_review", "withdraw_objection", "check_pattern"),
    *("take_answer_back", "take_word_back", "take_check_back", "withdraw_use", "show_held"),
    *("leave_held", "take_held_back", "take_verification_back", "take_mark_back"),
    *("withdraw_suggestion", "take_name_off", "put_name_back"),
}
BY_ITSELF = {"mend_link", "put_entry_back", "restore_revision"}  # see test_first_links_past.py
KNOWN = OF_CURATORS | TO_ONESELF | WITHOUT_WORDS | BY_ITSELF
PAGES = (
    *("{other}", "{other}/reviews/new", "{other}/objections/new", "{mine}/proposal/withdrawal"),
    *("/pattern-suggestions/{edits}", "/pattern-objections/{objection}/answer/new"),
    *("{mine}/edit", "{mine}/relations", "/pattern-suggestions/{suggestion}/wording"),
    *("{other}/known-uses/new", "{other}/collections", "{other}/relations"),
    *(
        "{other}/suggestions/new?section=solution",
        "/known-uses/{use}/edit",
        "{open}",
        "{open}/edit",
    ),
    *("{open}/entries/{entry}/edit", "/collections/new", "{draft}/proposal"),
)
READ_BY_OTHERS = (
    *("{mine}", "{mine}/relations", "{mine}/revisions", "{other}", "{other}/relations", "{open}"),
    *("{draft}", "/patterns", "/collections", "/patterns/suggestions", "/patterns.atom"),
    *("/pattern-suggestions/{suggestion}", "/pattern-suggestions/{edits}", "/search?q=spam"),
)


@pytest.fixture
def place(writing):
    with writing() as session:
        make_community()
        ben, ada, zoe = (make_member(name) for name in ("Ben", "Ada", "Zoe"))
        make_member("Cleo", Role.CURATOR)
        mine, other = (proposed(one, title=t, sources=()) for one, t in ((ben, "Mine"), (zoe, "A")))
        shelf = collected(ben, mine)
        own, use = draft(ben, title="Own", solution=f"See {LINK}."), used(other, ben)
        suggestion = suggested(mine, ada, summary="Another summary.").id
        edits = suggested(mine, ada, summary="A third summary.", problem="Another one.").id
        used(other, ada)
        objection = objecting.object_to(mine, "Why?", by=ada.person, now=START).id
        session.flush()
        given = {"mine": mine, "other": other, "draft": own}
        given["third"] = proposed(zoe, title="Third", sources=())
        at = {name: f"/patterns/{row.slug}" for name, row in given.items()}
        at |= {
            "open": f"/collections/{shelf.slug}",
            "suggestion": str(suggestion),
            "use": str(use.id),
            "objection": str(objection),
            "edits": str(edits),
        }
        (entry,) = entries_in_order(shelf)
        return {"at": at | {"entry": str(entry.id)}, "Ben": ben, "others": (ada, zoe)}


def filled(form: Form, at: dict[str, str]) -> dict[str, str]:
    """What is sent with it: a link in each field that holds words, one by itself where it has to
    be.
    """
    words = {name: LINK if name.endswith("url") else f"See {LINK}" for name in form.words}
    given = {"pattern": at["third"], "other": at["third"], "since": "2024", "language": "en"}
    fixed = {name: given[name] for name in form.names & set(given)}
    return form.fields | words | {"agreed": "yes"} | fixed


def end_of(app: Flask, to: str) -> str | None:
    """The route of the library that it is sent to."""
    name, _ = app.url_map.bind("").match(to.partition("?")[0], method="POST")
    return name.removeprefix("patterns.") if name.startswith("patterns.") else None


def test_no_form_of_the_library_leads_others_to_a_first_link(
    place, app, signed_in, writing, client
):
    his, at, sent = signed_in(place["Ben"]), place["at"], set()
    for page in PAGES:
        answer = his.get(page.format(**at))
        assert answer.status_code == 200, page
        for form in forms_of(answer.text):
            end = end_of(app, form.action)
            if end is None or end in KNOWN:
                continue
            answer = his.post(form.action, data=filled(form, at))
            if answer.status_code == 422 and NOT_YET not in answer.text:  # it asks for more
                again = [one for one in forms_of(answer.text) if one.action == form.action]
                answer = his.post(form.action, data=filled(again[0], at))
            sent.add(end)
            wrong = re.findall(r'id="[^"]*error[^"]*"[^>]*>(.*?)</', answer.text, re.DOTALL)
            assert answer.status_code == 303 or NOT_YET in answer.text, (page, end, wrong)
            with writing() as session:  # so that not too much waits
                for row in session.query(LibraryHold).filter_by(ended_at=None):
                    number = row.subject_id
                    waits_no_more(row.about, number, by=place["Ben"].person, now=START)
    for page in READ_BY_OTHERS:
        for reader in (client, *map(signed_in, place["others"])):
            found = reader.get(page.format(**at), follow_redirects=True).text
            assert "spam.example" not in found, page
    ends = {
        rule.endpoint.removeprefix("patterns.")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("patterns.") and "POST" in rule.methods
    }
    assert ends - KNOWN == sent
    assert ends >= KNOWN
