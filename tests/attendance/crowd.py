"""Many acts at the same moment, each in a thread of its own."""

import threading
from collections.abc import Callable

from flask import Flask

from community.db import transaction


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Let every act begin at the same moment, each in a thread; gives what they returned or
    raised, in their order.
    """
    gate = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        gate.wait(timeout=20)
        try:
            results[number] = act()
        except Exception as error:  # noqa: BLE001 - looked at by the test
            results[number] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return results


def in_a_transaction(app: Flask, act: Callable[[], object]) -> Callable[[], object]:
    """`act` in a transaction of its own."""

    def run() -> object:
        with app.app_context(), transaction():
            return act()

    return run
