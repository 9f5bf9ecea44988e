"""What terminal and central platform say to each other."""
