"""The blueprint of keeping a distance."""

from flask import Blueprint

bp = Blueprint("distance", __name__)
