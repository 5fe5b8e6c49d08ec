"""What every test can ask for. The cast is here; databases, browsers and the closed network are beside it."""

pytest_plugins = ["tests.network", "tests.databases", "tests.browsers", "tests.demonstration"]
