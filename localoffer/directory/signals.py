"""What the directory tells the rooms above it."""

from django.dispatch import Signal

# Sent inside the transaction whenever rows were written past Django's own model signals (in bulk).
# Arguments: service_ids, a set of UUIDs.
services_written = Signal()
