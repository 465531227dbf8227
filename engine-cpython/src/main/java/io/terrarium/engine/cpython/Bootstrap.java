package io.terrarium.engine.cpython;

import io.terrarium.jail.JailPlan;
import io.terrarium.wire.ValueEncoder;
import java.util.Map;

/** What a zygote is started with: a few lines of Python, and the message that they wait for. */
final class Bootstrap {
  private Bootstrap() {}

  /**
   * Reads the start message from standard input and hands over to {@code launch.py}. It has to run,
   * as far as its own refusal, on any Python that may be found.
   */
  static final String LOADER =
      """
      import marshal, os, sys
      def take(size):
          data = b""
          while len(data) < size:
              piece = os.read(0, size - len(data))
              if not piece:
                  os._exit(0)
              data += piece
          return data
      def load():
          start = marshal.loads(take(int.from_bytes(take(5)[:4], "big")))
          if sys.version_info < (3, 10):
              reason = "Python %d.%d is too old: 3.10 or newer is needed" % sys.version_info[:2]
              report = marshal.dumps(("python", "version", 0, reason), 2)
              os.write(1, len(report).to_bytes(4, "big") + b"d" + report)
              os._exit(1)
          importing = type(sys)("terrarium_runtime.importing")
          sys.modules[importing.__name__] = importing
          exec(compile(start["sources"]["importing"], "<importing>", "exec"), importing.__dict__)
          importing.install()
          importing.FINDER.add_sources("terrarium_runtime", start.pop("sources"), start.pop("compiled"))
          from terrarium_runtime.launch import main
          return main, start
      main, start = load()
      main(start)
      """;

  /** Everything that the zygote needs, as one value. */
  static byte[] startMessage(
      ZygoteModel model, String socketAddress, JailPlan plan, Map<String, byte[]> sources) {
    return ValueEncoder.encode(
        Map.of(
            "sources", sources,
            "compiled", CompiledRuntime.known(model.python()),
            "socket", socketAddress,
            "library", model.kind().library(),
            "warm", model.kind().warmModules(),
            "modules", model.modules(),
            "preload", model.preload(),
            "polls", PollingChannel.HAS_SPARE_PROCESSOR,
            "plan", plan.toData()));
  }
}
