"""How the process ends. 1 is Python's own, for an internal error, and never ours on purpose."""

OK = 0
USAGE = 2
NOTHING_AUDITED = 3
UNUSABLE = 4
GATE_FAILED = 10
