"""Contracts between the services and the dashboard: answers are those of the OpenAPI document."""
