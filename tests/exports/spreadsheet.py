"""A spreadsheet in a hundred lines: works out the formulas of a workbook, slowly and plainly.

It knows the functions that our formulas use and refuses any other. Only what stands in the file
is used, never a cached value, so that it shows what a spreadsheet program would show.
"""

from __future__ import annotations

import io
import math
import warnings
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np
import openpyxl
from openpyxl.formula import Tokenizer
from openpyxl.utils import range_boundaries

OPERATORS = {"=": "==", "<>": "!=", "^": "**"}


class Spreadsheet:
    """A workbook whose cells can be changed and are worked out when asked for."""

    def __init__(self, content: bytes) -> None:
        self.book = load(content)
        self._known: dict[tuple[str, int, int], Any] = {}
        self._code: dict[tuple[str, str], Any] = {}

    def put(self, sheet: str, address: str, value: object) -> None:
        """Change a cell; everything is worked out anew."""
        self.book[sheet][address] = value
        self._known.clear()

    def value(self, sheet: str, row: int, column: int) -> Any:
        """Return the value of a cell, rows and columns from 1; None if it is blank."""
        key = (sheet, row, column)
        if key not in self._known:
            found = self.book[sheet].cell(row, column).value
            is_formula = self.book[sheet].cell(row, column).data_type == "f"
            self._known[key] = self._work_out(sheet, found) if is_formula else found
        return self._known[key]

    def _work_out(self, sheet: str, formula: str) -> Any:
        if (sheet, formula) not in self._code:
            names = {**FUNCTIONS, "reference": self._reference}
            self._code[sheet, formula] = eval(code_of(formula, sheet), names)  # noqa: S307
        return self._code[sheet, formula]()

    def _reference(self, sheet: str, text: str) -> Any:
        if text in self.book.defined_names:
            sheet, _, text = self.book.defined_names[text].attr_text.rpartition("!")
        elif "!" in text:
            sheet, _, text = text.rpartition("!")
        left, top, right, bottom = range_boundaries(text.replace("$", ""))
        cells = [
            [self.value(sheet.strip("'"), row, column) for column in range(left, right + 1)]
            for row in range(top, bottom + 1)
        ]
        return np.array(cells, dtype=object) if ":" in text else cells[0][0]


def load(content: bytes, *, cached: bool = False) -> Any:
    """Open a workbook with openpyxl, which says that it does not know data bars."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(content), data_only=cached)


@lru_cache(maxsize=50_000)
def code_of(formula: str, sheet: str) -> CodeType:
    """Return the code of a formula; workbooks of the same kind have most of them alike."""
    return compile(python_of(formula, sheet), formula, "eval")


def python_of(formula: str, sheet: str) -> str:
    """Return the Python for a formula; arguments of functions are worked out when needed."""
    parts = [_python_of_token(token, sheet) for token in Tokenizer(formula).items]
    code = "".join(parts).replace('+ text + ""', "").replace("+ text + ''", "")
    # A blank cell equals an empty text.
    return "lambda: " + code.replace(" == ''", " in ('', None)")


def _python_of_token(token: Any, sheet: str) -> str:
    text = token.value
    return {
        "FUNC OPEN": f"{text.removesuffix('(')}_(lambda: (",
        "FUNC CLOSE": "))",
        "SEP ARG": "), lambda: (",
        "OPERAND RANGE": f"reference({sheet!r}, {text!r})",
        "OPERAND TEXT": repr(text[1:-1]),
        "OPERATOR-PREFIX ": "-1 * ",
        "OPERATOR-INFIX ": "+ text + " if text == "&" else f" {OPERATORS.get(text, text)} ",
    }.get(f"{token.type} {token.subtype}", text)


def _numbers(values: Any) -> list[float]:
    return [float(v) for v in np.ravel(values) if v is not None and not isinstance(v, str)]


def _round(value: float, digits: float) -> float:
    return float(f"{value:.{int(digits)}f}")


def _sumproduct(*arrays: Any) -> float:
    product = np.prod([np.asarray(array(), dtype=float) for array in arrays], axis=0)
    return math.fsum(np.ravel(product))


FUNCTIONS: dict[str, Any] = {
    "IF_": lambda test, yes, no: yes() if test() else no(),
    "AND_": lambda *tests: all(test() for test in tests),
    "MAX_": lambda *values: max(x for value in values for x in _numbers(value())),
    "MIN_": lambda *values: min(x for value in values for x in _numbers(value())),
    "SUM_": lambda values: math.fsum(_numbers(values())),
    "SUMSQ_": lambda values: math.fsum(x * x for x in _numbers(values())),
    "SUMPRODUCT_": _sumproduct,
    "SQRT_": lambda x: math.sqrt(x()),
    "LOG10_": lambda x: math.log10(x()),
    "TANH_": lambda x: math.tanh(x()),
    "ATANH_": lambda x: math.atanh(x()),
    "ABS_": lambda x: abs(x()),
    "INT_": lambda x: math.floor(x()),
    "ROUND_": lambda x, digits: _round(x(), digits()),
    "SMALL_": lambda values, k: sorted(_numbers(values()))[int(k()) - 1],
    "RANK_": lambda x, values, _: 1 + sum(v > x() for v in _numbers(values())),
    "COUNTIF_": lambda values, x: sum(v == x() for v in _numbers(values())),
    "INDEX_": lambda values, k: np.ravel(values())[int(k()) - 1],
    "MATCH_": lambda x, values, _: _numbers(values()).index(x()) + 1,
    "ISTEXT_": lambda x: isinstance(x(), str),
    "TRUE": True,
    "FALSE": False,
}
