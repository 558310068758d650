"""The bare Flask application everything is compared with: nothing but a view each.

Told by variables: BARE_FOLDER holds the bytes to send again, BARE_DATABASE is the file of a SQLite
database or the address of a PostgreSQL one.
"""

import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask, Response, request

_TABLE = "CREATE TABLE IF NOT EXISTS bare (id {key} PRIMARY KEY, said TEXT NOT NULL)"
_mine = threading.local()


def bare_app() -> Flask:
    """Three views: a word, bytes from memory, one row committed."""
    app = Flask("bare")
    folder, database = Path(os.environ["BARE_FOLDER"]), os.environ["BARE_DATABASE"]
    kept = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    connect = _connect_sqlite if database.startswith("/") else _connect_postgresql

    @app.get("/hello")
    def hello() -> str:
        return "Hello."

    @app.get("/bytes/<name>")
    def send(name: str) -> Response:
        response = Response(kept[name], content_type="text/calendar; charset=utf-8")
        if name.endswith(".gz"):
            response.headers["Content-Encoding"] = "gzip"
        return response

    @app.post("/row")
    def write() -> tuple[str, int]:
        _insert(connect, database, request.form["said"])
        return "", 204

    return app


def _insert(connect: Callable[[str], Any], database: str, said: str) -> None:
    """One row in a transaction of its own, on a connection that each thread keeps."""
    if not hasattr(_mine, "connection"):
        _mine.connection = connect(database)
    _mine.connection.execute(_mine.insert, (said,))
    _mine.connection.commit()


def _connect_sqlite(database: str) -> sqlite3.Connection:
    _mine.insert = "INSERT INTO bare (said) VALUES (?)"
    connection = sqlite3.connect(database, timeout=15)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(_TABLE.format(key="INTEGER"))
    return connection


def _connect_postgresql(database: str) -> psycopg.Connection:
    _mine.insert = "INSERT INTO bare (said) VALUES (%s)"
    connection = psycopg.connect(database)
    connection.execute("SELECT pg_advisory_xact_lock(7)")
    connection.execute(_TABLE.format(key="BIGINT GENERATED ALWAYS AS IDENTITY"))
    connection.commit()
    return connection
