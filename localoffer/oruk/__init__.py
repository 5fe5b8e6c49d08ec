"""The Open Referral UK standard in plain Python: no Django, no site."""
