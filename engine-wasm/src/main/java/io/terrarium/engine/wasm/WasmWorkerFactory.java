package io.terrarium.engine.wasm;

import io.terrarium.IsolationReport;
import io.terrarium.PythonRuntime;
import io.terrarium.SandboxSettings;
import io.terrarium.spi.ProgramKind;
import io.terrarium.spi.Worker;
import io.terrarium.spi.WorkerFactory;
import io.terrarium.spi.WorkerLimits;
import io.terrarium.spi.WorkerMemory;
import io.terrarium.wire.ResultHeap;
import io.terrarium.wire.SelfCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Instances of an image, for each runtime one. */
final class WasmWorkerFactory implements WorkerFactory {
  private static final WorkerLimits FIRST_WORKER =
      new WorkerLimits(64L << 20, Duration.ofSeconds(5));

  private final Map<String, EquippedImage> runtimes = new TreeMap<>();
  private final HeapBudget budget = HeapBudget.OF_HEAP;
  private final WorkerThreads threads = new WorkerThreads();
  private List<IsolationReport.Attempt> selfCheck = List.of();
  private Duration setUp = Duration.ZERO;

  /** Makes the images of all runtimes, and has an instance try what it must not be able to do. */
  static WasmWorkerFactory checked(Image image, SandboxSettings settings) {
    long begin = System.nanoTime();
    var factory = new WasmWorkerFactory();
    try {
      // Half of what is left beside the programs': their results are decoded in the same heap.
      ResultHeap.OF_ALL.limitTo((Runtime.getRuntime().maxMemory() - HeapBudget.bytes()) / 2);
      CompletableFuture<Void> firstUse = FirstUse.begin(image);
      for (PythonRuntime runtime : settings.runtimes().values()) {
        factory.runtimes.put(runtime.name(), EquippedImage.of(image, runtime));
      }
      factory.selfCheck = factory.runtimes.values().stream().flatMap(factory::selfCheck).toList();
      FirstUse.await(firstUse);
      factory.setUp = Duration.ofNanos(System.nanoTime() - begin);
      CompilerOptions.mentionOnce();
      return factory;
    } catch (RuntimeException e) {
      factory.close();
      throw e;
    }
  }

  private WasmWorkerFactory() {}

  private Stream<IsolationReport.Attempt> selfCheck(EquippedImage runtime) {
    String where = runtime.isDefault() ? "" : " (runtime " + runtime.runtime().name() + ")";
    return selfCheck(runtime.image()).stream()
        .map(attempt ->
            new IsolationReport.Attempt(
                attempt.name() + where, attempt.stopped(), attempt.detail()));
  }

  @Override
  public String runtime(String name) {
    return runtimeOf(name).identity();
  }

  @Override
  public IsolationReport isolation() {
    return Isolation.report(setUp, selfCheck, List.copyOf(runtimes.values()));
  }

  /** An instance may come to have a copy of each page that it shares when it is made. */
  @Override
  public WorkerMemory memory() {
    long largest =
        runtimes.values().stream().mapToLong(each -> each.image().bytes()).max().orElseThrow();
    return new WorkerMemory(
        HeapBudget.bytes(), largest, "give the virtual machine a larger heap (-Xmx)");
  }

  @Override
  public String kind(ProgramKind programs) {
    return programs.runtime().equals(PythonRuntime.DEFAULT_NAME)
        ? WasmEngine.NAME
        : programs.runtime() + ":" + WasmEngine.NAME;
  }

  @Override
  public Worker spawn(ProgramKind programs, WorkerLimits limits, boolean aheadOfNeed) {
    Order order = aheadOfNeed ? Order.REHEARSE : Order.SERVE;
    return WasmWorker.start(
        runtimeOf(programs.runtime()).image(), order.bytes(), limits, budget, threads);
  }

  @Override
  public void close() {
    threads.close();
  }

  private List<IsolationReport.Attempt> selfCheck(Image image) {
    var check = new SelfCheck(WasmEngine.NAME);
    Worker worker =
        WasmWorker.start(image, Order.SELF_CHECK.bytes(), FIRST_WORKER, budget, threads);
    try {
      return check.allStopped(check.attempts(worker.channel()));
    } finally {
      worker.kill();
      // How an instance ends is to be nothing new either when the first of a program's does.
      var _ = worker.exit().join();
    }
  }

  private EquippedImage runtimeOf(String name) {
    EquippedImage runtime = runtimes.get(name);
    if (runtime == null) {
      throw new IllegalArgumentException("there is no runtime named " + name);
    }
    return runtime;
  }
}
