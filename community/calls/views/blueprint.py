"""The pages of calls, gathered under one name."""

from flask import Blueprint

bp = Blueprint("calls", __name__)
