"""The data `auditor demo` audits: written for it."""
