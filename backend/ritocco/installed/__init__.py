"""What is on the shelves: looking into files, listing, adding, checking, removing."""
