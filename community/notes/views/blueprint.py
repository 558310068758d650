"""The blueprint that the pages of notes hang on."""

from flask import Blueprint

bp = Blueprint("notes", __name__)
