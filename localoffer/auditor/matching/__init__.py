"""Says what a page is, whether a site is a Local Offer, and which criteria it meets. Plain Python, no network.

A page is looked at once (`looking`): its words are walked through a single time, and what is seen of any list of
phrases (`topics.yaml`, `kinds.yaml`) is noted for each of its parts. Everything else is decided from those notes.
"""
