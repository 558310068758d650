"""A port somebody listens on is not shared."""

import socket

from community.serving import is_taken


def test_a_port_somebody_listens_on_is_taken_and_free_after_that():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        taken = is_taken("127.0.0.1", port)

    assert (taken, is_taken("127.0.0.1", port)) == (True, False)
