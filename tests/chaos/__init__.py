"""Bad luck with real processes: kills, a broker that dies, a mail server that misbehaves."""
