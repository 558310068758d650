"""The words of a foreign event: plain, short enough, and without the private link in the open."""

import pytest

from community.calendars.reading.lines import unescaped
from community.calendars.reading.wording import plain

from .files import an_event, plan_of, sentences


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a < b and <c> stays", "a < b and <c> stays"),
        ("Tea<br>and<br/>cake", "Tea\nand\ncake"),
        ("<p>Tea</p><p>Cake &amp; more</p>", "Tea\n\nCake & more"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
        ('See <a href="https://example.org/x">notes</a>.', "See notes (https://example.org/x)."),
        ('<a href="https://example.org/x">https://example.org/x</a>', "https://example.org/x"),
        ("<b>Tea</b><script>alert(1)</script><style>p {}</style>", "Tea"),
        ("<p>&lt;script&gt;</p>", "<script>"),
    ],
)
def test_html_becomes_the_text_that_was_read(source, text):
    assert plain(source) == text


def test_escapes_are_undone_once():
    assert unescaped(r"a\, b\; c\\n d\ne\Nf") == "a, b; c\\n d\ne\nf"


@pytest.mark.parametrize(
    ("lines", "place", "link"),
    [
        (["LOCATION:https://meet.example.org/tea"], "", "https://meet.example.org/tea"),
        (["LOCATION:#tea on chat (https://chat.example.org/#tea)"], "#tea on chat", "https://chat.example.org/#tea"),
        (["LOCATION:Room 5"], "Room 5", None),
        (["LOCATION:Room 5", "CONFERENCE;VALUE=URI:https://meet.example.org/x"], "Room 5", "https://meet.example.org/x"),
        (["CONFERENCE;VALUE=URI:tel:+123"], "", None),
        (["X-GOOGLE-CONFERENCE:https://meet.google.com/abc"], "", "https://meet.google.com/abc"),
        (["DESCRIPTION:Join https://us02web.zoom.us/j/1?pwd=x."], "", "https://us02web.zoom.us/j/1?pwd=x"),
        (["DESCRIPTION:See https://zoom.us.evil.example/"], "", None),
        (["LOCATION:javascript:alert(1)"], "javascript:alert(1)", None),
    ],
)  # fmt: skip
def test_the_join_link_is_found_and_kept_apart_from_the_place(lines, place, link):
    details = plan_of(an_event(*lines)).proposed_calls[0].details

    assert (details.place, details.join_link) == (place, link)


def test_the_join_link_is_taken_out_of_what_more_people_may_read():
    plan = plan_of(
        an_event(
            "LOCATION:https://meet.example.org/tea",
            "URL:https://meet.example.org/tea",
            r"DESCRIPTION:Join at https://meet.example.org/tea. Passcode: 1234\n"
            "Notes: https://meet.example.org/tea/notes",
        )
    )

    details = plan.proposed_calls[0].details
    assert details.description == (
        "Join at (join link). Passcode: 1234\nNotes: https://meet.example.org/tea/notes"
    )
    assert details.url is None
    assert "the join link was taken out of the description" in sentences(plan)
    assert "its description speaks of a passcode or meeting number" in sentences(plan)


def test_what_is_too_long_is_cut_and_said():
    plan = plan_of(an_event("SUMMARY:" + "a" * 151, "DESCRIPTION:" + "b" * 20_001))

    details = plan.proposed_calls[0].details
    assert (len(details.title), len(details.description)) == (150, 20_000)
    assert "its title is longer than 150 characters and was cut" in sentences(plan)
    assert "its description is longer than 20,000 characters and was cut" in sentences(plan)


def test_a_title_is_one_line_whatever_the_file_says():
    plan = plan_of(an_event(r"SUMMARY:Tea\nATTENDEE:x"), an_event("SUMMARY:", uid="2"))

    titles = [call.details.title for call in plan.proposed_calls]
    assert titles == ["Tea ATTENDEE:x", "Untitled call"]


def test_categories_are_split_at_commas_that_are_not_escaped():
    plan = plan_of(an_event(r"CATEGORIES:tea\, green,cake,,tea\, green", "CATEGORIES:bread"))

    assert plan.proposed_calls[0].details.categories == ("tea, green", "cake", "bread")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("SEQUENCE:many", "SEQUENCE “many” cannot be used; it was read as 0."),
        ("SEQUENCE:99999999999", "cannot be used; it was read as 0."),
        ("STATUS:MAYBE", "the status “MAYBE” is not known; it was read as confirmed."),
        ("SUMMARY:Tea\r\nSUMMARY:Cake", "SUMMARY stands in this event a second time"),
        ("X-OTHER:1", "X-OTHER is not imported."),
    ],
)
def test_a_property_that_cannot_be_used_is_said(line, said):
    assert said in sentences(plan_of(an_event(line)))


def test_an_event_without_a_usable_uid_gets_a_fresh_one():
    plan = plan_of(an_event(uid=""), an_event(uid="x" * 256), an_event(uid=""))

    assert [call.details.uid for call in plan.proposed_calls] == [None, None, None]
    assert "has no UID; it gets a fresh one" in sentences(plan)
    assert "has a UID longer than 255 characters" in sentences(plan)
