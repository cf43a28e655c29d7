"""Sharing: links with the right words to every network. Plain Python.

Networks count and encode differently; here that knowledge stands once. No script of a network is ever loaded:
a page offers plain addresses, and whoever follows one decides there whether to post.
"""

from unisono.share.links import NETWORKS, ShareLink, share_links
from unisono.share.posts import LIMITS, NoText, post_text

__all__ = ["LIMITS", "NETWORKS", "NoText", "ShareLink", "post_text", "share_links"]
