"""Sharing: links with the right words to every network. Plain Python.

Networks count and encode differently; here that knowledge stands once. No script of a network is ever loaded:
a page offers plain addresses, and whoever follows one decides there whether to post.
"""

from unisono.share.counting import LIMITS, Measure, measure
from unisono.share.links import NETWORKS, ShareLink, share_links
from unisono.share.posts import Offer, offers, post_text

__all__ = ["LIMITS", "NETWORKS", "Measure", "Offer", "ShareLink", "measure", "offers", "post_text", "share_links"]
