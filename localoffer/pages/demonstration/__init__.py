"""The demonstration councils: invented, written in our own words, laid over real postcodes."""
