"""Requests at work: their pictures one after another through the queue, and on to the client."""
