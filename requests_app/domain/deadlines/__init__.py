"""Statutory dates: exact, dated, explained. Standard library only; the day is always passed in.

statutes.py  one dated law is one value         counting.py   receipt + law -> due date, readings
holidays.py  dated holidays of each calendar    clock.py      a request's facts + a day -> standing
days.py      the day strip, as data             counting_bulk.py   a million dates at once
"""
