"""Two councils, each on its own host."""

from tests.pages.two_councils import fenbridge, saltmere  # noqa: F401 - fixtures
