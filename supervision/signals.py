"""What supervision tells those above it, which it does not know."""

from django.dispatch import Signal

# Sent inside the transaction that opens an observer's levels or takes them back: ``session``.
levels_changed = Signal()
