"""Usage logs: one logged call a row, whatever the gateway wrapped around it."""
