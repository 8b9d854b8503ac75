"""The requests of operations: a plan or a view writes one, the steps are made from it."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Request:
    """The base of a kind's frozen dataclass; its fields are JSON values, without secrets.

    A stored request may be one of an earlier release: keys that the class does not have are
    ignored, and a field that is added to it needs a default.
    """

    @classmethod
    def load(cls, stored):
        """The request in a stored dict. Raises TypeError if a field without a default is missing.

        A class whose fields were called differently before translates them here.
        """
        names = {field.name for field in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in names})

    def dump(self):
        """The dict that is stored."""
        return dataclasses.asdict(self)
