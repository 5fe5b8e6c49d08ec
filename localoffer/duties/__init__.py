"""The law as data: what each Local Offer must or should hold, from when, and what shows that it does. No Django."""
