"""The pages of what is published about reports and cases, gathered under one name."""

from flask import Blueprint

bp = Blueprint("transparency", __name__)
