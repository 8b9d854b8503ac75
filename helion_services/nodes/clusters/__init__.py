"""The clusters that run on the overcloud's controllers: Galera, RabbitMQ and HAProxy, only read."""

from helion_services.nodes.clusters.settings import OPTIONS
from helion_services.nodes.clusters.survey import Survey, take

__all__ = ["OPTIONS", "Survey", "take"]
