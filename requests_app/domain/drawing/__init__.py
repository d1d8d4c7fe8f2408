"""Pictures: plain values in, SVG out, for a page (classes) or for a file (its own colours).

It knows nothing of agencies, requests or figures: a row has a label, a value or none, and words.
"""
