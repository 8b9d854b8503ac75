"""Calls that do not depend on each other, made at the same time."""

import concurrent.futures

from django.utils import translation


def gather(*questions):
    """What the functions ``questions`` return, in their order; raises what the first one raises.

    What they need of the session must be there: a thread only reads it.
    """
    language = translation.get_language()

    def ask(question):
        with translation.override(language):  # a thread of its own begins with the default one
            return question()

    with concurrent.futures.ThreadPoolExecutor(len(questions)) as pool:
        return list(pool.map(ask, questions))
