"""Overcloud: deploy, status, credentials, undeploy."""
