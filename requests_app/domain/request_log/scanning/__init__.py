"""Files that came back, looked through by a virus scanner where the site has one (CLAMD)."""
