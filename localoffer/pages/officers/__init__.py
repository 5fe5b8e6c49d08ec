"""Officers' screens for pages: how ready one is, who found it right, and the council's own words."""
