"""Bytes to records: containers, row shapes and usage logs.

A new log format or row shape is one file and one line in `formats.SHAPES`; the order decides
among shapes that are equally sure.
"""

from auditor.readers.formats import formats
from auditor.readers.places import skipped_files
from auditor.readers.sources import OpenSource, open_sources

__all__ = ["OpenSource", "formats", "open_sources", "skipped_files"]
