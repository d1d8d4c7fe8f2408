"""Documents as PDF: data in, bytes out. The templates (*.typ) stand beside the code.

Text is handed to typst as data and never becomes a part of its source.
"""
