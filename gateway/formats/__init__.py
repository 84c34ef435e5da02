"""Wire formats: one module each, all with the same verbs."""
