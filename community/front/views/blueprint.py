"""The pages made of several features, gathered under one name."""

from flask import Blueprint

bp = Blueprint("front", __name__)
