"""Rule sets: one module each."""
