"""Letters: one outbox for everything Unisono sends by e-mail, how they look, how they leave, what comes back."""
