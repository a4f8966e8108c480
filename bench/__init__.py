"""Benchmarks: whole processes, as a user starts them."""
