"""Questions to services that do not depend on each other, asked at the same time."""

import concurrent.futures

from django.utils import translation


def asked(*questions):
    """What the functions ``questions`` return, in their order; raises what the first one raised.

    They are called in threads of their own, in the language of this one.
    """
    language = translation.get_language()

    def one(question):
        with translation.override(language):
            return question()

    with concurrent.futures.ThreadPoolExecutor(len(questions)) as pool:
        return list(pool.map(one, questions))
