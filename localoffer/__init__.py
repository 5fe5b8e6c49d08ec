"""The SEND Local Offer: a council's site, an auditor and a national register in one code base."""

__version__ = "0.1.0"
