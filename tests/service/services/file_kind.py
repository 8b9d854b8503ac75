"""A kind of operation that makes files in a directory; a journal says who made which when.

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


class Folder:
    """The files in a directory, by number."""

    def __init__(self, folder):
        self._folder = pathlib.Path(folder)
        self._journal = self._folder / "journal"

    def has(self, number):
        return (self._folder / f"file-{number}").exists()

    def create(self, number):
        self._write("create", number)
        (self._folder / f"file-{number}").touch(exist_ok=False)

    def delete(self, number):
        self._write("delete", number)
        (self._folder / f"file-{number}").unlink()

    @property
    def numbers(self):
        """The numbers of the files."""
        return sorted(int(path.name.removeprefix("file-")) for path in self._files())

    @property
    def journal(self):
        """What was done: process number, verb, number of the file."""
        text = self._journal.read_text() if self._journal.exists() else ""
        return [
            (int(pid), verb, int(number)) for pid, verb, number in map(str.split, text.splitlines())
        ]

    def _files(self):
        return self._folder.glob("file-*")

    def _write(self, verb, number):
        with self._journal.open("a") as file:
            file.write(f"{os.getpid()} {verb} {number}\n")


class MakeFile(Step):
    """Makes a file; ``mode`` says how the last step ends."""

    def __init__(self, number, request):
        super().__init__(f"s{number}", f"Make file {number}")
        self.number = number
        self._mode = request["mode"]
        self._target = Folder(request["folder"])

    def run(self, work):
        if not self._target.has(self.number):
            reach("looked", self.number)
            work.check()
            self._target.create(self.number)
        if self._mode == "no return" and self.number == NO_RETURN:
            work.disallow_cancel()
        reach("acted", self.number)
        if self.number == LAST:
            self._end(work)

    def undo(self, work):
        if self._target.has(self.number):
            reach("undo looked", self.number)
            work.check()
            self._target.delete(self.number)
        reach("undo acted", self.number)

    def _end(self, work):
        if self._mode in ("fail", "no return"):
            raise ValueError("It broke.")
        if self._mode == "cancel":
            work.until(lambda: False, "somebody to cancel", 120, every=0.05)


KIND = Kind("tests", "files", lambda request: [MakeFile(n, request) for n in range(STEPS)])
