"""How this council meets the law, duty by duty, with what shows it."""
