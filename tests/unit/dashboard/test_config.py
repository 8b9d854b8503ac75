import pytest
from django.test import override_settings

from helion_dashboard import config


def test_defaults_hold_without_any_setting():
    with override_settings(HELION_DASHBOARD=None):
        assert config.get() == config.Config()


def test_a_given_key_is_taken():
    with override_settings(HELION_DASHBOARD={"PAGE_SIZE": 7, "PROBE_TIMEOUT": 2}):
        assert (config.get().page_size, config.get().probe_timeout) == (7, 2)


@pytest.mark.parametrize(
    "options", [{"PAGESIZE": 7}, {"PAGE_SIZE": "7"}, {"PAGE_SIZE": True}, {"POLL_IDLE": None}]
)
def test_a_wrong_key_or_type_is_named(options):
    (name,) = options
    with (
        override_settings(HELION_DASHBOARD=options),
        pytest.raises(config.UnknownSetting) as raised,
    ):
        config.get()
    assert name in str(raised.value)
