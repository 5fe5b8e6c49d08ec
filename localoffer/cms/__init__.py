"""What every page shares: a council's site settings, its colours, headers. No finished pages."""
