"""How much a property is tried: a few examples in `make check`, more in `make test`, many new ones in `make fuzz`.

But in `make fuzz` they are the same each time. No example has a deadline: how long one takes depends on what else the
machine does.
"""

from hypothesis import HealthCheck, settings

_BUSY = (HealthCheck.too_slow,)
PER_HUNDRED = {"quick": 5, "usual": 50, "fuzz": 2_000}  # of what a property asks for
LEAST = 3

for name, count in PER_HUNDRED.items():
    is_new = name == "fuzz"
    settings.register_profile(
        name, max_examples=count, deadline=None, derandomize=not is_new, suppress_health_check=_BUSY
    )
settings.load_profile("usual")


def many(count: int) -> int:
    """As many in `make test`; in proportion fewer in `make check`, and more in `make fuzz`."""
    share = settings.default.max_examples if settings.default else 100
    return max(min(LEAST, count), count * share // 100)


def examples(count: int) -> settings:
    """For a property of which one example costs much, or little."""
    return settings(max_examples=many(count))
