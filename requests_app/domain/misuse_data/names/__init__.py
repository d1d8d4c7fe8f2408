"""Which agency a name in a file means: found, suggested, confirmed once."""
