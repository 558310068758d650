"""Keeps what is secret in addresses out of logs: of feeds, of links in letters, of cases."""

import logging
import re

_OF_FEEDS = re.compile(r"(/calendar/)[A-Za-z0-9_%-]+(?=\.ics)")
_OF_LETTERS = re.compile(
    r"(/(?:answers(?:/asked)?|sign-in/link|password/reset|sign-up(?:/invited|/sent)?"
    r"|address(?:/back)?|letters/choices|threads/letters|set-up|desk/cases"
    r"|standing/(?:rulings|letters))/)[A-Za-z0-9_%.-]{20,}"
)


def masked(text: str) -> str:
    """`text` with the secret of every address in it struck out."""
    return _OF_LETTERS.sub(r"\1…", _OF_FEEDS.sub(r"\1…", text))


class MaskedSecrets(logging.Filter):
    """Lets every record through, without the secrets in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Strike out secrets in the message and in what it is filled with."""
        record.msg, record.args = masked(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_text = masked(record.exc_text) if record.exc_text else record.exc_text
        return True


def mask_secrets(*loggers: logging.Logger) -> None:
    """Mask what `loggers`, and the development server, write; twice does no harm."""
    for logger in (*loggers, logging.getLogger("werkzeug")):
        if not any(isinstance(each, MaskedSecrets) for each in logger.filters):
            logger.addFilter(MaskedSecrets())
