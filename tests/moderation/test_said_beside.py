"""What people say beside other things, such as reviews of patterns: reported by itself, and set
aside as notes are.
"""

from dataclasses import replace

import pytest
from sqlalchemy import select

from community.access import Viewer
from community.accounts import stewardship
from community.accounts.models import Role
from community.conduct.state_models import Standing
from community.db import db
from community.moderation import naming, setting_aside
from community.moderation.content_parts import PartOfIt
from community.moderation.involved_queries import excluded_from
from community.moderation.out_of_sight import content_at
from community.moderation.report_models import Report
from community.moderation.sight_queries import who_can
from community.patterns import curating, objecting
from community.patterns.curation_models import Objection, Verdict
from community.patterns.curation_queries import objections_of, reviews_of
from community.patterns.redaction_queries import spots_of
from community.patterns.stage_queries import evidence_of
from tests.conduct.build import KIND
from tests.factories import START, make_member
from tests.moderation.aside import HIDDEN, REMOVED
from tests.moderation.build import case_of, days, report, take
from tests.moderation.everywhere import (
    ANSWER,
    BECAME,
    COLLECTED,
    LOOKED,
    OBJECTION,
    REVIEW,
    SEEN,
    SPOKEN,
    STAGE,
    USE,
    make_place,
)
from tests.patterns.build import revised

BESIDE = {
    "use:{use}": (USE, "/patterns/{pattern}", "About a known use of a pattern: A library."),
    "review:{review}": (REVIEW, "/patterns/{other}", "About a review of a pattern by Mia."),
    "objection:{objection}": (
        OBJECTION,
        "/patterns/{other}",
        "About an objection to a pattern by Mia.",
    ),
    "answer:{answer}": (ANSWER, "/patterns/{other}", "About an answer to an objection by Mia."),
    "curator-word:{spoken}": (
        SPOKEN,
        "/patterns/{other}",
        "About a curator’s word on a pattern, by Mia.",
    ),
    "verification:{seen}": (
        SEEN,
        "/patterns/{other}",
        "About how Mia verified a known use of a pattern.",
    ),
    "stage:{stage}": (
        STAGE,
        "/patterns/{retired}",
        "About why Mia brought a pattern to a stage.",
    ),
    "outcome:{outcome}": (BECAME, "/threads/{asked}", "About why something became of a note."),
    "collection:{collection}": (
        COLLECTED,
        "/collections/{collection}",
        "About the collection “For a First Week”.",
    ),
    "look-back:{look_back}": (
        LOOKED,
        "/calls/{call}/looking-back",
        "About what somebody said of a call, looking back.",
    ),
}
"""By what it is: the word in it, where it is read, and what its report is about."""


@pytest.fixture
def here(db_session):
    return make_place()


def _aside(here, about, given=HIDDEN, *, by="Rue", sees=None, now=START):
    subject = content_at(Viewer(here[sees or by]), about.format_map(here["at"]), None)
    assert subject is not None
    return setting_aside.set_aside(subject, given, by=here[by], now=now)


@pytest.mark.usefixtures("in_january")
def test_it_is_reported_where_it_stands_and_copied_at_once(
    client, signed_in, writing, reading, send
):
    with writing():
        place = make_place()
    for about, (word, page, told) in BESIDE.items():
        named = about.format_map(place["at"])
        seen = client.get(page.format_map(place["at"])).text
        assert f"/report?about={named}" in seen.replace("%3A", ":")
        assert told in client.get(f"/report?about={named}").text
        assert send(client, about=named, once=named).status_code == 201
        with writing() as session:
            row = session.scalars(select(Report).order_by(Report.id.desc())).first()
            author = "" if "look-back" in about else "Mia"
            assert (word in row.copy.text_source, row.copy.author_name) == (True, author)
            take(case_of(row), *(db.session.merge(place[name]) for name in ("Rue", "Kim")))
            key = case_of(row).key
        desk = signed_in(place["Rue"]).get(f"/desk/cases/{key}").text
        assert (word in desk, f"about={named}" in desk.replace("%3A", ":")) == (True, True)


@pytest.mark.engines("sqlite")
@pytest.mark.usefixtures("in_january")
def test_an_address_that_names_nothing_is_about_nothing(client, signed_in, writing):
    with writing():
        rue = make_place()["Rue"]
    for about in ("use:99", "review:" + 30 * "9", "objection:x", "answer:-1"):
        assert "It is copied as it is now" not in client.get(f"/report?about={about}").text
        assert signed_in(rue).get(f"/desk/content/new?about={about}").status_code == 404


def test_who_wrote_of_its_pattern_or_reported_it_does_not_judge_it(here):
    revised(here["other"], here["Rue"], solution="Other.")
    for about in ("review:{review}", "objection:{objection}", "answer:{answer}"):
        with pytest.raises(PartOfIt):
            _aside(here, about)
        report(about.format_map(here["at"]), by=here["Kim"])
        with pytest.raises(PartOfIt):
            _aside(here, about, by="Kim")
    row = db.session.scalars(select(Report).order_by(Report.id)).first()
    assert row is not None
    assert excluded_from(row) == set()  # too few would be left


def test_a_case_about_it_is_kept_from_who_wrote_of_its_pattern_where_enough_are_left(here):
    lou = make_member("Lou", Role.RESPONDER)
    revised(here["other"], lou, solution="Other.")
    row, _ = report("review:{review}".format_map(here["at"]), by=here["Ola"])
    assert lou.id in excluded_from(row)


