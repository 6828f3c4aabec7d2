"""A request as pictures to be made, and what becomes of each on its way to the client."""
