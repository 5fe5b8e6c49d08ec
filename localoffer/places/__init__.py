"""Councils, postcodes and distance."""
