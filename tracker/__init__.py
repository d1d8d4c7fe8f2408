"""Wiring: settings, addresses, processes. No rule of the product and no query lives here."""
