"""Words for the author of what is set aside: read by a second responder before they go."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.conduct.state_models import ContentReading
from community.db import transaction
from community.moderation import second_readers, second_reading
from community.moderation.policies import Permission

from .blueprint import bp
from .content import anew_form, content_page


def _waiting(key: str, said: str) -> ContentReading | None:
    return second_readers.words_that_wait(viewer().member, key, said, clock.now())


@bp.post("/desk/content/<key>/<said>/passing")
@guard(Permission.READ_BEFORE_OTHERS, load=_waiting)
def pass_words_on(row: ContentReading) -> ResponseReturnValue:
    """Let what another responder wrote go to whoever it is for."""
    key = row.state.key
    with transaction():
        second_reading.pass_on(row, by=viewer().member, now=clock.now())
    flash("They can read it now.")
    return redirect(url_for("moderation.show_content", key=key), 303)


@bp.post("/desk/content/<key>/<said>/words")
@guard(Permission.READ_BEFORE_OTHERS, load=_waiting)
def write_words_anew(row: ContentReading) -> ResponseReturnValue:
    """Put other words in their place, which somebody else reads then."""
    key, said = row.state.key, row.said.value
    form = anew_form(said, request.form)
    if not form.validate():
        return content_page(row.state, 422, anew={said: form})
    with transaction():
        second_reading.write_anew(row, form.words.data or "", by=viewer().member, now=clock.now())
    flash("Another responder reads it before it goes.")
    return redirect(url_for("moderation.show_content", key=key), 303)
