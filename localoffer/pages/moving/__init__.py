"""For a council that comes from another system: its old addresses go on working, and its pages come along."""
