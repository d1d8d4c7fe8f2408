"""What an agency said about its year: cause, statement, discipline, correction, comment."""
