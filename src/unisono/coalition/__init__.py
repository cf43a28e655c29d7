"""Who joins: organisations and their sign-ons."""
