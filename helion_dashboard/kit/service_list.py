"""A list that a service of our own filters, sorts and pages by markers."""

from helion_dashboard import config
from helion_dashboard.kit import lists


class ServiceList(lists.List):
    """A list whose page is one call: subclasses say by :meth:`fetch` which."""

    def load(self, query):
        return lists.page_by_marker(query, self._fetch)

    def fetch(self, **query):
        """A page with ``records`` and ``next`` for the service's ``query``."""
        raise NotImplementedError

    def _fetch(self, marker, descending):
        page = self.fetch(
            q=self.query.text,
            **self.query.facets,
            limit=config.get().page_size,
            marker=marker or None,
            sort_key=self.query.sort,
            sort_dir="desc" if descending else "asc",
        )
        return page.records, bool(page.next)
