"""How a mail of ours is made and named; it knows nothing of what a mail says."""
