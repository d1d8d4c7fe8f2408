"""How many sworn officers an agency had in a year: what its figures are set against."""
