"""Where statements contradict each other."""
