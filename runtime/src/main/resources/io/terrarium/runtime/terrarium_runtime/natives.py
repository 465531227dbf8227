"""The builtins of our own code.

The functions of a module take their builtins from the module's `__builtins__` as it is when they
are made. Modules that import it from here get a copy that no program reaches by accident: a program
that sets `builtins.len` breaks itself, and not its answer.
"""

from __future__ import annotations

import builtins

__builtins__ = dict(vars(builtins))
