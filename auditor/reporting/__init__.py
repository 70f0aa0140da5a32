"""The published document and everything rendered from it. A new format is one file and one line."""

from auditor.registry import Registry
from auditor.reporting.renderer import Renderer

RENDERERS: Registry[Renderer] = Registry(
    "report",
    {
        "json": "auditor.reporting.json_report:JsonReport",
        "html": "auditor.reporting.html_report:HtmlReport",
        "pdf": "auditor.reporting.pdf_report:PdfReport",
        "console": "auditor.reporting.console:ConsoleReport",
    },
)
