"""Markdown with front matter -> checked web pages, printable PDFs and feeds."""

__version__ = "0.1.0"
