"""Qualitative evidence: shared texts, their sentences under themes, and what they show."""
