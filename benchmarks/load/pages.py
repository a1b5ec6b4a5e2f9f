"""A page of the app without a browser: what is sent and received as a browser would do it.

It speaks the messages of the installed Streamlit over its websocket, on the loopback address
only, and runs fragments again as often as the server asks for.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

PATIENCE_S = 60.0
# A run of the page, or of a fragment, that went to its end (`ForwardMsg.ScriptFinishedStatus`).
WHOLE = (0, 3)


@dataclass
class Run:
    """A run of a script that was asked for, and how it went."""

    fragment: str
    asked: float
    done: asyncio.Event = field(default_factory=asyncio.Event)
    ms: float = 0.0


class Page:
    """One open page: its widgets, its runs, and the faults that it showed."""

    def __init__(self, port: int, name: str = "", query: str = "", cookie: str = "") -> None:
        self._address = f"ws://127.0.0.1:{port}/_stcore/stream"
        self._name, self._query, self._cookie = name, query, cookie
        self._hash, self._begun = "", 0.0
        self._fragments: tuple[str, ...] = ()
        self._waiting: list[Run] = []
        self._again: dict[str, asyncio.Task[None]] = {}
        self._values: dict[str, float] = {}
        self.sliders: dict[str, tuple[Any, str]] = {}
        self.faults: list[str] = []
        self.n_runs = 0
        self.texts: list[str] = []
        self._buttons: dict[str, str] = {}

    async def open(self) -> None:
        """Open the page and wait until it is drawn for the first time."""
        from websockets.asyncio.client import connect

        headers = {"Cookie": self._cookie} if self._cookie else {}
        self._socket = await connect(
            self._address,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers=headers,
            max_size=None,
            compression=None,
            open_timeout=PATIENCE_S,
            ping_interval=None,
        )
        self._listener = asyncio.create_task(self._listen())
        await self.finished(await self.ask())

    async def close(self) -> None:
        """Close the page."""
        for task in self._again.values():
            task.cancel()
        self._listener.cancel()
        await self._socket.close()

    async def ask(self, fragment: str = "", *, pressed: str = "", is_auto: bool = False) -> Run:
        """Ask for a run with all widgets as they stand, of one fragment or of the page."""
        from streamlit.proto.BackMsg_pb2 import BackMsg

        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self._query, self._hash
        asked.fragment_id, asked.is_auto_rerun = fragment, is_auto
        if not self._hash:
            asked.page_name = self._name
        for name, value in self._values.items():
            state = asked.widget_states.widgets.add()
            state.id = name
            state.double_array_value.data.append(value)
        if pressed:
            state = asked.widget_states.widgets.add()
            state.id, state.trigger_value = pressed, True
        run = Run(fragment, time.perf_counter())
        self._waiting.append(run)
        await self._socket.send(message.SerializeToString())
        return run

    async def set(self, slider: str, value: float) -> Run:
        """Release a slider at a value."""
        self._values[slider] = value
        return await self.ask(self.sliders[slider][1])

    async def press(self, key: str) -> None:
        """Press the button of a key and wait for what follows."""
        name = next((one for one in self._buttons if one.endswith(f"-{key}")), "")
        if not name:
            self.faults.append(f"no button {key}")
            return
        await self.finished(await self.ask(self._buttons[name], pressed=name))

    async def finished(self, run: Run) -> None:
        """Wait for a run; one that does not end is a fault."""
        try:
            await asyncio.wait_for(run.done.wait(), PATIENCE_S)
        except TimeoutError:
            self.faults.append("no answer in time")

    async def _listen(self) -> None:
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        async for data in self._socket:
            message = ForwardMsg()
            message.ParseFromString(data)
            self._hear(message)
        self.faults.append("closed by the server")

    def _hear(self, message: Any) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._begun = time.perf_counter()
            self._fragments = tuple(message.metadata.run.fragment_ids)
        elif kind == "navigation":
            self._hash = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._draw(message.delta.new_element, message.delta.fragment_id)
        elif kind == "auto_rerun":
            self._repeat(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "script_finished" and message.script_finished in WHOLE:
            self._finish()

    def _draw(self, element: Any, fragment: str) -> None:
        what = element.WhichOneof("type")
        if what == "slider":
            self.sliders[element.slider.id] = (element.slider, fragment)
            self._values.setdefault(element.slider.id, element.slider.default[0])
        elif what == "button":
            self._buttons[element.button.id] = fragment
        elif what == "exception":
            self.faults.append(element.exception.message[:100])
        elif what == "html":
            self.texts.append(element.html.body)
        elif what == "markdown":
            self.texts.append(element.markdown.body)

    def _finish(self) -> None:
        self.n_runs += 1
        now, still = time.perf_counter(), []
        for run in self._waiting:
            is_own = run.fragment in self._fragments if run.fragment else not self._fragments
            if is_own and run.asked <= self._begun:
                run.ms = 1000 * (now - run.asked)
                run.done.set()
            else:
                still.append(run)
        self._waiting = still

    def _repeat(self, fragment: str, seconds: float) -> None:
        async def again() -> None:
            while True:
                await asyncio.sleep(seconds)
                await self.ask(fragment, is_auto=True)

        if fragment in self._again:
            self._again[fragment].cancel()
        self._again[fragment] = asyncio.create_task(again())
