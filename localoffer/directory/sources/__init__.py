"""Where records come from: each source fetches and reads, and gives the same plain records to the import.

No Django in here: what a source says is read and put in order first, and only then compared with the
database.
"""
