"""How often Python looks for circles among its objects: seldom for a command that ends soon, often where many answer.

At Python's own 700 new objects a tenth of the time of one `ask` goes there, and at 50,000 still; at 500,000 the
answers to some thousand questions leave 70 MB behind.
"""

import gc
import sys
from contextlib import suppress

ONE_ARENA = (-8, 1)  # M_ARENA_MAX of the GNU library's mallopt
OF_A_START, OF_ANSWERS = 500_000, 50_000  # new objects between two looks


def collect_seldom() -> None:
    gc.set_threshold(OF_A_START)


def use_one_arena() -> None:
    """For all threads, before there are any: else each that ever answers keeps what it has needed once for itself."""
    if sys.platform == "linux":
        import ctypes

        with suppress(AttributeError):  # another C library has none
            ctypes.CDLL(None).mallopt(*ONE_ARENA)


def collect_often() -> None:
    gc.set_threshold(OF_ANSWERS)


def freeze_objects() -> None:
    """What is there now lives as long as the program: each look through all of it would hold up an answer.

    Without a last look: that takes as long as all imports of a library, and a start leaves no garbage worth it.
    """
    gc.freeze()
    collect_often()
