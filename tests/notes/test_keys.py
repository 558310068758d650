"""A key turns a note into a decision or an action, as the buttons below it do."""

from playwright.sync_api import expect

from tests.notes.saying import say


def test_a_key_makes_the_note_one_is_at_a_decision_or_an_action(
    open_page, cookies_for, scene, writing
):
    call, _, mia = scene
    with writing():
        one, two = (say(call, mia, words) for words in ("Mondays it is", "Somebody asks"))
    page = open_page(f"/calls/{call.slug}/notes#note-{one.key}", cookies=cookies_for(mia))
    notes = {each: page.locator(f"#note-{each.key}") for each in (one, two)}
    box = page.locator("#text")

    box.fill("d and a are letters here")
    box.press("d")
    expect(notes[one].locator(".note-mark")).to_have_count(0)
    box.blur()
    page.keyboard.press("d")  # the note that the address leads to
    expect(notes[one].locator(".note-mark")).to_have_text("Decision")
    notes[two].get_by_role("link", name="Answer").focus()
    page.keyboard.press("a")
    expect(notes[two].locator(".note-mark")).to_have_text("Action")
    page.keyboard.press("?")
    expect(page.locator("[data-shortcuts]")).to_contain_text("makes the note you are at a decision")
