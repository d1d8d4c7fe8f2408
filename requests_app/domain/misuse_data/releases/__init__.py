"""What becomes of a release: review, publication, re-issue, what changed and who is told."""
