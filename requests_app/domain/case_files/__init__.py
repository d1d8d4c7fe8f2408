"""What is handed over about requests: the clock statement, and ZIPs of a request or a campaign."""
