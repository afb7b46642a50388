"""What people may see of their own work: figures to learn from, never to compare people by."""
