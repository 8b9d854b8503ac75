"""A world to act on: things are files in a directory, and a journal says who made which when.

The steps look first and act then, as steps have to. Between the two, and wherever else it may
hurt, they tell :func:`reach` where they are: a test chooses what happens there.
"""

import os
import pathlib

from helion_services.base.operations import Kind, Step

STEPS = 5
NO_RETURN = 2  # the step that passes it, in that mode
LAST = STEPS - 1

reach = None
"""Called as ``reach(point, number)`` by the steps; a conductor under test sets it."""


class World:
    """The things in a directory, by number."""

    def __init__(self, folder):
        self._folder = pathlib.Path(folder)
        self._journal = self._folder / "journal"

    def has(self, number):
        return (self._folder / f"thing-{number}").exists()

    def create(self, number):
        self._write("create", number)
        (self._folder / f"thing-{number}").touch(exist_ok=False)

    def delete(self, number):
        self._write("delete", number)
        (self._folder / f"thing-{number}").unlink()

    @property
    def things(self):
        """The numbers of what is there."""
        return sorted(int(path.name.removeprefix("thing-")) for path in self._things())

    @property
    def journal(self):
        """What was done: process number, verb, number of the thing."""
        text = self._journal.read_text() if self._journal.exists() else ""
        return [
            (int(pid), verb, int(number)) for pid, verb, number in map(str.split, text.splitlines())
        ]

    def _things(self):
        return self._folder.glob("thing-*")

    def _write(self, verb, number):
        with self._journal.open("a") as file:
            file.write(f"{os.getpid()} {verb} {number}\n")


class Thing(Step):
    """Makes a thing; ``mode`` says how the last step ends."""

    def __init__(self, number, request):
        super().__init__(f"s{number}", f"Make thing {number}")
        self.number = number
        self._mode = request["mode"]
        self._world = World(request["folder"])

    def run(self, work):
        if not self._world.has(self.number):
            reach("looked", self.number)
            work.check()
            self._world.create(self.number)
        if self._mode == "no return" and self.number == NO_RETURN:
            work.disallow_cancel()
        reach("acted", self.number)
        if self.number == LAST:
            self._end(work)

    def undo(self, work):
        if self._world.has(self.number):
            reach("undo looked", self.number)
            work.check()
            self._world.delete(self.number)
        reach("undo acted", self.number)

    def _end(self, work):
        if self._mode in ("fail", "no return"):
            raise ValueError("It broke.")
        if self._mode == "cancel":
            work.until(lambda: False, "somebody to cancel", 120, every=0.05)


KIND = Kind("tests", "world", lambda request: [Thing(number, request) for number in range(STEPS)])
