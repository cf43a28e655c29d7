"""How the newsroom writes dates where Django's own choice would mislead an international team."""
