"""What each class of device does: one file per class, with its Protocol and the records that pass through it."""
