"""The pages of whole series, gathered under one name."""

from flask import Blueprint

bp = Blueprint("exchange", __name__)
