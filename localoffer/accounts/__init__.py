"""People who sign in, and (later) the role each holds for which council."""
