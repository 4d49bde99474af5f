"""What records are used with. They are `msgspec.Struct`, made in C, where a dataclass is six functions compiled from
text at every start; one remains where no Struct can be had: an exception, and fields that nobody gives (`init=False`).

replace: msgspec's. Type checkers see the one of dataclasses, whose arguments alone they compare with the fields.

lazy: what is made when first asked for (of a Struct with `dict=True`), without the lock that Python 3.11 holds
meanwhile: a question asks for dozens. Two threads may both make it; that they must not is for `cached_property`.
"""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import replace
else:
    from msgspec.structs import replace

if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property as lazy
else:

    class lazy:  # noqa: N801 (it is used as a decorator)
        def __init__(self, make):
            self._make, self._name, self.__doc__ = make, make.__name__, make.__doc__

        def __get__(self, instance, owner=None):
            if instance is None:
                return self
            made = instance.__dict__[self._name] = self._make(instance)
            return made


__all__ = ["lazy", "replace"]
