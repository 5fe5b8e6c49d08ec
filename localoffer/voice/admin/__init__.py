"""The officers' queue of reported problems."""
