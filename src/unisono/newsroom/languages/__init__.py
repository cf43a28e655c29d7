"""The screen “Languages”: which languages a campaign has, what is known of any other, adding and taking out."""
