"""The board's page and the diagnostic, as Markdown and HTML, from one publication."""
