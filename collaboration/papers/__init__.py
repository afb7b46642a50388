"""A lesson plan on paper: one sheet, drawn as PDF or written as a text document."""

from collaboration.papers.document import as_docx
from collaboration.papers.plan import Printed, sheet

__all__ = ["Printed", "as_docx", "sheet"]
