"""A whole workshop led by keyboard alone: each step is reached with Tab and seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.stories.test_workshop_walk import Room, running, verify
from tests.ui.test_phone import come_in, forms
from tests.workflow.workshop.serving import Phone

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_TABS, LONGEST_NAME = 150, 100
HERE = """
  let here = document.activeElement;
  while (here?.shadowRoot?.activeElement) here = here.shadowRoot.activeElement;
"""
# How what has the focus is called.
NAME = f"""() => {{ {HERE}
  if (!here || here === document.body) return '';
  const by = here.getAttribute('aria-labelledby');
  const name = here.getAttribute('aria-label') || (by && document.getElementById(by)?.innerText)
    || [...(here.labels ?? [])].map((one) => one.innerText).join(' ') || here.innerText || '';
  return name.trim();
}}"""
# Whether one sees that it has it: something around it looks otherwise than without.
SHOWN = f"""async () => {{ {HERE}
  const around = [here, here.parentElement, here.parentElement?.parentElement,
    here.closest('[data-baseweb]')].filter(Boolean);
  const look = () => JSON.stringify(around.map((one) => {{
    const {{ outline, boxShadow, borderColor, backgroundColor, textDecoration }} =
      getComputedStyle(one);
    return [outline, boxShadow, borderColor, backgroundColor, textDecoration];
  }}));
  const settled = () => new Promise((done) => setTimeout(done, 350));
  await settled();
  const within = look();
  here.blur();
  await settled();
  const without = look();
  here.focus();
  return within !== without;
}}"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Run the app on a store of its own."""
    with running(tmp_path) as found:
        yield found


class Keyboard:
    """A person at a page who has no mouse."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.unseen: list[str] = []

    def to(self, name: str) -> None:
        """Move on with Tab until a control of this name has the focus."""
        self.page.wait_for_function(
            "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState"
            " !== 'running'"
        )
        passed = []
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate(NAME)
            passed.append(here[:30])
            # A picture before a name is a line of its own.
            lines = [line for line in here.splitlines() if line.strip()][:2]
            if len(here) < LONGEST_NAME and any(line.startswith(name) for line in lines):
                if not self.page.evaluate(SHOWN):
                    self.unseen.append(here)
                return
        raise AssertionError(f"{name} cannot be reached: {passed}")

    def press(self, name: str, *, key: str = "Enter") -> None:
        """Go to a control and press it."""
        self.to(name)
        self.page.keyboard.press(key)

    def turn(self, here: str, steps: int) -> None:
        """Go to another view: one stop for Tab, arrows within it."""
        self.to(here)
        for _ in range(steps):
            self.page.keyboard.press("ArrowRight")
        self.page.keyboard.press("Space")

    def sees(self, text: str) -> None:
        """Wait until the page says something."""
        self.page.get_by_text(text).first.wait_for()


def answered(base: str, code: str, points: str) -> None:
    """Join and answer on a phone without scripts."""
    phone = Phone(base)
    reply = come_in(phone, code)
    for _ in range(20):
        if "/w/send" in forms(reply):
            break
        fields = forms(reply)["/w/answer"]
        # Of the answers to choose from, not of the button that says that one does not know.
        value = "fewer" if 'name="answer" value="fewer"' in reply.text else points
        value = "yes" if 'name="answer" value="yes"' in reply.text else value
        reply = phone.ask("/w/answer", {**fields, "answer": value})
    assert "counts." in phone.ask("/w/send", forms(reply)["/w/send"]).text


def created(hands: Keyboard, link: str) -> None:
    """Sign in and open a workshop."""
    hands.page.goto(link)
    hands.press("Sign in")
    hands.sees("Your workshops")
    hands.to("Title")
    hands.page.keyboard.type("Board without a mouse")
    hands.to("How people are asked")
    hands.page.keyboard.type("Points from 0")
    hands.page.keyboard.press("Enter")
    hands.press("Create workshop")
    hands.sees("is created and not open yet")
    hands.press("Open round 1")
    hands.sees("Round 1 is open")


def taken(hands: Keyboard, folder: Path) -> tuple[Path, str]:
    """Return the record as downloaded, and the head as shown."""
    hands.turn("Results", 3)
    hands.sees("Head of the log")
    head = hands.page.locator("p.pp-code").inner_text()
    with hands.page.expect_download() as download:
        hands.press("Record of the workshop")
    file = folder / "record.json"
    download.value.save_as(file)
    return file, head


def test_a_workshop_is_led_from_sign_in_to_record_without_a_mouse(
    browser: Any, room: Room, tmp_path: Path
) -> None:
    page = room.page(browser, viewport={"width": 1440, "height": 900}, accept_downloads=True)
    page.mouse.click = page.mouse.down = page.mouse.move = _no_mouse
    hands = Keyboard(page)
    created(hands, room.link)
    code = page.locator(".pp-room-code").inner_text()
    for points in ("20", "55", "90"):
        answered(room.base, code, points)

    hands.sees("3 of 3 have sent")
    for button, says in (
        ("Lock the round", "Round 1 is locked"),
        ("Reveal the result", "Round 1 is revealed"),
        ("Close the workshop", "Yes, close the workshop"),
        ("Yes, close the workshop", "The workshop is closed"),
    ):
        hands.press(button)
        hands.sees(says)
    hands.turn("Run", 3)
    hands.sees("Agreement")
    file, head = taken(hands, tmp_path)
    hands.press("All workshops")
    hands.sees("Your workshops")
    hands.press("Sign out on all devices")
    hands.sees("Sign in to lead a workshop")

    assert verify(file, head).returncode == 0
    assert hands.unseen == []
    assert room.faults == []


def _no_mouse(*_given: Any, **_named: Any) -> Callable[..., None]:
    raise AssertionError("a mouse was used")
