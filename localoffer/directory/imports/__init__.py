"""The writing half of an import: compare what a source says with the directory, then write in one go.

`compare()` only reads. What it returns can be shown (a dry run) or written by `write()`, in one short
transaction: a kill at any moment leaves all of it or nothing. `import_records()` does both, and again when
somebody's change came in between.
"""

from .plan import Plan, compare
from .report import Line, Outcome, Report
from .undo import UndoError, undo
from .write import OvertakenError, import_records, write

__all__ = [
    "Line",
    "Outcome",
    "OvertakenError",
    "Plan",
    "Report",
    "UndoError",
    "compare",
    "import_records",
    "undo",
    "write",
]
