"""asyncio without descriptors.

Theory of operation. asyncio's own event loop wants a selector and a pair of sockets, which a worker
may not have. Ours has timers and nothing else: where there is nothing to run until a timer, it
sleeps, and where there is no timer either, nothing could ever wake it, and it says so. It is the
default loop, so `asyncio.run` in the user's code works as well.

asyncio takes long to import and most programs do not use it. So nothing here imports it: a finder
waits in front of the others and puts our loop in when the user's code, or the zygote, imports it.
"""

from __future__ import annotations

import sys
import time

from .natives import __builtins__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any, Coroutine

_modules = sys.modules
_MARK = "_terrarium_policy"


async def _nothing() -> None:
    """Its type is that of all coroutines."""


_sample = _nothing()
CoroutineType = type(_sample)
_sample.close()
del _sample


def run(coroutine: Coroutine[Any, Any, Any], source: bytes) -> Any:
    """Runs a coroutine to its end and returns its result.

    A program that has nothing to do with asyncio needs no loop for that.
    """
    if "asyncio" in _modules or b"asyncio" in source:
        import asyncio

        install(asyncio)
        return asyncio.run(coroutine)
    return _step_through(coroutine)


def prepare() -> None:
    """Makes ours the default loop, now or as soon as asyncio is imported."""
    asyncio = _modules.get("asyncio")
    if asyncio is not None:
        install(asyncio)
    elif _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)


def install(asyncio: ModuleType) -> None:
    """Makes ours the default loop of asyncio, which has been imported."""
    if getattr(asyncio, _MARK, None) is None:
        policy = _policy_class(asyncio)()
        # From 3.14 on the public function is deprecated, and the private one is there.
        setter = getattr(asyncio.events, "_set_event_loop_policy", None)
        (setter or asyncio.set_event_loop_policy)(policy)
        setattr(asyncio, _MARK, policy)


def _step_through(coroutine: Coroutine[Any, Any, Any]) -> Any:
    try:
        while True:
            waited = coroutine.send(None)
            if waited is not None:
                raise RuntimeError(
                    "the coroutine waits for something that no event loop of this program provides"
                )
    except StopIteration as stop:
        return stop.value
    finally:
        coroutine.close()


def _policy_class(asyncio: ModuleType) -> type:
    events = asyncio.events
    base = getattr(events, "_BaseDefaultEventLoopPolicy", None)

    class SandboxEventLoopPolicy(base or events.BaseDefaultEventLoopPolicy):
        """Gives out loops that need no descriptor."""

        _loop_factory = _loop_class(asyncio)

    return SandboxEventLoopPolicy


def _loop_class(asyncio: ModuleType) -> type:
    class SandboxEventLoop(asyncio.BaseEventLoop):
        """An event loop of timers."""

        def __init__(self) -> None:
            super().__init__()
            self._selector = _Sleeper()

        def _process_events(self, event_list: Any) -> None:
            """There are none: a sleeper has no events."""

        def _write_to_self(self) -> None:
            """There is no other thread that would wait to be heard."""

    return SandboxEventLoop


class _Sleeper:
    """Stands for a selector that watches nothing."""

    def select(self, timeout: float | None = None) -> tuple[()]:
        if timeout is None:
            raise RuntimeError("the program waits for something that can never happen")
        if timeout > 0:
            time.sleep(timeout)
        return ()


class _Finder:
    """Finds asyncio by asking the other finders, and has our loop put in once it is loaded."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != "asyncio":
            return None
        for finder in sys.meta_path:
            if finder is not self:
                spec = finder.find_spec(name, path, target)
                if spec is not None:
                    spec.loader = _Loader(spec.loader)
                    return spec
        return None

    def invalidate_caches(self) -> None:
        """There is nothing that could become stale."""


class _Loader:
    """A loader that puts our loop in when its module is there; else the one it stands for."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def create_module(self, spec: Any) -> Any:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        install(module)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)


_finder = _Finder()
