"""The use cases: no Click, no printing."""
