"""The former name of :mod:`helion_services.base.problems`."""

from helion_services.base.problems import *  # noqa: F403
