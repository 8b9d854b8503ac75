"""Whether Icinga works, and the counts of all states."""

from helion_services.base import policy
from helion_services.base.messages import Message
from helion_services.monitoring import icinga as client
from helion_services.monitoring import problems
from helion_services.monitoring.api import schemas
from helion_services.monitoring.models import Round


def add(views, runtime, icinga, content):
    """Add the views, over ``runtime``."""

    @views.get("/status")
    @policy.require("monitoring:see")
    @views.output(schemas.MonitoringStatus)
    def show_status():
        """Show whether Icinga answers, and the numbers of all states."""
        state, problem, counts = client.READY, None, None
        try:
            counts = content.counts()
        except client.IcingaError as exc:
            state, problem = exc.state, exc.message
        except client.Refused as exc:
            state, problem = client.FAILED, problems.refused(exc.reason)
        except (KeyError, ValueError, TypeError):
            state = client.FAILED
            problem = Message("icinga-nonsense", "Icinga's answer cannot be understood.")
        with runtime.db.reader() as session:
            row = session.get(Round, 1)
        return {
            "state": state,
            "problem": problem and problem.as_json(),
            "counts": counts,
            "round": row,
        }

    @views.get("/filters")
    @policy.require("monitoring:see")
    @views.output(schemas.Filters)
    def list_filters():
        """List the roles, racks and kinds of all hosts."""
        return content.values()
