"""The rows of the transition table, by stretch of the way: browse, identify, details, submit."""
