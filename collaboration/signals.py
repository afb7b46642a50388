"""What the counts of collaboration tell the background work above them."""

from django.dispatch import Signal

# Sent inside the transaction that changes an activity or who came: ``activity``.
activity_changed = Signal()

# Sent inside the transaction that calls, moves or cancels an activity to come: ``activity``.
meeting_told = Signal()
