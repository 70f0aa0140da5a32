"""Clues beside the match, one detector a file: a new one is one file and one line."""

from auditor.registry import Registry
from auditor.signals.detector import Detector

DETECTORS: Registry[Detector] = Registry(
    "signal",
    {
        "declared-origin": "auditor.signals.declared_origin:DeclaredOrigin",
        "self-identification": "auditor.signals.self_identification:SelfIdentification",
    },
)
