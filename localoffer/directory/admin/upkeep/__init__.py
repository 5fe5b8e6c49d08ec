"""Keeping the directory right: checks that fall due, closing, duplicates, find and replace, the bin."""
