"""What is drawn of published figures: each picture a plain value with its table, source and alt.

A page, an SVG file and a CSV are made of the same value, so that they cannot differ.
"""
