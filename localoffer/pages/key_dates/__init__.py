"""Key dates: what comes when in a year. Those of all England are data; each council adds its own, and its own words."""
