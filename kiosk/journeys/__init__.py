"""What a person can do, one file each. A journey is a tuple of stages computed from the item, not a script per item."""
