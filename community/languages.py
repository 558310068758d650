"""The languages of the place: English, which needs no catalogue, and those of `translations/`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.support import NullTranslations
from flask import Flask, current_app
from flask_babel import Babel, force_locale, get_babel, get_translations

SOURCE = "en"  # what templates are written in
FOLDER = "translations"
_catalogue: ContextVar[NullTranslations | None] = ContextVar("catalogue", default=None)


def init_app(app: Flask) -> None:
    """Let `_()` in templates speak the language `speak` was told last; English costs nothing."""
    babel = Babel()
    babel._configure_jinja = False  # noqa: SLF001 - its filters are not ours, nor its callables
    babel.init_app(app, default_locale=SOURCE, default_translation_directories=FOLDER)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True
    )

    @app.teardown_appcontext
    def fall_silent(_error: BaseException | None) -> None:
        _catalogue.set(None)

    with app.app_context():
        app.extensions["languages"] = _read()


def gettext(words: str) -> str:
    """`words` in the language that is spoken now."""
    catalogue = _catalogue.get()
    return words if catalogue is None else str(catalogue.ugettext(words))


def language_name(tag: str) -> str:
    """The English name of a language tag, or the tag itself."""
    try:
        return Locale.parse(tag, sep="-").get_display_name("en") or tag
    except (ValueError, UnknownLocaleError):
        return tag


def ngettext(one: str, many: str, number: int) -> str:
    """The one or the other, in the language that is spoken now."""
    catalogue = _catalogue.get()
    if catalogue is None:
        return one if number == 1 else many
    return str(catalogue.ungettext(one, many, number))


def offered() -> Mapping[str, str]:
    """The languages there are, by their BCP 47 tags, with the names they have in themselves."""
    found: Mapping[str, str] = current_app.extensions["languages"]
    return found


def known(tag: str | None) -> str:
    """`tag` where it is a language there is, else English."""
    return tag if tag is not None and tag in offered() else SOURCE


def speak(tag: str | None) -> None:
    """Speak a language from now on, until the request or the command is over."""
    _catalogue.set(_catalogue_of(known(tag)))


@contextmanager
def speaking(tag: str | None) -> Iterator[None]:
    """Speak a language for as long as the block lasts."""
    token = _catalogue.set(_catalogue_of(known(tag)))
    try:
        yield
    finally:
        _catalogue.reset(token)


def _catalogue_of(tag: str) -> NullTranslations | None:
    if tag == SOURCE:
        return None
    with force_locale(tag.replace("-", "_")):
        found: NullTranslations = get_translations()
    return found


def _read() -> Mapping[str, str]:
    """English is not asked about: what Babel knows of languages is read where there is another."""
    tags = {SOURCE: "English"}
    for folder in get_babel().translation_directories:
        for catalogue in Path(folder).glob("*/LC_MESSAGES/*.mo"):
            locale = Locale.parse(catalogue.parts[-3])
            tags.setdefault(str(locale).replace("_", "-"), _own_name(locale))
    return dict(sorted(tags.items()))


def _own_name(locale: Locale) -> str:
    try:
        return str(locale.get_display_name(locale) or locale)
    except UnknownLocaleError:  # pragma: no cover - Babel knows what it parsed
        return str(locale)
