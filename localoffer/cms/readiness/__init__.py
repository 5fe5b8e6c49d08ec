"""Whether a page is ready for families: what is checked, how, and what stops it from being published."""
