"""Answers that a browser waits for reach it, even if its page begins to run again meanwhile.

When a run begins, Streamlit drops what an earlier one has drawn and not sent yet. It drops with
it the answers to questions of the browser: where to put a file that was chosen, and what a
button to download brings. The browser asks once. Without its answer a chosen file never
appears, and a download never comes; nothing says so.
"""

from __future__ import annotations

from streamlit.runtime import app_session
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

ANSWERS = frozenset({"file_urls_response", "backend_operation_response", "heartbeat_ack"})


class AnswerQueue(ForwardMsgQueue):
    """What waits to be sent to a browser; a new run drops drawings, and no answers."""

    def clear(
        self,
        retain_lifecycle_msgs: bool = False,
        fragment_ids_this_run: list[str] | None = None,
    ) -> None:
        """Drop what waits; for a new run all but the answers and the news of runs."""
        waiting = self._queue if retain_lifecycle_msgs else []
        answers = [one for one in waiting if one.WhichOneof("type") in ANSWERS]
        super().clear(retain_lifecycle_msgs, fragment_ids_this_run)
        kept = {id(one) for one in self._queue}
        self._queue[:0] = [one for one in answers if id(one) not in kept]


def keep() -> None:
    """Let sessions that begin from now on keep their answers."""
    app_session.ForwardMsgQueue = AnswerQueue  # type: ignore[attr-defined]