@pytest.mark.parametrize("about", ["review", "objection", "answer"])
def test_who_has_a_part_in_it_and_responds_only_later_is_left_out(here, about):
    rue, ola = here["Rue"], here["Ola"]
    revised(here["other"], ola, solution="Other.")
    case = take(case_of(report(f"{about}:{here['at'][about]}")[0]), rue, here["Kim"])
    stewardship.grant_role(ola, Role.RESPONDER, by=rue, now=days(1))
    naming.ask(case, ola, by=rue, now=days(2))
    assert [one.name for one in who_can(case, days(3))] == ["Rue", "Kim"]


def test_while_an_objection_is_out_of_sight_it_keeps_nothing_from_being_proven(here):
    assert evidence_of(here["other"]).open_objections == 1
    state = _aside(here, "objection:{objection}")
    assert evidence_of(here["other"]).open_objections == 0
    (gone, other) = objections_of(here["other"].id, ())
    assert (gone.placeholder.clause_key, other.placeholder) == (KIND.key, None)
    setting_aside.bring_back(state, by=here["Kim"], now=days(1))
    assert evidence_of(here["other"]).open_objections == 1


def test_an_objection_stands_again_while_its_answer_is_out_of_sight(here):
    state = _aside(here, "answer:{answer}")
    assert evidence_of(here["other"]).open_objections == 2
    assert [line.answer and line.answer.placeholder.clause_key for line in _objections(here)] == [
        None,
        KIND.key,
    ]
    mine = db.session.scalars(select(Objection).order_by(Objection.id.desc())).first()
    assert mine is not None
    objecting.answer_objection(mine, "Otherwise.", by=here["Kim"].person, now=days(1))
    setting_aside.bring_back(state, by=here["Kim"], now=days(2))
    assert _objections(here)[1].answer.row.words == "Otherwise."


def test_a_review_that_was_written_anew_stands_alone_when_the_first_is_brought_back(here):
    state, mia = _aside(here, "review:{review}"), here["Mia"].person
    assert [one.placeholder.clause_key for one in reviews_of(here["other"].id, ())] == [KIND.key]
    given = {"interest": "None.", "words": "Kinder.", "by": mia, "now": days(1)}
    curating.review(here["other"], Verdict.WORK, **given)
    setting_aside.bring_back(state, by=here["Kim"], now=days(2))
    (stands,) = reviews_of(here["other"].id, ())
    assert (stands.row.words, stands.placeholder) == ("Kinder.", None)


def test_a_review_that_was_written_anew_keeps_its_place_when_the_first_is_set_further(here):
    _aside(here, "review:{review}")
    given = {"interest": "None.", "words": "Kinder.", "by": here["Mia"].person, "now": days(1)}
    curating.review(here["other"], Verdict.WORK, **given)
    removed = _aside(here, "review:{review}", REMOVED, by="Kim", now=days(2))
    stands, gone = reviews_of(here["other"].id, ())
    assert (stands.row.words, stands.placeholder) == ("Kinder.", None)
    assert (gone.placeholder.state, gone.placeholder.clause_key) == ("removed", KIND.key)
    setting_aside.bring_back(removed, by=here["Rue"], now=days(4))
    assert [one.row.words for one in reviews_of(here["other"].id, ())] == ["Kinder."]


def test_whoever_takes_words_out_of_its_pattern_reads_nothing_of_what_is_out_of_sight(here):
    for about in ("review:{review}", "objection:{objection}", "answer:{answer}"):
        _aside(here, about)
    _aside(here, "collection:{collection}")
    spots = {one.text: one.is_open for one in spots_of(here["other"]) if one.text}
    gone = [*(f"It is {word}." for word in (REVIEW, OBJECTION, ANSWER)), "Reason 1."]
    assert [one for one in gone if spots[one]] == []
    assert spots["It is mine."]


def test_of_spam_nothing_stands_in_its_place(here):
    for about in ("review:{review}", "objection:{objection}", "answer:{answer}"):
        _aside(here, about, replace(HIDDEN, state=Standing.SPAM))
    assert reviews_of(here["other"].id, ()) == []
    assert [line.answer for line in _objections(here)] == [None]


def test_what_was_taken_back_before_stays_so(here):
    subject = content_at(Viewer(here["Rue"]), "objection:{objection}".format_map(here["at"]), None)
    row = db.session.get_one(Objection, int(here["at"]["objection"]))
    objecting.withdraw_objection(row, now=START)
    state = setting_aside.set_aside(subject, HIDDEN, by=here["Rue"], now=days(1))
    assert len(_objections(here)) == 1
    setting_aside.bring_back(state, by=here["Kim"], now=days(2))
    assert row.withdrawn_at == START


@pytest.mark.usefixtures("in_january")
def test_a_letter_that_waits_says_nothing_of_it(writing, post, at, mailbox):
    with writing():
        here = make_place()
        _aside(here, "review:{review}")
    with at(days(1)):
        post()
    told = "".join(one.text + one.html for one in mailbox.to(here["Ola"].email))
    assert (REVIEW in told, OBJECTION in told) == (False, True)


def _objections(here):
    return objections_of(here["other"].id, ())
