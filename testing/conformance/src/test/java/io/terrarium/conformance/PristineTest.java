package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Call;
import io.terrarium.Limits;
import io.terrarium.Program;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PristineTest extends SharedSandbox {

  @Test
  void globals_do_not_persist_from_call_to_call() {
    Program program =
        sandbox.compile("seen = []\ndef f(x):\n    seen.append(x)\n    return len(seen)");

    for (int round = 0; round < 5; round++) {
      assertThat(program.call("f", round).asInt()).isEqualTo(1);
    }
  }

  @Test
  void defaults_and_class_attributes_do_not_persist_either() {
    Program program =
        sandbox.compile(
            """
            class Store: items = []
            def f(x, seen=[]):
                seen.append(x)
                Store.items.append(x)
                return [len(seen), len(Store.items)]
            """);

    program.call("f", 1);

    assertThat(program.call("f", 2).toJava()).isEqualTo(List.of(1L, 1L));
  }

  @Test
  void builtins_and_modules_that_a_call_has_spoiled_are_whole_for_the_next() {
    Program spoiler =
        sandbox.compile(
            full(
                """
                import builtins, json, marshal, sys, os, math, datetime, decimal
                def f():
                    builtins.len = builtins.print = builtins.isinstance = lambda *a: 'spoiled'
                    json.dumps = json.loads = lambda *a: 'spoiled'
                    marshal.dumps = marshal.loads = lambda *a: b'N'
                    os.write = os.read = os._exit = lambda *a: 0
                    decimal.getcontext().prec = 2
                    sys.setrecursionlimit(60)
                    sys.path_hooks.clear()
                    sys.meta_path.clear()
                    for name in list(sys.modules):
                        if name not in ('sys', 'builtins'):
                            sys.modules[name] = None
                    return 'done'
                """));
    Program victim =
        sandbox.compile(
            full(
                """
                import json, math, sys, decimal, datetime
                def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
                def f():
                    return [len('abc'), json.dumps([1]), math.sqrt(4), isinstance(1, int), depth(200),
                            str(decimal.Decimal(1) / 3), datetime.date(2024, 1, 1).isoformat()]
                """));
    Object whole = victim.call("f").toJava();

    for (int round = 0; round < 5; round++) {
      // It may crash itself, which is its own business.
      var _ = spoiler.invoke(Call.of("f"));
      assertThat(victim.call("f").toJava()).isEqualTo(whole);
    }
  }

  @Test
  void a_spoiled_runtime_cannot_falsify_the_next_call() {
    Program spoiler =
        sandbox.compile(
            full(
                """
                import gc, sys, types
                def f():
                    for module in list(sys.modules.values()):
                        name = getattr(module, '__name__', '')
                        if name.startswith('terrarium'):
                            for key, value in list(vars(module).items()):
                                if isinstance(value, types.FunctionType):
                                    setattr(module, key, lambda *a, **k: 'spoiled')
                    return 'mine'
                """));

    // Without a runtime it cannot even answer.
    Limits limits = Limits.DEFAULT.withWallTime(Duration.ofSeconds(2));
    var _ = spoiler.invoke(Call.of("f").withLimits(limits));

    assertThat(nextCall()).isEqualTo("hello next");
  }

  @Test
  void random_numbers_differ_from_call_to_call() {
    Program program =
        sandbox.compile("import random, uuid\ndef f(): return [random.random(), uuid.uuid4().hex]");
    Set<Object> seen = new HashSet<>();

    for (int round = 0; round < 5; round++) {
      seen.addAll(program.call("f").asList());
    }

    assertThat(seen).hasSize(10);
  }

  @Test
  void exit_handlers_finalizers_and_threads_left_behind_do_not_outlive_the_answer() {
    String source =
        """
        import atexit, weakref
        class Late:
            def __del__(self):
                while True: pass
        late = Late()
        def loop():
            while True: pass
        atexit.register(loop)
        weakref.finalize(late, loop)
        def f(): return 'answered'
        """;

    assertThat(call(full(source)).asString()).isEqualTo("answered");
    assertThat(nextCall()).isEqualTo("hello next");
  }

  /** Of a program that is called again and again, workers are ready that have loaded it already. */
  @Test
  void a_worker_that_has_loaded_one_program_serves_no_other() {
    Program often = sandbox.compile(full("def f(x): return x").named("often.py"));
    Program curious =
        sandbox.compile(
            full(
                """
                import linecache, sys
                def f():
                    return [name for name in (*sys.modules, *linecache.cache) if 'often' in name]
                """));

    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 12; i++) {
        assertThat(often.call("f", i).asInt()).isEqualTo(i);
      }
      for (int i = 0; i < 12; i++) {
        assertThat(curious.call("f").toJava()).isEqualTo(List.of());
      }
    }
  }
}
