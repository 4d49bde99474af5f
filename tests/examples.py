"""How much a property is tried: `make test` draws the same few examples each time, `make fuzz` many new ones.

No example has a deadline: how long one takes depends on what else the machine does.
"""

from hypothesis import HealthCheck, settings

_BUSY = (HealthCheck.too_slow,)
PER_HUNDRED = 2_000  # in `make fuzz`, for each hundred of `make test`

settings.register_profile("usual", max_examples=100, deadline=None, derandomize=True, suppress_health_check=_BUSY)
settings.register_profile("fuzz", max_examples=PER_HUNDRED, deadline=None, suppress_health_check=_BUSY)
settings.load_profile("usual")


def many(count: int) -> int:
    """As many in `make test`, in proportion more in `make fuzz`."""
    return count * settings.default.max_examples // 100 if settings.default else count


def examples(count: int) -> settings:
    """For a property of which one example costs much, or little."""
    return settings(max_examples=many(count))
