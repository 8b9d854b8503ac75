"""Kinds of operations to try the engine with."""

from helion_services.base.operations import Kind, Step


class Plain(Step):
    """Writes down that it ran. ``act`` and ``back`` are called with the work, if given."""

    def __init__(self, did, number, act=None, back=None):
        super().__init__(f"s{number}", f"Step {number}")
        self._did = did
        self._act = act
        self._back = back

    def run(self, work):
        self._did.append(f"run {self.name}")
        if self._act:
            self._act(work)

    def undo(self, work):
        self._did.append(f"undo {self.name}")
        if self._back:
            self._back(work)


def kind(engine, count=3, acts=None, backs=None, name="try", **more):
    """A kind of ``count`` steps; ``acts`` and ``backs`` are what some of them do, by number."""
    acts, backs = acts or {}, backs or {}

    def steps(request):
        return [
            Plain(engine.did, number, acts.get(number), backs.get(number))
            for number in range(count)
        ]

    return Kind("tests", name, steps, **more)


def failing(error=None):
    """Something that raises."""

    def act(work):
        raise error or ValueError("It broke.")

    return act


def waiting(work):
    """Wait until cancelled."""
    work.until(lambda: False, "nothing at all", 60, every=0.02)
