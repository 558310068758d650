"""Whoever did something at once in a call hears what followed, and made no report by it."""

from sqlalchemy import delete, select

from community.db import db
from community.moderation import talking
from community.moderation.case_models import Case
from community.moderation.counting_queries import acts_of_case, counts_of
from community.moderation.half_years import half_year_of
from community.outbox.models import Letter
from tests.factories import START
from tests.moderation.shouting import SOON


def test_who_did_something_hears_what_followed_where_the_letter_leads_and_is_no_report(
    scene, do, signed_in, reading, writing, post, mailbox, at
):
    mia = str(scene.people["Mia"].person_id)
    for place in ("answer", "page"):
        assert do(place, person=mia).status_code == 303
    with writing():
        case = db.session.scalars(select(Case)).one()
        db.session.execute(delete(Letter))
        talking.tell_reporters(case, "We spoke with her.", by=scene.people["Rue"], now=SOON)
    with at(SOON):
        post()
        (letter,) = mailbox.to(scene.people["Fay"].email)
        page = signed_in(scene.people["Fay"]).get("/standing").text
    assert ("/messages" in letter.text, "/report/return" in letter.text) == (True, False)
    assert page.count("We spoke with her.") == 1
    with reading():
        counted = {what for what, _took in counts_of(half_year_of(START))}
        assert counted == {"at once remove answer", "at once page responders"}
        in_case = {one.what for one in acts_of_case(case.id)}
    assert in_case == set()
