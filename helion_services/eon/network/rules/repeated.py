"""Finding what is there twice."""


def repeated(items, key):
    """Yield the items whose ``key(item)`` an earlier one has, if it is not empty."""
    seen = set()
    for item in items:
        value = key(item)
        if value and value in seen:
            yield item
        seen.add(value)
