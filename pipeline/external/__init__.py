"""Links that lead out: asked politely, remembered. `pipeline links` alone may import it."""
