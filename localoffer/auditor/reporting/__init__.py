"""The report of an audit: a page to read, a table, and JSON of a promised form (docs/reference/audit-report.md)."""
