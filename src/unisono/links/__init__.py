"""Short links and QR codes: one short code for each place × language × organisation × network."""
