"""An import as a run: looked at, judged, loaded all or nothing, undone."""
