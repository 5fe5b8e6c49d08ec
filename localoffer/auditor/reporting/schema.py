"""The form of a report's JSON, as JSON Schema.

`python -m localoffer.auditor.reporting.schema > localoffer/auditor/reporting/audit-report.schema.json` writes it.
"""

from __future__ import annotations

import sys

import msgspec

from .values import SCHEMA, Report


def schema() -> str:
    """The schema, set for reading."""
    told = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA}
    made = msgspec.json.encode(told | msgspec.json.schema(Report))
    return msgspec.json.format(made, indent=1).decode() + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema())
