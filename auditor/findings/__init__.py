"""Decisions to findings, and the gate over them."""
