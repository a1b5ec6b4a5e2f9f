from __future__ import annotations

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import app_session

from prioritizer.ui.server import parts
from prioritizer.ui.server.answers import ANSWERS, AnswerQueue


def message(kind: str) -> ForwardMsg:
    made = ForwardMsg()
    if kind == "heartbeat_ack":
        made.heartbeat_ack = True
    else:
        getattr(made, kind).SetInParent()
    return made


def kinds(queue: AnswerQueue) -> list[str | None]:
    return [one.WhichOneof("type") for one in queue.flush()]


@pytest.fixture
def queue() -> AnswerQueue:
    found = AnswerQueue()
    for kind in ("delta", *sorted(ANSWERS), "new_session"):
        found.enqueue(message(kind))
    return found


def test_a_new_run_drops_what_was_drawn_and_no_answer(queue: AnswerQueue) -> None:
    queue.clear(retain_lifecycle_msgs=True)

    assert kinds(queue) == [*sorted(ANSWERS), "new_session"]


def test_a_run_of_a_part_of_the_page_keeps_each_answer_once(queue: AnswerQueue) -> None:
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["other"])

    assert kinds(queue) == ["delta", *sorted(ANSWERS), "new_session"]


def test_what_was_sent_does_not_wait_any_more(queue: AnswerQueue) -> None:
    queue.flush()

    assert queue.is_empty()


def test_what_is_drawn_after_a_new_run_began_takes_its_own_place(queue: AnswerQueue) -> None:
    queue.clear(retain_lifecycle_msgs=True)
    for words in ("first", "second"):
        drawn = message("delta")
        drawn.metadata.delta_path.extend([0, 1])
        drawn.delta.new_element.markdown.body = words
        queue.enqueue(drawn)

    found = queue.flush()

    assert [one.WhichOneof("type") for one in found].count("delta") == 1
    assert found[-1].delta.new_element.markdown.body == "second"
    assert {one.WhichOneof("type") for one in found} >= ANSWERS


def test_sessions_of_the_app_keep_their_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_session, "ForwardMsgQueue", None)

    parts.parts()

    assert app_session.ForwardMsgQueue is AnswerQueue
