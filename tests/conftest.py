"""What every test can ask for. The cast is here; databases, browsers and the closed network are beside it."""

from hypothesis import settings

# How long one example takes says more about the machine's other work than about ours.
settings.register_profile("localoffer", deadline=None)
settings.load_profile("localoffer")

pytest_plugins = ["tests.network", "tests.databases", "tests.browsers", "tests.demonstration"]
