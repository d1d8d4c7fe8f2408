"""Where a figure was printed: by whom, in which words, what it should have been, whom to tell."""
