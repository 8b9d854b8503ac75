"""What an operation must have come to, whatever happened to its requests."""

from helion_services.base.operations import states
from tests.world import differences

_BACK = (states.REVERTED, states.CANCELLED)


def faults(rig, scene, ended, undisturbed, is_passing):
    """What is wrong with an operation's end, as texts.

    :param undisturbed: the :class:`~tests.faults.rig.Ended` of the same without a fault
    :param is_passing: whether it must have succeeded, as what happened is borne
    """
    error = ended.error
    if error.get("code") in ("step-failed", "operation-not-runnable"):
        yield f"an error without a code: {ended}"
    if is_passing and ended.state != states.SUCCEEDED:
        yield f"it did not bear it: {ended}"
    if ended.state == states.SUCCEEDED:
        yield from _unnamed(scene, undisturbed.after, ended)
    elif ended.state in _BACK:
        if error.get("left"):
            yield f"something is left: {ended}"
        yield from _unnamed(scene, ended.before, ended)
    elif not error.get("left"):
        if not ended.operation.no_return:
            yield f"it failed with a way back: {ended}"
        again = rig.retry(ended)
        if again.state != states.SUCCEEDED:
            yield f"a retry fails: {again}, after {ended}"
        else:
            yield from _unnamed(scene, undisturbed.after, again)


def _unnamed(scene, expected, ended):
    """What is not as expected, unless the operation may leave it and names it."""
    log = " ".join(ended.operation.log)
    for text, what in differences(expected, ended.after):
        if what not in scene.stays:
            yield text
            continue
        unnamed = [names for names in _left(expected[what], ended.after[what])
                   if not any(name in log for name in names)]  # fmt: skip
        if unnamed:
            yield f"{text}; not in the log: {unnamed}"


def _left(before, after):
    """What is other than it should be: its name, and those of its values, such as its host."""
    if isinstance(after, list):
        before, after = dict.fromkeys(before, ()), dict.fromkeys(after, ())
    for name in before.keys() | after.keys():
        if before.get(name) != after.get(name):
            yield [name, *(value for value in after.get(name, ()) if value)]
