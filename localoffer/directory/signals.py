"""What the directory tells the rooms above it."""

from django.dispatch import Signal

# Sent inside the transaction whenever rows were written past Django's own model signals (in bulk).
# Arguments: service_ids, a set of UUIDs.
services_written = Signal()

# Sent inside the transaction when two services were found to be one, so that what rooms above keep of the one can
# go to the other. Arguments: keep, drop (Services).
service_merged = Signal()

# The same when that is undone, as far as it can be. Arguments: keep, drop.
service_unmerged = Signal()
