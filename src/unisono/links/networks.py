"""Where a link is put up: on the networks that pages offer, in print, or anywhere. Plain Python."""

#: Anywhere: what is copied, spoken, put into a film.
ANYWHERE = ""
#: On paper: posters and leaflets.
PRINT = "print"
#: Offered under every page. Others are only a copied address away.
ON_PAGES = ("whatsapp", "telegram", "facebook", "x", "bluesky", "mastodon", "linkedin", "email")
#: For which a link may be made by hand besides.
BY_HAND = ("instagram", "threads", "tiktok", "youtube", "reddit", "line", "sms", "radio")
NETWORKS = (ANYWHERE, PRINT, *ON_PAGES, *BY_HAND)
