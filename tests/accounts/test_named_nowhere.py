"""Whoever leaves is named in no column of words, but for those with a reason that stands here."""

import re

import pytest
import sqlalchemy as sa

from app import HOLDINGS
from community.accounts import leaving
from community.db import Base
from tests.factories import START, make_community, make_member
from tests.journeys.columns import HTMLS, SEALED, SOURCES, WORDS

ASKED = re.compile(r"CAST\((\w+)\.(\w+) AS \w+\)")
THEMSELVES = "who people are: emptied with whoever it is, and nobody calls others so"
CODE = "the code, and what it was called, stays as it was published or is being written"
CASE = "confidential, kept as it was said for as long as the case, and purged with it"
PLACE = "what things are called: no two may be called alike, and stewards change it"
ELSEWHERE = "of another place, where a handle is somebody else's"
FILES = "the name of a file, a version or a program"
MADE = "made of other texts, anew in the same transaction"
WHY_NOT = {
    **dict.fromkeys(("person.name", "person.credit_name"), THEMSELVES),
    **dict.fromkeys(("member.email", "member.handle", "member.pronouns"), THEMSELVES),
    **dict.fromkeys(("guest.email", "guest_answer.email", "guest_answer.name"), THEMSELVES),
    **dict.fromkeys(("sign_up.email", "sign_up.name"), THEMSELVES),
    **dict.fromkeys(("conduct_contact.address", "labour_confirmation.pseudonym"), THEMSELVES),
    **dict.fromkeys(("code_version.intro_source", "code_section.body_source"), CODE),
    **dict.fromkeys(("code_clause.text_source", "code_section.heading"), CODE),
    **dict.fromkeys(("code_publication.summary", "code_rung.name", "code_rung.event"), CODE),
    **dict.fromkeys(("code_rung.consequence", "code_rung.repair", "code_rung.effects"), CODE),
    **dict.fromkeys(("community.name", "community.wordmark", "topic.name"), PLACE),
    "pattern_facet.value": "a word by which patterns are found, of a list or without signs",
    **dict.fromkeys(("imported_person.name", "collection.brought_from"), ELSEWHERE),
    **dict.fromkeys(
        ("pattern_origin.address", "pattern_origin.place", "pattern_origin.adapted_from"), ELSEWHERE
    ),
    **dict.fromkeys(("backup.name", "import_file.name", "series_file.name"), FILES),
    **dict.fromkeys(("disclosed_tool.version", "feed_secret.fetched_by"), FILES),
    **dict.fromkeys(("search_document.text", "search_document.title"), MADE),
    "letter.facts": "numbers, and whom the letter itself is for",
}
OF_A_CASE = {  # tables of cases, whose words stay, each with what is purged
    *("appeal", "appeal_outcome", "appeal_word", "case_merging", "case_message", "case_state"),
    *("content_appeal", "content_reading", "content_state", "emergency", "measure"),
    *("measure_lifting", "readmission", "readmission_word", "report", "report_copy", "ruling"),
    *("ruling_condition", "ruling_end", "ruling_look", "ruling_unheard"),
}


@pytest.mark.engines("sqlite")
def test_who_leaves_is_looked_for_in_every_column_of_words_or_there_is_a_reason(writing, queries):
    with writing():
        make_community()
        zed = make_member("Zed")
        with queries() as sent:
            leaving.erase(zed, HOLDINGS, typed_handle=zed.handle, now=START)
    asked = {
        f"{table}.{column}"
        for statement in sent
        if "LIKE" in statement
        for table, column in ASKED.findall(statement)
    }
    words = {_source_of(name) for name in WORDS | SOURCES | HTMLS | SEALED} | set(_json())
    reasons = {name: CASE for name in words if name.partition(".")[0] in OF_A_CASE} | WHY_NOT

    assert (
        sorted(words - asked - set(reasons)) == []
    )  # say it in the feature's holdings, or why not
    assert sorted(set(WHY_NOT) - words) == []
    assert sorted(set(WHY_NOT) & asked) == []


def _source_of(name: str) -> str:
    """HTML is looked at with the source it was made of."""
    return f"{name.removesuffix('_html')}_source" if name.endswith("_html") else name


def _json() -> list[str]:
    return [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.JSON)
    ]
