"""Answers of our own views, compressed for browsers that take it.

Whoever can have a compressed answer repeat what he sends, and sees how long it gets, may guess a
secret in it (BREACH). So a view declares that it has none: the token against forged requests is
masked anew in each answer, and passwords are never sent. Django adds up to a hundred bytes by
chance besides, as Horizon's own middleware does to pages that are not compressed.
"""

import functools

from debreach.decorators import random_comment_exempt
from django.views.decorators.gzip import gzip_page

from helion_dashboard import config


def compressed(view):
    """``view``, whose answers hold no secret that is the same each time."""
    # Horizon's middleware would append its bytes to what is no longer text.
    compressing = random_comment_exempt(gzip_page(view))

    @functools.wraps(view)
    def wrapped(request, *args, **kwargs):
        by_us = config.get().compress and request.method == "GET"
        return (compressing if by_us else view)(request, *args, **kwargs)

    return wrapped
