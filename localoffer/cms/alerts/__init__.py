"""Alerts: what a council says on every page of its site, from one moment until another."""
