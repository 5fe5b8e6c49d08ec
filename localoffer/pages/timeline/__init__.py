"""The EHC timeline: a family types the dates it knows, and every later deadline comes back. Nothing is kept."""
