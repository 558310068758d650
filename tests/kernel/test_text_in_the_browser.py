"""What people have tried, rendered and opened in a browser, without a policy that would help."""

import pytest
from flask import Flask, Response

from community import text
from tests.kernel.attacks import ATTACKS

PAGES = 3
MARK = "the end of what was tried"


def _site() -> Flask:
    """Every attack in a box of its own, on a few pages; answers carry no security header."""
    site = Flask("site")
    rendered = [text.render_markdown(attack, {"ada"}) for attack in ATTACKS]

    @site.get("/<int:number>")
    def page(number: int) -> Response:
        boxes = "".join(
            f'<section class="box">{html}<i>{MARK}</i></section>'
            for html in rendered[number::PAGES]
        )
        head = '<!doctype html><meta charset="utf-8"><title>Attacks</title>'
        return Response(f"{head}<main>{boxes}</main>", mimetype="text/html")

    return site


# What a box may hold, and what leads away from it.
LOOK = """mark => [...document.querySelector('main').children].map(box => ({
  isBox: box.className === 'box' && box.lastChild.textContent === mark,
  tags: [...box.querySelectorAll('*')].map(e => e.localName),
  others: [...box.querySelectorAll('*')].flatMap(e => e.getAttributeNames())
    .filter(name => !['href', 'rel', 'start', 'class', 'align'].includes(name)),
  schemes: [...box.querySelectorAll('[href]')].map(e => new URL(e.href).protocol),
}))"""


def hear(spoken, dialog) -> None:
    """Write down what a script says aloud."""
    spoken.append(dialog.message)
    dialog.dismiss()


@pytest.mark.parametrize("number", range(PAGES))
def test_nothing_runs_nothing_loads_and_every_box_is_whole(open_page, live_server, number):
    live_server.app.wsgi_app = _site().wsgi_app
    page = open_page(f"/{number}")
    asked: list[str] = []
    spoken: list[str | None] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: hear(spoken, dialog))
    page.reload()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('*').forEach(e => { e.focus?.(); })")

    boxes = page.evaluate(LOOK, MARK)

    assert len(boxes) == len(ATTACKS[number::PAGES])
    assert all(box["isBox"] for box in boxes)
    assert {tag for box in boxes for tag in box["tags"]} <= text._TAGS | {"i"}
    assert [name for box in boxes for name in box["others"]] == []
    assert {s for box in boxes for s in box["schemes"]} <= {"http:", "https:", "mailto:"}
    assert [url for url in asked if not url.endswith((f"/{number}", "/favicon.ico"))] == []
    assert spoken == []
