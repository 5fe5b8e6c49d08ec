"""Inspects any Local Offer website against the duties. Plain Python: no Django, and no database but its own file."""
