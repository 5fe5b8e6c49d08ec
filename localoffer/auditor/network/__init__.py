"""The only way out: what may be asked for, how often, and how much of an answer is taken."""
