package io.terrarium.engine.wasm;

import io.terrarium.IsolationReport;
import io.terrarium.IsolationReport.Attempt;
import io.terrarium.IsolationReport.Layer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts what isolates instances into words for people. */
final class Isolation {
  private Isolation() {}

  static IsolationReport report(
      Duration setUp, List<Attempt> selfCheck, List<EquippedImage> runtimes) {
    var notes = new ArrayList<String>();
    CompilerOptions.missing().ifPresent(notes::add);
    runtimes.stream()
        .filter(each -> each.runtime().isEquipped() || !each.isDefault())
        .map(EquippedImage::description)
        .forEach(notes::add);
    String version = runtimes.getFirst().image().python();
    return new IsolationReport(
        WasmEngine.NAME,
        true,
        Optional.of("CPython " + version + " as WebAssembly, in the virtual machine"),
        List.of(
            layer("memory", "WebAssembly: every address is checked against the instance's pages"),
            layer("control-flow", "WebAssembly: calls reach functions of the module alone"),
            layer(
                "imports",
                "two streams, a clock of 0.1 ms, random bytes, sleep; no files, names, connections,"
                    + " threads or processes"),
            layer(
                "resource-limits",
                "memory by the instance's pages, processor time of its thread, wall time; ended by"
                    + " interrupting the thread")),
        Optional.of(setUp),
        selfCheck,
        notes);
  }

  private static Layer layer(String name, String detail) {
    return new Layer(name, true, true, detail, Optional.empty());
  }
}
