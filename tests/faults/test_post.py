"""The mail server of the tests ends with them."""

import threading

from tests.faults.post import Post


def test_nobody_listens_when_it_has_ended() -> None:
    before = set(threading.enumerate())
    with Post() as post:
        assert post.thread.is_alive()
    assert set(threading.enumerate()) <= before
