"""The pages of the code of conduct, gathered under one name."""

from flask import Blueprint

bp = Blueprint("conduct", __name__)
