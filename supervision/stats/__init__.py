"""Arithmetic on levels and groups. Knows numbers and tuples, nothing else."""
