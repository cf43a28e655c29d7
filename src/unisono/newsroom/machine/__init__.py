"""Machine suggestions in the newsroom: what may be sent, the work in the background, the organiser's screen."""
