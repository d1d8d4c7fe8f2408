"""Files that mean harm, or that somebody made badly: each with what has to become of it.

They are made by code and kept nowhere: `python -m tests.files.hostile FOLDER` writes them out,
`python -m tests.files.hostile` reads each one and prints what it cost.
"""
