"""Where Cinder gets the configuration of the back ends from, as the service is configured.

Each has ``former()``, the text before the operation, ``replace(text)``, and ``keep()`` or
``put_back()`` at the end.
"""

from helion_services.sirius.flows.configuration_file import ConfigurationFile
from helion_services.sirius.flows.stack_parameter import StackParameter


def is_configured(conf):
    """Whether there is any."""
    return bool(conf.sirius.stack or conf.sirius.configuration_file)


def resources(conf):
    """What an operation holds besides Cinder's configuration: the stack, if that has it."""
    return [f"stack:{conf.sirius.stack}"] if conf.sirius.stack else []


def of(work):
    """That of an operation: a parameter of the stack, or a file."""
    conf = work.runtime.conf
    return StackParameter(work) if conf.sirius.stack else file_of(conf)


def file_of(conf):
    """The :class:`ConfigurationFile` of the configuration."""
    return ConfigurationFile(conf.sirius.configuration_file, conf.sirius.reload_command)
