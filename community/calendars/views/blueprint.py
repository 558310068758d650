"""The pages of calendars, gathered under one name."""

from flask import Blueprint

bp = Blueprint("calendars", __name__)
