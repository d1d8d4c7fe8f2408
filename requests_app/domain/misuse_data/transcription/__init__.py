"""Figures of a file that only a person can read, typed twice and compared cell by cell."""
