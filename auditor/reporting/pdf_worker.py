"""The child process that runs the PDF engine: a request on stdin, the PDF on stdout."""

import sys
import tempfile
from datetime import datetime
from pathlib import Path

import orjson

from auditor.reporting.fonts import font_folders


def main() -> None:
    """Compiles one document, without a network, a file system root or system fonts."""
    import typst

    request = orjson.loads(sys.stdin.buffer.read())
    started = datetime.fromisoformat(request["started"])
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder)
        compiler = typst.Compiler(
            request["template"].encode(),
            root=empty,
            font_paths=typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=True,
                font_paths=[str(place) for place in font_folders()],
            ),
            package_path=empty,
            package_cache_path=empty,
        )
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf",
            pdf_standards=["ua-1", "a-3a"],
            timestamp=int(started.timestamp()),
            sys_inputs={"data": request["data"], "attached": request["attached"]},
        )
    for warning in warnings:
        sys.stderr.write(f"warning: {warning}\n")
    if not isinstance(pdf, bytes):
        raise TypeError("the engine gave no single document")
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
